/**
 * What one reading cannot tell about a branch, kept from reading to reading (domain 10.1, 10.8): EC2 gives an ENI no creation time,
 * and a branch that cools down looks exactly like one that leaked. Derived from the recording; can always be rebuilt from it.
 */
export interface BranchMemory {
  readonly firstSeen: { readonly at: number; readonly exact: boolean };
  readonly ownedNow: boolean;
  readonly lastOwner?: { readonly podId: string; readonly uid?: string };
  readonly unownedSince?: { readonly at: number; readonly exact: boolean };
}

/** By ENI id. */
export type Memory = ReadonlyMap<string, BranchMemory>;

export interface Sight {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The live pod that owns it, if any. */
  readonly owner: { readonly podId: string; readonly uid?: string } | null;
  /** Whether an absence of owners means anything: both halves were read, and neither is failing. */
  readonly conclusive: boolean;
  /** Whether interfaces had been read before this reading, so that a new one is really new. */
  readonly watched: boolean;
}

/** What is remembered of a branch after one more sight of it. */
export function remember(known: BranchMemory | undefined, { at, owner, conclusive, watched }: Sight): BranchMemory {
  const firstSeen = known?.firstSeen ?? { at, exact: watched };
  if (owner) return { firstSeen, ownedNow: true, lastOwner: owner };
  const lastOwner = known?.lastOwner === undefined ? {} : { lastOwner: known.lastOwner };
  if (!conclusive) {
    const unownedSince = known?.unownedSince === undefined ? {} : { unownedSince: known.unownedSince };
    return { firstSeen, ownedNow: known?.ownedNow ?? false, ...lastOwner, ...unownedSince };
  }
  if (known?.unownedSince) return known;
  const exact = known ? known.ownedNow || (firstSeen.exact && firstSeen.at === at) : firstSeen.exact;
  return { firstSeen, ownedNow: false, ...lastOwner, unownedSince: { at, exact } };
}
