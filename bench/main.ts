import { parseArgs } from "node:util";
import { benchPipeline } from "./pipeline.ts";

const { values } = parseArgs({ options: { sizes: { type: "string", default: "1000,10000,54000,100000" } } });

/** Figures as JSON, one object per line: they are for comparing within one run, not between machines. */
for (const size of values.sizes.split(",")) {
  process.stdout.write(`${JSON.stringify({ bench: "pipeline", ...benchPipeline(Number(size)) })}\n`);
}
