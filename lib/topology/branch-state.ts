import type { BranchMemory } from "./memory.ts";
import type { BranchState } from "./resources.ts";

/** The state of a branch without an owner, and when time alone will change it (epoch milliseconds; `null` = never). */
export function unownedState(
  memory: BranchMemory,
  at: number,
  releaseSeconds: number,
): { readonly state: BranchState; readonly until: number | null } {
  const { unownedSince, lastOwner, firstSeen } = memory;
  if (unownedSince === undefined) return { state: "unowned", until: null };
  const until = unownedSince.at + releaseSeconds * 1000;
  if (at > until) return { state: "orphan", until: null };
  if (lastOwner !== undefined && unownedSince.exact) return { state: "cooling", until };
  return { state: firstSeen.exact && unownedSince.exact ? "allocating" : "unowned", until };
}
