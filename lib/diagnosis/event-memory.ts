import type { Item } from "../recording/collections.ts";

type Event = Item<"events">;

/** Those that Kubernetes no longer has, as JSON: those it has are read again. */
export type RememberedEvents = readonly (readonly [string, Event])[];

const mostPerObject = 40;
/** Of those that Kubernetes no longer has. */
const mostGone = 20_000;

/** Events by object and by reason, also those that Kubernetes has forgotten. */
export class EventMemory {
  readonly #events: Map<string, Event>;
  /** Events that Kubernetes no longer has, the longest gone first. */
  readonly #gone: Set<string>;
  /** By kind, name and namespace: made into one key they would be looked up slowly, and are, for every pod. */
  readonly #byObject = new Map<string, Map<string, Map<string, Set<string>>>>();
  readonly #byReason = new Map<string, Set<string>>();

  constructor(known: RememberedEvents = []) {
    this.#events = new Map(known);
    this.#gone = new Set(this.#events.keys());
    for (const [id, event] of this.#events) this.#index(id, event);
  }

  /** Kubernetes forgets events after an hour: what it no longer has is kept. */
  take(changed: ReadonlyMap<string, Event | null>): void {
    for (const [id, event] of changed) {
      if (event === null) {
        this.#letGo(id);
        continue;
      }
      this.#forget(id);
      this.#events.set(id, event);
      const about = this.#index(id, event);
      if (about.size > mostPerObject) this.#forget(this.#oldest(about));
    }
  }

  about(kind: string, namespace: string | null, name: string): readonly Event[] {
    return this.#sorted(this.#byObject.get(kind)?.get(name)?.get(placeOf(kind, namespace)));
  }

  of(reason: string): readonly Event[] {
    return this.#sorted(this.#byReason.get(reason));
  }

  /** Forgets what is older than a moment. */
  prune(before: number): void {
    for (const [id, event] of this.#events) if (timeOf(event) < before) this.#forget(id);
  }

  toJSON(): RememberedEvents {
    return [...this.#gone].flatMap((id) => {
      const event = this.#events.get(id);
      return event === undefined ? [] : [[id, event] as const];
    });
  }

  #index(id: string, { about, namespace, reason }: Event): Set<string> {
    if (reason !== undefined) setOf(this.#byReason, reason).add(id);
    const byName = entryOf(this.#byObject, about.kind, () => new Map<string, Map<string, Set<string>>>());
    const byNamespace = entryOf(byName, about.name, () => new Map<string, Set<string>>());
    return setOf(byNamespace, placeOf(about.kind, about.namespace ?? namespace)).add(id);
  }

  #letGo(id: string): void {
    if (this.#events.has(id)) this.#gone.add(id);
    const [longest] = this.#gone;
    if (this.#gone.size > mostGone && longest !== undefined) this.#forget(longest);
  }

  #forget(id: string): void {
    const event = this.#events.get(id);
    if (event === undefined) return;
    this.#events.delete(id);
    this.#gone.delete(id);
    const { about, namespace, reason } = event;
    if (reason !== undefined) discard(this.#byReason, reason, id);
    const byName = this.#byObject.get(about.kind);
    const byNamespace = byName?.get(about.name);
    if (byNamespace === undefined) return;
    discard(byNamespace, placeOf(about.kind, about.namespace ?? namespace), id);
    if (byNamespace.size === 0) byName?.delete(about.name);
  }

  #oldest(ids: ReadonlySet<string>): string {
    return [...ids].reduce((a, b) => (timeOf(this.#events.get(a)) <= timeOf(this.#events.get(b)) ? a : b));
  }

  #sorted(ids: ReadonlySet<string> | undefined): readonly Event[] {
    if (ids === undefined) return nothing;
    return [...ids]
      .flatMap((id) => this.#events.get(id) ?? [])
      .sort((a, b) => timeOf(a) - timeOf(b) || (a.name < b.name ? -1 : 1));
  }
}

const nothing: readonly never[] = [];

/** Events about what has no namespace lie in `default`, or in none. */
function placeOf(kind: string, namespace: string | null): string {
  return clusterScoped.has(kind) ? "" : (namespace ?? "default");
}

const clusterScoped: ReadonlySet<string> = new Set(["Node", "CNINode"]);

function timeOf(event: Event | undefined): number {
  return event?.lastAt ?? event?.firstAt ?? 0;
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
  return entryOf(sets, key, () => new Set<string>());
}

function discard(sets: Map<string, Set<string>>, key: string, id: string): void {
  const known = sets.get(key);
  known?.delete(id);
  if (known?.size === 0) sets.delete(key);
}
