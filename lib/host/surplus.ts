import type { Expected, ExpectedRule } from "./expected.ts";
import { selectsAlike } from "./judge-rules.ts";
import type { Line } from "./line.ts";
import { hostVethName, strictPrefix, vlanOfDevice, vlanOfTable } from "./names.ts";
import type { NodeView } from "./node-view.ts";
import type { HostState, IpRule, Route } from "./observed.ts";

/** Something of a branch that the node has and should not have. */
export interface Surplus {
  readonly kind: "link" | "route" | "rule";
  /** The VLAN it belongs to; `null`: a veth of no pod that is here. */
  readonly vlan: number | null;
  /** Its device, its table, or its priority and table: enough to name it. */
  readonly name: string;
  /** `no-owner`: no live pod has this VLAN, or this veth. `not-expected`: the VLAN is in use, and its pod needs no such thing. */
  readonly reason: "no-owner" | "not-expected";
  readonly evidence: readonly Line[];
}

/** Finds VLAN devices, veths of strict mode, routes and rules of branches that no live pod needs; nothing where pods were not read. */
export function surplusOf(node: NodeView, expected: readonly Expected[], state: HostState): Surplus[] {
  if (!node.knowsPods) return [];
  const owned = new Set(node.ownedVlans);
  const reasonOf = (vlan: number) => (owned.has(vlan) ? "not-expected" : "no-owner");
  return [
    ...surplusLinks(node, expected, state),
    ...surplusRoutes(expected, state, reasonOf),
    ...surplusRules(expected, state, reasonOf),
  ];
}

type ReasonOf = (vlan: number) => Surplus["reason"];

const strictVeth = /^vlan[0-9a-f]{11}$/;

function surplusLinks(
  { ownedVlans, livePods }: NodeView,
  expected: readonly Expected[],
  { links }: HostState,
): Surplus[] {
  const owned = new Set(ownedVlans);
  const names = new Set([
    ...expected.flatMap((one) => (one.kind === "link" && "name" in one.device ? [one.device.name] : [])),
    // Also of pods whose annotation says nothing usable: it may have done so when they were set up.
    ...livePods.map(({ namespace, name }) => hostVethName(strictPrefix, namespace, name)),
  ]);
  const found: Surplus[] = [];
  for (const [name, same] of Map.groupBy(links, (link) => link.name)) {
    const vlan = vlanOfDevice(name);
    const isStray = vlan === null ? strictVeth.test(name) && !names.has(name) : !owned.has(vlan);
    if (isStray) {
      found.push({ kind: "link", vlan, name, reason: "no-owner", evidence: same.flatMap(({ lines }) => lines) });
    }
  }
  return found;
}

function surplusRoutes(expected: readonly Expected[], { routes }: HostState, reasonOf: ReasonOf): Surplus[] {
  const known = new Set(expected.flatMap((one) => (one.kind === "route" ? [routeKey(one)] : [])));
  return routes.flatMap((route) => {
    const vlan = vlanOfTable(route.table);
    if (vlan === null || known.has(routeKey(route))) return [];
    return [
      {
        kind: "route" as const,
        vlan,
        name: `${route.destination} table ${route.table}`,
        reason: reasonOf(vlan),
        evidence: route.lines,
      },
    ];
  });
}

function routeKey({ family, table, destination }: Pick<Route, "family" | "table" | "destination">): string {
  return `${family} ${table} ${destination}`;
}

/** Priorities at which the CNI puts the rules of branches (domain 3.3). */
const branchPriorities = new Set([10, 1536]);

function surplusRules(expected: readonly Expected[], { rules }: HostState, reasonOf: ReasonOf): Surplus[] {
  const known = Map.groupBy(
    expected.filter((one): one is ExpectedRule => one.kind === "rule"),
    ({ table }) => table,
  );
  return rules.flatMap((rule: IpRule) => {
    const vlan = rule.table === null ? null : vlanOfTable(rule.table);
    if (vlan === null || rule.table === null || !branchPriorities.has(rule.priority)) return [];
    if (known.get(rule.table)?.some((one) => selectsAlike(one, rule))) return [];
    const name = `${rule.priority} ${rule.device ?? rule.from} table ${rule.table}`;
    return [{ kind: "rule" as const, vlan, name, reason: reasonOf(vlan), evidence: rule.lines }];
  });
}
