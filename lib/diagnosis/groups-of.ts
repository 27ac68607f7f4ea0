import type { Pod, Policy } from "../topology/resources.ts";
import type { World } from "./world.ts";

export interface Wanted {
  /** The union, in order and without repetition. */
  readonly groupIds: readonly string[];
  readonly policies: readonly Policy[];
}

/** What the policies that match a pod now ask for (domain 8 `match`, `sgs`); `null`: cannot be said. */
export function wantedGroups({ policyIds }: Pod, world: World): Wanted | null {
  if (policyIds === undefined) return null;
  if (policyIds.length === 0) return nothingWanted;
  // Very many pods match the same few policies.
  return world.shared(`wanted ${policyIds.join(" ")}`, (shared) => {
    const policies = policyIds.flatMap((id) => shared.resource("policy", id) ?? []);
    return { groupIds: [...new Set(policies.flatMap(({ groupIds }) => groupIds))].sort(), policies };
  });
}

const nothingWanted: Wanted = { groupIds: [], policies: [] };

/** The groups of an ENI of any kind, in order: those of `pod.interfaceId` are what filters a pod. `null`: it is not known. */
export function enforcedGroups(eniId: string | null, world: World): readonly string[] | null {
  const eni = eniId === null ? undefined : world.item("interfaces", eniId);
  return eni === undefined ? null : eni.groups.map(({ id }) => id).sort();
}

/** Whether two lists name the same groups, in any order. */
export function sameGroups(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((id) => right.has(id));
}
