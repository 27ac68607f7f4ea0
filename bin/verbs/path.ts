import { parseArgs } from "node:util";
import { compareNode } from "../../lib/host/compare.ts";
import { hostFindings } from "../../lib/host/findings.ts";
import { viewNode } from "../../lib/host/node-view.ts";
import { type PodPath, pathOf } from "../../lib/host/path.ts";
import { readHost } from "../../lib/host/read-host.ts";
import { isOfNode, type ReadSource, readSource } from "../../lib/host/sources.ts";
import { nearest } from "../../lib/server/nearest.ts";
import type { Pod } from "../../lib/topology/resources.ts";
import { describeHostFinding } from "../describe-host-finding.ts";
import { type HostSource, openHostFiles } from "../host-files.ts";
import { type Moment, openMoment } from "../host-recording.ts";
import {
  directionLines,
  findingLines,
  hopTitles,
  judgedLines,
  printable,
  readingLines,
  surplusLines,
} from "../host-text.ts";
import { UsageError } from "../verb.ts";

export const help = `
Usage: trunkscope path pod NAMESPACE/NAME RECORDING-OR-DUMP [--host FILE...] [--at TIME] [--format text|json]

Follows one Pod through its node: the devices, routes and rules that should be there from its interface to its branch ENI, and which
security groups its traffic passes in each direction. With output of the node, says of each line whether the node shows it.
docs/host.md says what to gather and how.

  RECORDING-OR-DUMP  a recording (NDJSON; - reads standard input), or a directory of dumps
  --host FILE        output of the node, or its support bundle eks_*.tar.gz; further files may follow
  --at TIME          ISO 8601 or epoch milliseconds; the recording's last moment when left out
  --format FORMAT    text (default) or json

Example: trunkscope path pod default/aws-cli public/recordings/ironman-2022.ndjson --host ip-a.txt ip-route.txt
Exit codes: 0 nothing wrong was found, 1 something was, 2 bad input.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      host: { type: "string", multiple: true, default: [] },
      at: { type: "string" },
      format: { type: "string", default: "text" },
    },
  });
  const [kind, name, file, ...more] = positionals;
  if (kind !== "pod" || name === undefined || file === undefined) {
    throw new UsageError("say pod, NAMESPACE/NAME and one recording or directory of dumps");
  }
  if (more.length > 0 && values.host.length === 0)
    throw new UsageError(`what is ${more[0]}? Files of the node follow --host`);
  if (values.format !== "text" && values.format !== "json")
    throw new UsageError(`there is no format "${values.format}": text or json`);
  const moment = await openMoment(file, values.at);
  const pod = podOf(moment, name);
  const instance = pod.instanceId;
  if (instance === null) throw new UsageError(`${name} is bound to no node at this moment`);
  const sources = await openHostFiles([...values.host, ...more]);
  const read = sources.map((source) => readSource(source.name, source.files, moment.resources));
  const own = read.filter((source) => isOfNode(source, instance));
  const { state } = readHost(
    sources.flatMap(({ files }, index) => (own.includes(read[index] as ReadSource) ? files : [])),
  );
  const comparison = compareNode(viewNode(moment.observation, moment.resources, instance), state);
  const path = pathOf(pod.id, comparison, hostFindings(comparison, state));
  if (path === null) throw new UsageError(`${name} is on no branch: ${whyNot(pod)}`);
  const report = { moment, path, read, own, sources };
  process.stdout.write(
    values.format === "json" ? `${JSON.stringify(jsonOf(report), null, 2)}\n` : `${[...textOf(report)].join("\n")}\n`,
  );
  return isSound(path) ? 0 : 1;
}

interface Report {
  readonly moment: Moment;
  readonly path: PodPath;
  readonly read: readonly ReadSource[];
  /** Those of the Pod's node, or of a node that nothing in them names. */
  readonly own: readonly ReadSource[];
  readonly sources: readonly HostSource[];
}

function podOf({ resources }: Moment, name: string): Pod {
  const pod = resources.get(`pod/${name}`);
  if (pod?.kind === "pod") return pod;
  const names = resources.values().flatMap((one) => (one.kind === "pod" ? [`${one.namespace}/${one.name}`] : []));
  const close = nearest(name, [...names]);
  throw new UsageError(`there is no Pod ${name} at this moment.${close ? ` Did you mean ${close}?` : ""}`);
}

function whyNot({ annotated, annotationText, podEniRequest }: Pod): string {
  if (annotationText !== undefined) return "its annotation vpc.amazonaws.com/pod-eni cannot be used";
  if (annotated) return "its annotation names no branch that a node could set up, or it has ended";
  return podEniRequest > 0 ? "it waits for one" : "it asks for none";
}

function isSound({ findings, hops, nodeLines }: PodPath): boolean {
  const lines = [...hops.flatMap((hop) => hop.lines), ...nodeLines];
  return findings.length === 0 && lines.every(({ verdict }) => verdict === "confirmed" || verdict === "not-observed");
}

function jsonOf({ moment: { cluster, region, at }, path, read, own, sources }: Report) {
  return {
    version: 1,
    cluster,
    region,
    at,
    path,
    host: read.map(({ name, reading, identified }, index) => ({
      name,
      used: own.includes(read[index] as ReadSource),
      identified,
      parts: reading.parts,
      notUnderstood: reading.notUnderstood,
      notUnderstoodCount: reading.notUnderstoodCount,
      cut: reading.cut,
      troubles: sources[index]?.bundle?.troubles ?? [],
      passedOver: sources[index]?.bundle?.passedOver ?? 0,
    })),
  };
}

function* textOf({ moment, path, read, own, sources }: Report): Iterable<string> {
  const { mode } = path;
  yield `${path.pod} on ${path.node} (${path.instance}), ${moment.cluster} at ${new Date(moment.at).toISOString()}`;
  yield `mode  ${mode.mode ?? "not known, lines of both are given"}${modeSources[mode.by ?? "none"]}`;
  if (mode.declared !== null && mode.declared !== mode.mode) yield `      aws-node is set to ${mode.declared}`;
  yield "";
  for (const hop of path.hops) {
    const facts = Object.entries(hop.facts).map(
      ([fact, value]) => `${fact} ${value === null ? "not known" : [value].flat().join(" or ")}`,
    );
    yield `${hopTitles[hop.name]}  ${printable(facts.join(", "))}${hop.resource === null ? "" : `  ${hop.resource}`}`;
    yield* judgedLines(hop.lines);
  }
  if (path.nodeLines.length > 0) yield "the node as a whole";
  yield* judgedLines(path.nodeLines);
  yield* surplusLines(path.surplus);
  yield "";
  yield "directions";
  yield* directionLines(path.directions);
  if (path.findings.length > 0) yield "\nfindings";
  yield* findingLines(path.findings, describeHostFinding);
  for (const [index, source] of read.entries()) {
    yield `\n${printable(source.name)}${own.includes(source) ? "" : notCompared(source)}`;
    for (const line of readingLines(source, sources[index] as HostSource)) yield `  ${line}`;
  }
}

function notCompared({ identified: { by } }: ReadSource): string {
  return `  not compared: ${by === "several" ? "the files are from several nodes" : "it is from another node"}`;
}

const modeSources: Readonly<Record<string, string>> = {
  host: ", as the node shows",
  "aws-node": ", as the aws-node Pod of its node says",
  none: "",
};
