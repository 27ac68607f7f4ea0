import { parseArgs } from "node:util";
import { benchDiagnosis } from "./diagnosis.ts";
import { benchLive } from "./live.ts";
import { benchPipeline } from "./pipeline.ts";
import { benchSearch } from "./search.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    sizes: { type: "string", default: "1000,10000,54000,100000" },
    branches: { type: "string", default: "100000" },
  },
});

/** Figures as JSON, one object per line: they are for comparing within one run, not between machines. */
const tell = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`);

const benches: Readonly<Record<string, () => unknown>> = {
  // First, and its memory with it: what runs before would count as its own.
  live: () => {
    const branches = Number(values.branches);
    return benchLive({ nodes: branches / 20, branches, pods: branches * 1.5 }, tell);
  },
  pipeline: () => {
    for (const size of values.sizes.split(",")) tell({ bench: "pipeline", ...benchPipeline(Number(size)) });
  },
  diagnosis: () => {
    for (const size of values.sizes.split(",")) tell({ bench: "diagnosis", ...benchDiagnosis(Number(size)) });
  },
  search: () => {
    for (const size of values.sizes.split(",")) tell({ bench: "search", ...benchSearch(Number(size)) });
  },
};

const chosen = values.only === undefined ? Object.keys(benches) : values.only.split(",");
for (const name of chosen) {
  const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (!bench) {
    process.stderr.write(`--only takes ${Object.keys(benches).join(", ")}, not "${name}".\n`);
    process.exit(2);
  }
  await bench();
}
