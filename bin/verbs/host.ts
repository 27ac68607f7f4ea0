import { parseArgs } from "node:util";
import { gatherings } from "../../lib/export/gather.ts";
import { type Comparison, compareNode } from "../../lib/host/compare.ts";
import type { HostFinding } from "../../lib/host/finding.ts";
import { hostFindings } from "../../lib/host/findings.ts";
import { viewNode } from "../../lib/host/node-view.ts";
import { type ReadSource, readSource } from "../../lib/host/sources.ts";
import { describeHostFinding } from "../describe-host-finding.ts";
import { type HostSource, openHostFiles } from "../host-files.ts";
import { type Moment, openMoment } from "../host-recording.ts";
import { findingLines, judgedLines, printable, readingLines, surplusLines } from "../host-text.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope host FILE... [--recording RECORDING-OR-DUMP] [--node NAME] [--at TIME] [--format text|json]
       trunkscope host --gather NODE --recording RECORDING-OR-DUMP

Reads output of a node and says what was understood: ip, ifconfig, sysctl -a, iptables-save, a CNI conflist, ipamd's introspection, several
pasted together, or the whole support bundle eks_*.tar.gz. With a recording, compares every Pod on a branch of that node with it.
docs/host.md says what to gather and how.

  FILE               plain output or a support bundle; - reads standard input
  --recording FILE   a recording (NDJSON), or a directory of dumps
  --node NAME        the node or instance the files are from, where they do not say so themselves
  --gather NODE      print the commands that gather what a node shows, by ssh, SSM and kubectl
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --format FORMAT    text (default) or json

Example: trunkscope host eks_i-01ac2403f4932c7ee.tar.gz --recording cluster.ndjson
Exit codes: 0 nothing wrong was found, 1 something was, 2 bad input.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      recording: { type: "string" },
      node: { type: "string" },
      gather: { type: "string" },
      at: { type: "string" },
      format: { type: "string", default: "text" },
    },
  });
  if (values.gather !== undefined) return gather(values.gather, values.recording, values.at);
  if (positionals.length === 0) throw new UsageError("name the files of the node");
  if (values.format !== "text" && values.format !== "json")
    throw new UsageError(`there is no format "${values.format}": text or json`);
  if (values.recording === undefined && (values.node ?? values.at) !== undefined) {
    throw new UsageError("--node and --at go with --recording");
  }
  const moment = values.recording === undefined ? null : await openMoment(values.recording, values.at);
  const sources = await openHostFiles(positionals);
  const reports = sources.map((source): Report => {
    const read = readSource(source.name, source.files, moment?.resources ?? new Map());
    return { source, read, compared: moment && compare(read, moment, values.node) };
  });
  process.stdout.write(
    values.format === "json"
      ? `${JSON.stringify(jsonOf(moment, reports), null, 2)}\n`
      : `${[...textOf(reports)].join("\n")}\n`,
  );
  return reports.every(({ compared }) => isSound(compared)) ? 0 : 1;
}

async function gather(name: string, recording: string | undefined, at: string | undefined): Promise<number> {
  if (recording === undefined) throw new UsageError("--gather goes with --recording, which knows the node");
  const { resources, region } = await openMoment(recording, at);
  const instance = resources.get(instanceOf(resources, name));
  const ways = instance?.kind === "instance" ? gatherings(instance, region) : [];
  process.stdout.write(ways.map(({ way, lines }) => `# ${way}\n${lines.join("\n")}\n`).join("\n"));
  return 0;
}

interface Report {
  readonly source: HostSource;
  readonly read: ReadSource;
  readonly compared: Compared | null;
}

interface Compared {
  readonly comparison: Comparison;
  readonly findings: readonly HostFinding[];
}

function compare(
  { name, reading, identified }: ReadSource,
  { observation, resources }: Moment,
  said: string | undefined,
): Compared {
  const named = said === undefined ? undefined : instanceOf(resources, said);
  if (named !== undefined && identified.id !== null && identified.id !== named) {
    throw new UsageError(`${name}: it is from ${identified.id}, not from ${said}`);
  }
  const id = named ?? identified.id;
  if (id === null) {
    const why =
      identified.by === "several"
        ? "the files are from several nodes"
        : "nothing in the files says which node they are from";
    throw new UsageError(`${name}: ${why}; say it with --node`);
  }
  if (resources.get(id)?.kind !== "instance")
    throw new UsageError(`${name}: it is from ${id}, which the recording does not know`);
  const comparison = compareNode(viewNode(observation, resources, id), reading.state);
  return { comparison, findings: hostFindings(comparison, reading.state) };
}

function instanceOf(resources: Moment["resources"], said: string): string {
  for (const resource of resources.values()) {
    if (resource.kind === "instance" && (resource.id === said || resource.nodeName === said)) return resource.id;
  }
  throw new UsageError(`there is no node ${said} at this moment`);
}

function isSound(compared: Compared | null): boolean {
  if (compared === null) return true;
  const { comparison, findings } = compared;
  const lines = [...comparison.pods.flatMap((pod) => pod.lines), ...comparison.lines];
  return findings.length === 0 && lines.every(({ verdict }) => verdict === "confirmed" || verdict === "not-observed");
}

function jsonOf(moment: Moment | null, reports: readonly Report[]) {
  return {
    version: 1,
    cluster: moment?.cluster ?? null,
    at: moment?.at ?? null,
    host: reports.map(({ source, read, compared }) => ({
      name: read.name,
      identified: read.identified,
      parts: read.reading.parts,
      notUnderstood: read.reading.notUnderstood,
      notUnderstoodCount: read.reading.notUnderstoodCount,
      cut: read.reading.cut,
      troubles: source.bundle?.troubles ?? [],
      passedOver: source.bundle?.passedOver ?? 0,
      comparison: compared && {
        node: compared.comparison.node.name,
        instance: compared.comparison.node.id,
        mode: compared.comparison.mode,
        externalSnat: compared.comparison.externalSnat,
        pods: compared.comparison.pods.map(({ branched, mode, lines }) => ({ pod: branched.pod.id, mode, lines })),
        lines: compared.comparison.lines,
        surplus: compared.comparison.surplus,
        findings: compared.findings,
      },
    })),
  };
}

function* textOf(reports: readonly Report[]): Iterable<string> {
  for (const { source, read, compared } of reports) {
    yield printable(read.name);
    for (const line of readingLines(read, source)) yield `  ${line}`;
    if (compared === null) continue;
    const { comparison, findings } = compared;
    yield `\n${comparison.node.name} (${comparison.node.id})`;
    yield* judgedLines(comparison.lines);
    for (const { branched, mode, lines } of comparison.pods) {
      yield `${branched.pod.id}, VLAN ${branched.entry.vlan}, mode ${mode.mode ?? "not known"}`;
      yield* judgedLines(lines);
    }
    if (comparison.surplus.length > 0) yield "surplus";
    yield* surplusLines(comparison.surplus);
    if (findings.length > 0) yield "findings";
    yield* findingLines(findings, describeHostFinding);
  }
}
