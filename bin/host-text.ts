import type { BundleTrouble } from "../lib/host/bundle.ts";
import type { Direction, Flow, Gate, Note } from "../lib/host/directions.ts";
import type { HostFinding } from "../lib/host/finding.ts";
import type { Judged } from "../lib/host/judged.ts";
import type { Line } from "../lib/host/line.ts";
import type { Kind } from "../lib/host/parse/reader.ts";
import type { HopName } from "../lib/host/path.ts";
import type { ReadSource } from "../lib/host/sources.ts";
import type { Surplus } from "../lib/host/surplus.ts";
import type { HostSource } from "./host-files.ts";

/** Text from a stranger's files: no control character of theirs reaches the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => (character === "\t" ? " " : "?"));
}

/** Lines that were not understood, on a terminal. */
const mostShown = 50;

/** What each file was taken for, and what in it was not understood. */
export function* readingLines({ reading, identified }: ReadSource, { bundle }: HostSource): Iterable<string> {
  for (const { file, what, from, to, count } of reading.parts) {
    yield `${printable(file)}:${from}-${to}  ${kindNames[what]}: ${count}`;
  }
  for (const { code, count, path } of bundle?.troubles ?? []) {
    yield `trouble  ${troubleNames[code]}${path === null ? "" : `: ${printable(path)}`}${count > 1 ? ` (${count} in all)` : ""}`;
  }
  if (bundle !== null && bundle.passedOver > 0)
    yield `passed over  ${bundle.passedOver} members that say nothing of branches`;
  for (const file of reading.cut) yield `cut  ${printable(file)}: only its beginning was read`;
  if (reading.notUnderstoodCount > 0) {
    yield `not understood  ${reading.notUnderstoodCount} ${reading.notUnderstoodCount === 1 ? "line" : "lines"}`;
    for (const line of reading.notUnderstood.slice(0, mostShown)) yield `  ${lineText(line)}`;
    const more = reading.notUnderstoodCount - mostShown;
    if (more > 0) yield `  and ${more} more; --format json has up to 1,000 of them`;
  }
  yield `from  ${identified.id ?? (identified.by === "several" ? "several nodes" : "a node that nothing in them names")}`;
}

export function* judgedLines(lines: readonly Judged[]): Iterable<string> {
  for (const { verdict, text, expected, differences, notShown, evidence } of lines) {
    const mode = expected.mode === null ? "" : ` (${expected.mode} mode)`;
    const wrong = differences.map(({ field, expected: right, observed }) => `${field} is ${observed}, not ${right}`);
    const open = notShown.length === 0 ? [] : [`not shown: ${notShown.join(", ")}`];
    yield `  ${verdict.padEnd(12)}  ${printable(text)}${mode}`;
    for (const remark of [...wrong, ...open]) yield `${" ".repeat(16)}${printable(remark)}`;
    for (const line of evidence.slice(0, 2)) yield `${" ".repeat(16)}${lineText(line)}`;
  }
}

export function* surplusLines(surplus: readonly Surplus[]): Iterable<string> {
  for (const { kind, name, reason, evidence } of surplus) {
    const why = reason === "no-owner" ? "no live Pod has it" : "its Pod needs no such thing";
    yield `  surplus       ${kind} ${printable(name)}: ${why}`;
    const [first] = evidence;
    if (first !== undefined) yield `${" ".repeat(16)}${lineText(first)}`;
  }
}

export function* directionLines(directions: readonly Direction[]): Iterable<string> {
  for (const { flow, mode, externalSnat, way, gates, notes } of directions) {
    const snat = externalSnat === null ? "" : `, external SNAT ${externalSnat ? "on" : "off"}`;
    const passes = gates.length === 0 ? "no security group" : gates.map(gateText).join(", then ");
    yield `  ${flowNames[flow]} (${mode}${snat}): ${ways[way]}${way === "unsupported" ? "" : `; ${passes}`}`;
    for (const note of notes) yield `    ${noteTexts[note]}`;
  }
}

export function* findingLines(
  findings: readonly HostFinding[],
  sentence: (finding: HostFinding) => string,
): Iterable<string> {
  for (const finding of findings) {
    yield `  ${finding.code}  ${finding.severity}  ${printable(sentence(finding))}`;
    for (const line of finding.evidence.slice(0, 5)) yield `${" ".repeat(11)}${lineText(line)}`;
  }
}

function lineText({ file, number, text }: Line): string {
  return printable(`${file}:${number}: ${text.trim()}`);
}

function gateText({ interface: of, direction, groupIds }: Gate): string {
  return `${direction} of the ${of}${of === "peer" ? "'s groups" : ` (${groupIds?.join(" ") ?? "groups not known"})`}`;
}

export const hopTitles: Readonly<Record<HopName, string>> = {
  container: "interface in the Pod",
  "host-veth": "host veth",
  "ip-rules": "ip rules",
  "route-table": "route table",
  "vlan-device": "VLAN device",
  "trunk-device": "trunk device",
  "trunk-eni": "trunk ENI",
  "branch-eni": "branch ENI",
};

const kindNames: Readonly<Record<Kind, string>> = {
  "ip-link": "devices of ip",
  "ip-route": "routes",
  "ip-rule": "ip rules",
  ifconfig: "devices of ifconfig",
  sysctl: "sysctls",
  "iptables-save": "iptables rules",
  "cni-conflist": "CNI configuration",
  "ipamd-enis": "ENIs of ipamd",
  "ipamd-settings": "settings of ipamd",
  "ipamd-eni-config": "ENIConfig of ipamd",
  "ipamd-paths": "paths of ipamd, no facts",
  "ipam-allocations": "addresses ipamd gave out",
  "instance-id": "instance id",
};

const troubleNames: Readonly<Record<BundleTrouble["code"], string>> = {
  "not-tar": "it is no tar archive",
  "broken-header": "a header of the archive is broken; what follows was not read",
  "ends-early": "the archive ends within a member",
  "cannot-unpack": "it cannot be unpacked to its end",
  "too-large": "it unpacks to more than is read; the rest was left out",
  "too-many-members": "it has more members than are read; the rest was left out",
  ratio: "it unpacks to far more than logs do; the rest was left out",
  "path-outside": "left out, its path leads out of the archive",
  link: "left out, it is a link",
  device: "left out, it is a device",
  "member-cut": "only the beginning was read",
};

const flowNames: Readonly<Record<Flow, string>> = {
  "kubelet-to-pod": "kubelet probes to the Pod",
  "pod-to-same-node": "the Pod to others on its node",
  "pod-to-vpc": "the Pod to the VPC",
  "pod-to-internet": "the Pod to the internet",
  "vpc-to-pod": "the VPC to the Pod",
  "node-port-local": "NodePort and instance targets, externalTrafficPolicy Local",
};

const ways: Readonly<Record<Direction["way"], string>> = {
  vpc: "through the trunk and the VPC",
  direct: "direct on the node",
  primary: "out by the primary ENI, as the node's address",
  unsupported: "not supported",
};

const noteTexts: Readonly<Record<Note, string>> = {
  "needs-early-demux-off": "TCP, HTTP and gRPC probes need net.ipv4.tcp_early_demux = 0",
  "needs-nat-path": "never translated on the node: the branch's subnet needs a NAT path",
  "source-is-node-address": "the source is the node's primary address",
  "groups-of-pod-do-not-apply": "the Pod's own security groups do not apply",
};
