import { parseArgs } from "node:util";
import { spanOf } from "../../lib/recording/recording.ts";
import { encodeSnapshot } from "../../lib/snapshot/columns.ts";
import { snapshotAt } from "../../lib/snapshot/replay.ts";
import type { Snapshot } from "../../lib/snapshot/snapshot.ts";
import { openRecording, parseMoment } from "../recording-file.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope snapshot FILE [--at TIME] [--format json|columns]

Prints the snapshot of a recording at one moment: just what the page gets. docs/api.md describes it.

  FILE               a recording (NDJSON); - reads standard input
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --format json      plain resources (default)
  --format columns   the compact form that the page loads

Example: trunkscope snapshot public/recordings/ironman-2022.ndjson | jq '.resources[] | select(.kind == "trunk")'
Exit codes: 0 printed, 2 bad input.
`;

const formats: Readonly<Record<string, (snapshot: Snapshot) => unknown>> = {
  json: (snapshot) => snapshot,
  columns: encodeSnapshot,
};

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { at: { type: "string" }, format: { type: "string", default: "json" } },
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError("name one recording");
  const format = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined;
  if (!format) throw new UsageError(`there is no format "${values.format}": ${Object.keys(formats).join(" or ")}`);
  const recording = await openRecording(file);
  const span = spanOf(recording);
  if (span === null) throw new UsageError(`${file}: the recording is empty`);
  const at = values.at === undefined ? span.to : parseMoment(values.at);
  if (at < span.from) throw new UsageError(`the recording begins later, at ${new Date(span.from).toISOString()}`);
  process.stdout.write(
    `${JSON.stringify(format(snapshotAt(recording, at)), null, values.format === "json" ? 2 : 0)}\n`,
  );
  return 0;
}
