import type { CollectionName, Item } from "./collections.ts";

/** Why a collection could not be read: the API's own code, and its message with nothing secret in it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Items of one collection by id. */
export type Items<C extends CollectionName = CollectionName> = ReadonlyMap<string, Item<C>>;

/**
 * Everything known of one cluster at one moment.
 * A collection that is missing from `items` was never read. One with an entry in `failures` keeps its last good items, read at `readAt`.
 */
export interface Observation {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly items: { readonly [C in CollectionName]?: Items<C> };
  readonly failures: { readonly [C in CollectionName]?: Failure };
  /** When each collection was last read in full or known to be current. Epoch milliseconds. */
  readonly readAt: { readonly [C in CollectionName]?: number };
}

export const emptyObservation: Observation = { at: 0, items: {}, failures: {}, readAt: {} };

const none: ReadonlyMap<string, Item> = new Map();

/** The items of a collection; empty when it was never read. */
export function itemsOf<C extends CollectionName>(observation: Observation, collection: C): Items<C> {
  return (observation.items[collection] ?? none) as unknown as Items<C>;
}
