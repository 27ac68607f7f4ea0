import { parseArgs } from "node:util";
import { type Latency, latencyOf } from "../../lib/life/latency.ts";
import type { Life, SubjectKind } from "../../lib/life/life.ts";
import { lifeOf } from "../../lib/life/life-of.ts";
import { changedIn } from "../../lib/life/past.ts";
import { type Recording, spanOf } from "../../lib/recording/recording.ts";
import { nearest } from "../../lib/server/nearest.ts";
import { latencyLines } from "../latency-text.ts";
import { lifeLines } from "../life-text.ts";
import { parseMoment } from "../recording-file.ts";
import { openRecordingOrDump } from "../recording-or-dump.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope life pod|node|eni NAME RECORDING-OR-DUMP [--at TIME] [--format text|json]
       trunkscope life cluster RECORDING-OR-DUMP [--at TIME] [--format text|json]

Tells the life of one Pod, node or ENI step by step: what was reached and when, what shows it, what comes next and what is late.
Of a cluster, tells how long each step takes its Pods, and where Pods are held up. docs/life.md explains the steps.

  NAME               NAMESPACE/NAME of a Pod, the name of a node, or the id of an ENI; it may be gone
  RECORDING-OR-DUMP  a recording (NDJSON; - reads standard input), or a directory of dumps
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --format FORMAT    text (default) or json

Example: trunkscope life pod default/aws-cli public/recordings/ironman-2022.ndjson
Exit codes: 0 nothing is late, 1 something is late or failed, 2 bad input.
`;

const kinds: readonly SubjectKind[] = ["pod", "node", "eni"];

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { at: { type: "string" }, format: { type: "string", default: "text" } },
  });
  if (values.format !== "text" && values.format !== "json")
    throw new UsageError(`there is no format "${values.format}": text or json`);
  const asked = askedIn(positionals);
  const recording = await openRecordingOrDump(asked.file);
  const span = spanOf(recording);
  if (span === null) throw new UsageError(`${asked.file}: the recording is empty`);
  const at = values.at === undefined ? span.to : parseMoment(values.at);
  if (at < span.from) throw new UsageError(`the recording begins later, at ${new Date(span.from).toISOString()}`);
  const { cluster, region = null } = recording.header;
  const about = { version: 1, cluster, region };
  const heading = (what: string) => `${what}, ${cluster} at ${new Date(at).toISOString()}`;
  if (asked.subject === null) {
    const latency = latencyOf(recording, at);
    write(values.format, { ...about, latency }, [heading("the Pods of the cluster"), ...latencyLines(latency)]);
    return latency.stuck.length > 0 ? 1 : 0;
  }
  const { kind, id } = asked.subject;
  const life = lifeOf(recording, asked.subject, at);
  if (life === null) throw new UsageError(unknown(recording, kind, id));
  write(values.format, { ...about, life }, [heading(`${kind} ${id}`), ...lifeLines(life)]);
  return isSound(life) ? 0 : 1;
}

function askedIn([what, ...rest]: readonly string[]) {
  const [first, second, ...more] = rest;
  if (what === "cluster" && first !== undefined && second === undefined) return { subject: null, file: first };
  const kind = kinds.find((one) => one === what);
  if (kind === undefined || first === undefined || second === undefined || more.length > 0)
    throw new UsageError("say pod, node or eni, its name, and one recording or directory of dumps");
  return { subject: { kind, id: first }, file: second };
}

function write(
  format: "text" | "json",
  document: { readonly life: Life } | { readonly latency: Latency },
  lines: readonly string[],
) {
  process.stdout.write(format === "json" ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join("\n")}\n`);
}

const collections = { pod: "pods", node: "nodes", eni: "interfaces" } as const;

function unknown({ changes }: Recording, kind: SubjectKind, id: string): string {
  const names = new Set(changes.flatMap((change) => [...changedIn(change, collections[kind]).keys()]));
  const close = nearest(id, [...names]);
  return `the recording never speaks of ${kind} ${id} until then.${close ? ` Did you mean ${close}?` : ""}`;
}

function isSound({ steps }: Life): boolean {
  return steps.every(({ state }) => state !== "overdue" && state !== "failed");
}
