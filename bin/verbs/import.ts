import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { addLogs } from "../../lib/recording/add-logs.ts";
import { apply } from "../../lib/recording/change.ts";
import { collectionNames } from "../../lib/recording/collections.ts";
import { writeRecording } from "../../lib/recording/ndjson.ts";
import { emptyObservation, itemsOf, type Observation } from "../../lib/recording/observation.ts";
import type { Recording } from "../../lib/recording/recording.ts";
import { importDump } from "../../lib/sources/dump/import-dump.ts";
import { momentOf } from "../../lib/sources/dump/moment.ts";
import type { Note } from "../../lib/sources/dump/notes.ts";
import { openRecording } from "../recording-file.ts";
import { UsageError } from "../verb.ts";

export const help = `Usage: trunkscope import DIR [-o FILE] [--at TIME] [--cluster NAME] [--region REGION]
       trunkscope import LOGS --into RECORDING -o FILE

Makes a recording from a directory of plain files, as these commands print them:

  aws ec2 describe-network-interfaces --output json      (instances, security groups, rules, subnets, VPCs, ...)
  aws eks describe-cluster --name NAME --output json
  kubectl get nodes,pods,sgp,cninodes -A -o json

Lines of the Kubernetes audit log and CloudTrail records are taken as well, also as CloudWatch Logs exports them.

The shape of a file decides what it is, never its name. JSON, JSON documents in a row, and YAML are read.
Directories named by time (2026-11-22T10-15-00Z, 1795342500, ...) become the moments of the recording.

  -o, --output FILE    write there instead of to standard output
  --at TIME            the moment of the dump (ISO 8601 or epoch seconds); otherwise the newest file's time
  --cluster NAME       otherwise as EKS or the tags say
  --region REGION      otherwise as the cluster's ARN or the availability zones say

  --into RECORDING     adds the log lines of the directory to this recording, and nothing else of it

What was read, what was skipped and why goes to standard error.
Exit codes: 0 done, 1 the output cannot be written, 2 bad usage, or nothing usable in the directory.

Example: trunkscope import ./dump -o cluster.ndjson
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o" },
      at: { type: "string" },
      cluster: { type: "string" },
      region: { type: "string" },
      into: { type: "string" },
    },
  });
  const [directory, ...more] = positionals;
  if (directory === undefined || more.length > 0) throw new UsageError("say one directory");
  const { recording, notes } = importDump(directory, {
    ...optionsOf(values),
    ...(values.at === undefined ? {} : { at: timeOf(values.at) }),
  });
  for (const note of notes) say(lineOf(note));
  if (recording === null) {
    say(`trunkscope: nothing usable in ${printable(directory)}`);
    return 2;
  }
  if (values.into !== undefined) return writeInto(await openRecording(values.into), recording, values.output);
  for (const line of summaryOf(recording)) say(line);
  return write(writeRecording(recording), values.output);
}

function writeInto(into: Recording, { changes }: Recording, output: string | undefined): Promise<number> | number {
  const { items } = changes.reduce(apply, emptyObservation);
  const { auditEvents = new Map(), apiCalls = new Map() } = items;
  if (auditEvents.size + apiCalls.size === 0) throw new UsageError("there are no log lines in this directory");
  say(`added    ${auditEvents.size} auditEvents, ${apiCalls.size} apiCalls to ${printable(into.header.cluster)}`);
  return write(writeRecording(addLogs(into, { auditEvents, apiCalls })), output);
}

function optionsOf({ cluster, region }: { readonly cluster?: string; readonly region?: string }) {
  if (cluster === "") throw new UsageError("--cluster needs a name");
  return { ...(cluster === undefined ? {} : { cluster }), ...(region === undefined ? {} : { region }) };
}

function timeOf(text: string): number {
  const at = momentOf(text);
  if (at === null) throw new UsageError(`"${text}" is no time: say it like 2026-11-22T10:15:00Z`);
  return at;
}

function write(text: string, output: string | undefined): Promise<number> | number {
  if (output === undefined || output === "-") {
    return new Promise((resolve) => process.stdout.write(text, () => resolve(0)));
  }
  try {
    writeFileSync(output, text);
    return 0;
  } catch (error) {
    say(`trunkscope: ${printable(output)} cannot be written (${(error as NodeJS.ErrnoException).code})`);
    return 1;
  }
}

function* summaryOf(recording: Recording): Iterable<string> {
  const { cluster, region = "region unknown" } = recording.header;
  yield `cluster  ${printable(cluster)}, ${printable(region)}`;
  let observation = emptyObservation;
  for (const change of recording.changes) {
    observation = apply(observation, change);
    yield `moment   ${new Date(change.at).toISOString()}: ${countsOf(observation)}`;
  }
}

function countsOf(observation: Observation): string {
  return collectionNames
    .filter((name) => observation.items[name] !== undefined)
    .map((name) => `${itemsOf(observation, name).size} ${name}`)
    .join(", ");
}

function lineOf({ kind, file, message }: Note): string {
  return `${kind.padEnd(8)} ${file === undefined ? "" : `${printable(file)}: `}${printable(message)}`;
}

/** Names come from a stranger's files: no control character of theirs reaches the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
