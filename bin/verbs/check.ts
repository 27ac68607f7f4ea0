import { parseArgs } from "node:util";
import { type Severity, severities } from "../../lib/diagnosis/finding.ts";
import { type Checked, failing, undecidable } from "../../lib/export/check/checked.ts";
import { checkFormats } from "../../lib/export/check/index.ts";
import { spanOf } from "../../lib/recording/recording.ts";
import { snapshotAt } from "../../lib/snapshot/replay.ts";
import { parseMoment } from "../recording-file.ts";
import { openRecordingOrDump } from "../recording-or-dump.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope check FILE [--at TIME] [--fail-on LEVEL] [--format FORMAT]
       trunkscope check --cluster NAME [--once] [--config FILE] [--fail-on LEVEL] [--format FORMAT]

Says what is wrong, since when, how one knows, and what to do. docs/checks has a page for each check.

  FILE               a recording (NDJSON), or a directory of dumps; - reads a recording from standard input
  --cluster NAME     a live cluster of the configuration, watched until what it shows is confirmed (about two minutes)
  --once             with --cluster: judges the first reading; what a second one should confirm counts as likely
  --config FILE      the configuration; TRUNKSCOPE_CONFIG or trunkscope.yaml by default
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --fail-on LEVEL    critical, high (default), medium, low or info
  --format FORMAT    text (default), json, junit, sarif or markdown

Example: trunkscope check public/recordings/trunk-full.ndjson --fail-on medium --format junit
Exit codes: 0 clean, 1 findings at or above the level, 2 a check at or above the level could not be decided, or bad input.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cluster: { type: "string" },
      once: { type: "boolean", default: false },
      config: { type: "string" },
      at: { type: "string" },
      "fail-on": { type: "string", default: "high" },
      format: { type: "string", default: "text" },
    },
  });
  const failOn = levelOf(values["fail-on"]);
  const format = Object.hasOwn(checkFormats, values.format) ? checkFormats[values.format] : undefined;
  if (!format) throw new UsageError(`there is no format "${values.format}": ${Object.keys(checkFormats).join(", ")}`);
  const [file, ...more] = positionals;
  if (more.length > 0 || (file === undefined) === (values.cluster === undefined))
    throw new UsageError("name one recording or directory of dumps, or --cluster NAME");

  const checked =
    file === undefined
      ? // The clients of AWS and Kubernetes take a second to load, which a file need not wait for.
        await (await import("../check-live.ts")).checkLive({
          cluster: values.cluster ?? "",
          config: values.config,
          once: values.once,
        })
      : await checkFile(file, values.at);
  await new Promise<void>((resolve) => process.stdout.write(format.write(checked, failOn), () => resolve()));
  if (failing(checked, failOn).length > 0) return 1;
  return undecidable(checked, failOn).length > 0 ? 2 : 0;
}

async function checkFile(file: string, said: string | undefined): Promise<Checked> {
  const recording = await openRecordingOrDump(file);
  const span = spanOf(recording);
  if (span === null) throw new UsageError(`${file}: the recording is empty`);
  const at = said === undefined ? span.to : parseMoment(said);
  if (at < span.from) throw new UsageError(`the recording begins later, at ${new Date(span.from).toISOString()}`);
  const { cluster, region, findings, undecided, at: shown } = snapshotAt(recording, at);
  return { cluster, region, at: shown, findings, undecided };
}

function levelOf(text: string): Severity {
  const level = severities.find((one) => one === text);
  if (!level) throw new UsageError(`there is no level "${text}": ${[...severities].reverse().join(", ")}`);
  return level;
}
