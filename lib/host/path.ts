import type { ComparedPod, Comparison } from "./compare.ts";
import { type Direction, directionsOf } from "./directions.ts";
import { namesOf } from "./expect-pod.ts";
import type { Role } from "./expected.ts";
import type { HostFinding } from "./finding.ts";
import type { Judged, Verdict } from "./judged.ts";
import type { BranchedPod } from "./node-view.ts";
import type { Surplus } from "./surplus.ts";

/** From the pod's own interface to its branch, in the order a packet takes on its way out. */
export const hopNames = [
  "container",
  "host-veth",
  "ip-rules",
  "route-table",
  "vlan-device",
  "trunk-device",
  "trunk-eni",
  "branch-eni",
] as const;
export type HopName = (typeof hopNames)[number];

export const factNames = [
  "interface",
  "names",
  "name",
  "address",
  "ip",
  "mac",
  "vlan",
  "table",
  "gateway",
  "mode",
  "declared",
  "deviceIndex",
  "instance",
  "subnet",
  "securityGroups",
  "associationId",
] as const;
export type FactName = (typeof factNames)[number];

/** One hop. `null` facts are not known. */
export interface Hop {
  readonly name: HopName;
  /** Id of the resource it is, where there is one. */
  readonly resource: string | null;
  readonly facts: { readonly [F in FactName]?: string | number | readonly string[] | null };
  /** The worst that its lines show; `not-observed` where none is shown; `null`: no output of the host shows this hop. */
  readonly verdict: Verdict | null;
  readonly lines: readonly Judged[];
}

/** One pod's way through its node: as it should be, as it was seen, and what that means for its traffic. */
export interface PodPath {
  readonly pod: string;
  readonly node: string;
  readonly instance: string;
  readonly mode: ComparedPod["mode"];
  readonly hops: readonly Hop[];
  /** What concerns the node as a whole. */
  readonly nodeLines: readonly Judged[];
  readonly surplus: readonly Surplus[];
  readonly directions: readonly Direction[];
  readonly findings: readonly HostFinding[];
}

const hopOf: Readonly<Partial<Record<Role, HopName>>> = {
  "trunk-device": "trunk-device",
  "trunk-route-gateway": "trunk-device",
  "trunk-route-default": "trunk-device",
  "vlan-device": "vlan-device",
  "vlan-accept-ra": "vlan-device",
  "vlan-accept-redirects": "vlan-device",
  "vlan-forwarding": "vlan-device",
  "host-veth": "host-veth",
  "route-gateway": "route-table",
  "route-default": "route-table",
  "route-pod": "route-table",
  "rule-from-branch": "ip-rules",
  "rule-from-veth": "ip-rules",
  "rule-to-pod": "ip-rules",
  "rule-from-pod": "ip-rules",
};

/** The path of one pod of a compared node; `null`: it has no branch that is usable, or is not on this node. */
export function pathOf(podId: string, comparison: Comparison, findings: readonly HostFinding[]): PodPath | null {
  const compared = comparison.pods.find(({ branched }) => branched.pod.id === podId);
  if (compared === undefined) return null;
  const { node } = comparison;
  const { branched, mode } = compared;
  const lines = Map.groupBy([...compared.lines, ...comparison.lines], ({ expected }) => hopOf[expected.role]);
  const facts = factsOf(compared, comparison);
  const resources: Partial<Record<HopName, string>> = {
    container: podId,
    ...(node.trunk !== undefined && { "trunk-eni": node.trunk.id }),
    ...(branched.entry.eniId !== undefined && { "branch-eni": branched.entry.eniId }),
  };
  return {
    pod: podId,
    node: node.name,
    instance: node.id,
    mode,
    hops: hopNames.map((name) => {
      const own = lines.get(name) ?? [];
      return { name, resource: resources[name] ?? null, facts: facts[name], verdict: worst(own), lines: own };
    }),
    nodeLines: lines.get(undefined) ?? [],
    surplus: comparison.surplus.filter((one) => concerns(one, branched)),
    directions: directionsOf(branched, node, { mode: mode.mode, externalSnat: comparison.externalSnat }),
    findings: findings.filter(({ subjects }) => subjects.includes(podId) || subjects[0] === node.id),
  };
}

/** What is left over on this pod's VLAN; and what no pod owns, because it is on the same node. */
function concerns({ vlan, reason }: Surplus, { entry }: BranchedPod): boolean {
  return vlan === entry.vlan || reason === "no-owner";
}

const order: readonly Verdict[] = ["different", "missing", "confirmed", "not-observed"];

function worst(lines: readonly Judged[]): Verdict | null {
  return order.find((verdict) => lines.some((line) => line.verdict === verdict)) ?? null;
}

function factsOf({ branched, mode }: ComparedPod, { node, prefix }: Comparison): Record<HopName, Hop["facts"]> {
  const { entry, branch, family } = branched;
  const { vlanDevice, table, veth, gateway, ip } = namesOf(branched, prefix);
  const isIpv6 = family === "ipv6";
  return {
    container: {
      interface: "eth0",
      address: ip === undefined ? null : `${ip}/${isIpv6 ? 128 : 32}`,
      gateway: isIpv6 ? "fe80::1" : "169.254.1.1",
    },
    "host-veth": { names: mode.mode === null ? [veth.strict, veth.standard] : [veth[mode.mode]] },
    "ip-rules": { mode: mode.mode, declared: mode.declared },
    "route-table": { table, gateway },
    "vlan-device": { name: vlanDevice, mac: entry.mac ?? null, vlan: entry.vlan },
    "trunk-device": { mac: node.trunk?.mac ?? null, deviceIndex: node.trunk?.deviceIndex ?? null },
    "trunk-eni": { ip: node.trunk?.ip ?? null, instance: node.id },
    "branch-eni": {
      ip: ip ?? null,
      subnet: branch?.subnetId ?? null,
      securityGroups: branch?.groupIds ?? null,
      associationId: entry.associationId ?? branch?.associationId ?? null,
    },
  };
}
