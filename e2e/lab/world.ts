import { applyInPlace, type Change, compare, entries, type MutableObservation } from "../../lib/recording/change.ts";
import { type CollectionName, collectionNames, type Item } from "../../lib/recording/collections.ts";
import type { Items, Observation } from "../../lib/recording/observation.ts";
import { sortedIds } from "./sorted-ids.ts";

export interface WorldEvent {
  readonly version: number;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly collection: CollectionName;
  readonly id: string;
  /** The item after the event; for DELETED the last state it had. */
  readonly item: Item;
  /** What it was before; `null` for ADDED. */
  readonly before: Item | null;
}

/** One collection as it stood at one version: ids in the order that etcd keeps, and the items beside them. */
export interface Listing {
  readonly version: number;
  readonly ids: readonly string[];
  readonly items: readonly Item[];
}

/** What is true in the lab: an observation that changes, with the versions and events that a Kubernetes API keeps of it. */
export interface World {
  readonly observation: Observation;
  /** The version of the latest event: what a list answers as its resourceVersion. */
  readonly version: number;
  versionOf(collection: CollectionName, id: string): number;
  /** When an item was first seen here, epoch milliseconds; 0 for what was there from the start. */
  appearedAt(collection: CollectionName, id: string): number;
  idsOf(collection: CollectionName): readonly string[];
  listing(collection: CollectionName): Listing;
  /** The listing of an earlier version while it is kept; `null` once it is not. */
  listingAt(collection: CollectionName, version: number): Listing | null;
  /** Events after a version, oldest first; `null` when some of them are no longer kept. */
  since(collection: CollectionName, version: number): readonly WorldEvent[] | null;
  apply(change: Change): void;
  /** Makes the world equal to an observation. */
  become(observation: Observation): void;
  set<C extends CollectionName>(collection: C, id: string, item: Item<C> | null): void;
  /** Forgets every past event and listing, as etcd's compaction does. */
  compact(): void;
  onEvent(listener: (event: WorldEvent) => void): () => void;
}

export interface WorldOptions {
  readonly now?: () => number;
  /** Events kept per collection. */
  readonly window?: number;
}

const firstVersion = 1000;
const listingsKept = 4;

export function createWorld(initial: Observation, { now = Date.now, window = 10_000 }: WorldOptions = {}): World {
  const current = copyOf(initial);
  const listeners = new Set<(event: WorldEvent) => void>();
  const versions = new Map<string, number>();
  const appeared = new Map<string, number>();
  const logs = new Map<CollectionName, WorldEvent[]>();
  const oldest = new Map<CollectionName, number>();
  const sorted = new Map<CollectionName, ReturnType<typeof sortedIds>>();
  const listings = new Map<CollectionName, Listing[]>();
  let version = firstVersion;

  const itemsIn = (collection: CollectionName) => current.items[collection] as Items | undefined;

  function idsOf(collection: CollectionName) {
    const ids = sorted.get(collection) ?? sortedIds();
    sorted.set(collection, ids);
    return ids.of(itemsIn(collection));
  }

  function listing(collection: CollectionName): Listing {
    const kept = listings.get(collection) ?? [];
    const latest = kept[0];
    if (latest && latest.version === version) return latest;
    const ids = idsOf(collection).slice();
    const items = itemsIn(collection);
    const taken = { version, ids, items: ids.map((id) => items?.get(id) as Item) };
    listings.set(collection, [taken, ...kept].slice(0, listingsKept));
    return taken;
  }

  function note(event: WorldEvent) {
    const key = `${event.collection}\n${event.id}`;
    if (event.type === "DELETED") {
      versions.delete(key);
      appeared.delete(key);
    } else {
      versions.set(key, event.version);
      if (event.type === "ADDED") appeared.set(key, now());
    }
    const log = logs.get(event.collection) ?? [];
    if (log.length === 0) logs.set(event.collection, log);
    log.push(event);
    if (log.length > 2 * window) {
      const dropped = log.splice(0, log.length - window);
      oldest.set(event.collection, dropped.at(-1)?.version ?? firstVersion);
    }
  }

  function apply(change: Change) {
    const events = eventsOf(current, change, version);
    applyInPlace(current, change);
    for (const event of events) {
      version = event.version;
      if (event.type !== "MODIFIED") sorted.get(event.collection)?.note(event.id, event.type === "ADDED");
      note(event);
    }
    for (const event of events) for (const listener of listeners) listener(event);
  }

  return {
    observation: current,
    get version() {
      return version;
    },
    versionOf: (collection, id) => versions.get(`${collection}\n${id}`) ?? firstVersion,
    appearedAt: (collection, id) => appeared.get(`${collection}\n${id}`) ?? 0,
    idsOf,
    listing,
    listingAt: (collection, at) => listings.get(collection)?.find((kept) => kept.version === at) ?? null,
    since(collection, after) {
      if (after < (oldest.get(collection) ?? 0)) return null;
      const log = logs.get(collection) ?? [];
      let from = log.length;
      while (from > 0 && (log[from - 1]?.version ?? 0) > after) from--;
      return log.slice(from);
    },
    apply,
    become: (observation) => apply(compare(current, { ...observation, failures: {}, readAt: {} })),
    set: (collection, id, item) =>
      apply({ at: now(), items: { [collection]: new Map([[id, item]]) }, failures: {}, readAt: {} }),
    compact() {
      version++;
      logs.clear();
      listings.clear();
      for (const collection of collectionNames) oldest.set(collection, version);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function copyOf(observation: Observation): MutableObservation {
  const items: Record<string, Items> = {};
  for (const [collection, known] of entries<Items>(observation.items)) items[collection] = new Map(known);
  return { at: observation.at, items: items as Observation["items"], failures: {}, readAt: {} };
}

function eventsOf(before: Observation, change: Change, from: number): WorldEvent[] {
  const events: WorldEvent[] = [];
  let version = from;
  for (const [collection, changed] of entries<ReadonlyMap<string, Item | null> | null>(change.items)) {
    const known = before.items[collection] as Items | undefined;
    const pairs = changed ?? [...(known?.keys() ?? [])].map((id) => [id, null] as const);
    for (const [id, item] of pairs) {
      const old = known?.get(id);
      if (item === null) {
        if (old) events.push({ version: ++version, type: "DELETED", collection, id, item: old, before: old });
      } else {
        const type = old ? "MODIFIED" : "ADDED";
        events.push({ version: ++version, type, collection, id, item, before: old ?? null });
      }
    }
  }
  return events;
}
