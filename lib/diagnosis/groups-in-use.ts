import type { Host } from "./host.ts";

/** The groups on branches of this cluster, in order. */
export function branchGroups({ branches }: Host): readonly string[] {
  return inOrder(branches.filter(({ marks }) => !marks.includes("other-cluster")).flatMap(({ groupIds }) => groupIds));
}

/** The groups on any ENI of a node of this cluster, and on its branches. An instance that is no node is none of ours. */
export function hostGroups(host: Host): readonly string[] {
  const isOurs = host.instance !== undefined && (host.instance.nodeName !== undefined || host.trunks.length > 0);
  const own = isOurs ? [...host.interfaces, ...host.trunks].flatMap(({ groupIds }) => groupIds) : [];
  return inOrder([...own, ...branchGroups(host)]);
}

/** All groups that were gathered of hosts, in order. */
export function allGroups(gathered: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const all = new Set<string>();
  for (const ids of gathered.values()) for (const id of ids) all.add(id);
  return [...all].sort();
}

/** The same for the same groups, in whatever order EC2 lists them. */
export function groupKey(ids: readonly string[]): string {
  return [...ids].sort().join(",");
}

function inOrder(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}
