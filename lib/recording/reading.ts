import { type Change, compareItems } from "./change.ts";
import type { CollectionName, Item } from "./collections.ts";
import { type Failure, type Items, itemsOf, type Observation } from "./observation.ts";
import { same } from "./same.ts";

/** What a source says of one collection at one moment. */
export type Reading = { [C in CollectionName]: ReadingOf<C> }[CollectionName];

interface ReadingOf<C extends CollectionName> {
  readonly collection: C;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly said: Said<C>;
}

type Said<C extends CollectionName> =
  /** Everything there is, read in full. */
  | { readonly kind: "all"; readonly items: Items<C> }
  /** What changed since the last reading; `null` where an item went away. */
  | { readonly kind: "some"; readonly items: ReadonlyMap<string, Item<C> | null> }
  /** Nothing changed, and the source is known to be alive. */
  | { readonly kind: "current" }
  /** It could not be read: the last good items stand. */
  | { readonly kind: "failed"; readonly failure: Failure };

/** The change that a reading makes to what was known. */
export function changeOf(observation: Observation, reading: Reading): Change {
  const { collection, at, said } = reading;
  const moment = Math.max(at, observation.at);
  if (said.kind === "failed") {
    const failures = same(observation.failures[collection], said.failure) ? {} : { [collection]: said.failure };
    return { at: moment, items: {}, failures, readAt: {} };
  }
  const before = observation.items[collection] as Items | undefined;
  const changed =
    said.kind === "all"
      ? compareItems<Item>(before, said.items)
      : said.kind === "some"
        ? differing(itemsOf(observation, collection), said.items)
        : new Map<string, Item | null>();
  const appeared = before === undefined && said.kind !== "current";
  return {
    at: moment,
    items: changed.size > 0 || appeared ? { [collection]: changed } : {},
    failures: observation.failures[collection] ? { [collection]: null } : {},
    readAt: observation.readAt[collection] === at ? {} : { [collection]: at },
  };
}

function differing(before: Items, items: ReadonlyMap<string, Item | null>): Map<string, Item | null> {
  const known = new Map<string, Item>();
  const after = new Map<string, Item>();
  for (const [id, item] of items) {
    const old = before.get(id);
    if (old !== undefined) known.set(id, old);
    if (item !== null) after.set(id, item);
  }
  return compareItems(known, after);
}
