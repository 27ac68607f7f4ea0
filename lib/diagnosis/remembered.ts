import { type Change, entries } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import type { Observation } from "../recording/observation.ts";
import { same } from "../recording/same.ts";
import type { ReadingCount, Readings } from "./claim-book.ts";
import { EventMemory, type RememberedEvents } from "./event-memory.ts";
import { ModeHistory, type ModeSight, type RememberedModes } from "./mode-history.ts";

type Policy = Item<"securityGroupPolicies">;
export interface Sight {
  readonly at: number;
  readonly exact: boolean;
}
export interface PolicyEdit {
  readonly at: number;
  readonly policy: Policy;
}

/** What is kept of moments gone by, as JSON. */
export interface Remembered {
  readonly startedAt: number | null;
  readonly events: RememberedEvents;
  readonly policyEdits: readonly (readonly [string, readonly PolicyEdit[]])[];
  /** When each collection was first read, and the items that came later. */
  readonly firstRead: readonly (readonly [string, number])[];
  readonly firstSeen: readonly (readonly [string, number])[];
  readonly modes: RememberedModes;
  /** How often each collection was read. */
  readonly readings: Readings;
  /** How many moments there were. */
  readonly moments: number;
}

const hour = 3_600_000;
const keepMs = 24 * hour;
const mostEdits = 20;

/** Pods state when they were made, and there are very many of them; what changes all the time is never new. */
const unseen: ReadonlySet<CollectionName> = new Set(["pods", "events", "endpointSlices", "leases"]);

/** What one observation does not say any more: events older than their hour, what policies were, and what was not there before. */
export class Memories {
  #startedAt: number | null;
  readonly #events: EventMemory;
  readonly #edits: Map<string, readonly PolicyEdit[]>;
  readonly #modes: ModeHistory;
  readonly #firstRead: Map<string, number>;
  readonly #firstSeen: Map<string, number>;
  /** Ids by collection, as far as first sights are kept of it. */
  readonly #there = new Map<CollectionName, Set<string>>();
  #isResumed: boolean;
  #moments: number;
  readonly #readings: { [C in CollectionName]?: number };
  #pruneAt = 0;

  constructor(known?: Remembered) {
    this.#isResumed = known !== undefined;
    this.#startedAt = known?.startedAt ?? null;
    this.#events = new EventMemory(known?.events);
    this.#edits = new Map(known?.policyEdits);
    this.#modes = new ModeHistory(known?.modes);
    this.#firstRead = new Map(known?.firstRead);
    this.#firstSeen = new Map(known?.firstSeen);
    this.#readings = { ...known?.readings };
    this.#moments = known?.moments ?? 0;
  }

  get startedAt(): number {
    return this.#startedAt ?? 0;
  }

  /** How often each collection was read so far. Where nobody says when that was, every moment counts as a reading. */
  readonly readings: ReadingCount = { of: (collection) => this.#readings[collection] ?? this.#moments };

  take(change: Change): void {
    this.#startedAt ??= change.at;
    // What is remembered was counted up to the very observation that a resumed history starts with.
    const isCounted = this.#isResumed;
    this.#isResumed = false;
    if (!isCounted) this.#moments++;
    for (const [collection, at] of entries<number | null>(change.readAt)) {
      if (at !== null && !isCounted) this.#readings[collection] = (this.#readings[collection] ?? 0) + 1;
    }
    for (const [collection, changed] of entries<ReadonlyMap<string, Item | null> | null>(change.items)) {
      if (changed === null) continue;
      if (collection === "events") this.#events.take(changed as ReadonlyMap<string, Item<"events"> | null>);
      if (collection === "securityGroupPolicies")
        this.#takePolicies(changed as ReadonlyMap<string, Policy | null>, change.at);
      if (collection === "pods") this.#modes.take(changed as ReadonlyMap<string, Item<"pods"> | null>);
      if (!unseen.has(collection)) this.#takeSights(collection, changed, change.at);
    }
    if (change.at >= this.#pruneAt) this.#prune(change.at);
  }

  firstSeen(collection: CollectionName, id: string, { items }: Observation): Sight | undefined {
    if (items[collection]?.has(id) !== true) return undefined;
    const exact = this.#firstSeen.get(`${collection}/${id}`);
    if (exact !== undefined) return { at: exact, exact: true };
    const at = this.#firstRead.get(collection);
    return at === undefined ? undefined : { at, exact: false };
  }

  eventsAbout(kind: string, namespace: string | null, name: string): readonly Item<"events">[] {
    return this.#events.about(kind, namespace, name);
  }

  eventsOf(reason: string): readonly Item<"events">[] {
    return this.#events.of(reason);
  }

  policyEdits(id: string): readonly PolicyEdit[] {
    return this.#edits.get(id) ?? [];
  }

  enforcingModes(nodeName: string): readonly ModeSight[] {
    return this.#modes.of(nodeName);
  }

  toJSON(): Remembered {
    return {
      startedAt: this.#startedAt,
      events: this.#events.toJSON(),
      policyEdits: [...this.#edits],
      modes: this.#modes.toJSON(),
      firstRead: [...this.#firstRead],
      firstSeen: [...this.#firstSeen],
      readings: { ...this.#readings },
      moments: this.#moments,
    };
  }

  #takePolicies(changed: ReadonlyMap<string, Policy | null>, at: number): void {
    for (const [id, policy] of changed) {
      if (policy === null) continue;
      const edits = this.#edits.get(id) ?? [];
      const last = edits.at(-1)?.policy;
      if (last === undefined || !same(specOf(last), specOf(policy))) {
        this.#edits.set(id, [...edits, { at, policy }].slice(-mostEdits));
      }
    }
  }

  #takeSights(collection: CollectionName, changed: ReadonlyMap<string, Item | null>, at: number): void {
    const there = this.#there.get(collection);
    if (there === undefined) {
      this.#there.set(collection, new Set(changed.keys()));
      if (!this.#firstRead.has(collection)) this.#firstRead.set(collection, at);
      return;
    }
    for (const [id, item] of changed) {
      if (item === null) {
        there.delete(id);
        this.#firstSeen.delete(`${collection}/${id}`);
      } else if (!there.has(id)) {
        there.add(id);
        this.#firstSeen.set(`${collection}/${id}`, at);
      }
    }
  }

  #prune(now: number): void {
    this.#pruneAt = now + hour;
    this.#events.prune(now - keepMs);
    const policies = this.#there.get("securityGroupPolicies");
    for (const [id, edits] of this.#edits) {
      if (policies?.has(id) !== true && (edits.at(-1)?.at ?? 0) < now - keepMs) this.#edits.delete(id);
    }
    const nodes = this.#there.get("nodes");
    if (nodes !== undefined) this.#modes.keep((name) => nodes.has(name));
  }
}

function specOf({ podSelector, serviceAccountSelector, groupIds }: Policy): unknown {
  return { podSelector, serviceAccountSelector, groupIds };
}
