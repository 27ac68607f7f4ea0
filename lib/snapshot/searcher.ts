import { kinds } from "../query/field.ts";
import type { SearchedFinding } from "../query/finding.ts";
import type { Query } from "../query/query.ts";
import { type Matches, SearchIndex } from "../query/search-index.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { HostMatchesWire } from "./host-matches.ts";
import type { Overview } from "./overview.ts";
import { Places } from "./places.ts";

/** Searches a topology that goes on changing. The index is made at the first search and follows at the next one: nothing is done while nobody searches. */
export class Searcher {
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #places: Places;
  readonly #stale = new Set<string>();
  #index: SearchIndex | null = null;

  /** `resources`: those of the topology, which grow in place; `overview`: theirs. */
  constructor(resources: ReadonlyMap<string, Resource>, overview: Overview) {
    this.#resources = resources;
    this.#places = new Places(overview);
    overview.follow(({ changed, removed }, hosts) => {
      this.#places.note(hosts);
      if (this.#index === null) return;
      for (const { id } of changed) this.#stale.add(id);
      for (const id of removed) this.#stale.add(id);
    });
  }

  /** The index as of now. `at`: the moment that ages are counted from, epoch milliseconds. */
  index(at: number): SearchIndex {
    this.#index ??= new SearchIndex({ at, resources: inOrder(this.#resources.values()) });
    this.#index.moveTo(at);
    if (this.#stale.size === 0) return this.#index;
    const changed: Resource[] = [];
    const removed: string[] = [];
    for (const id of this.#stale) {
      const resource = this.#resources.get(id);
      if (resource) changed.push(resource);
      else removed.push(id);
    }
    this.#stale.clear();
    this.#index.update({ head: { at }, changed, removed });
    return this.#index;
  }

  match(query: Query, at: number, findings: readonly SearchedFinding[]): Matches {
    return this.index(at).match(query, findings);
  }

  /** What matches on each instance, by the order of its slots. */
  onHosts(matches: Matches, at: number): HostMatchesWire {
    return this.#places.of(matches, this.index(at));
  }

  /** Reads ahead what searches will need, some milliseconds at a time. */
  *prepare(at: number): Generator<void> {
    yield* this.index(at).prepare();
    yield* this.#places.settle(this.index(at));
  }
}

/** Resources as they are gone through: by kind, then by id. */
export function inOrder(resources: Iterable<Resource>): Resource[] {
  const byKind = new Map<ResourceKind, Resource[]>(kinds.map((kind) => [kind, []]));
  for (const resource of resources) byKind.get(resource.kind)?.push(resource);
  return [...byKind.values()].flatMap((list) => list.sort(byId));
}

/** How many matches of each kind, and the ids of `count` of them from the `from`-th on: by kind, and within one as the index has them. */
export function gather(matches: Matches, { from, count }: { readonly from: number; readonly count: number }) {
  const byKind = new Map(kinds.map((kind) => [kind, { total: 0, ids: [] as string[] }]));
  matches.each(({ id, kind }) => {
    const list = byKind.get(kind);
    if (!list) return;
    list.total += 1;
    if (list.total <= from + count) list.ids.push(id);
  });
  const ids: string[] = [];
  let before = 0;
  for (const list of byKind.values()) {
    ids.push(...list.ids.slice(Math.max(0, from - before), Math.max(0, from + count - before)));
    before += list.total;
  }
  const counts = [...byKind].filter(([, { total }]) => total > 0).map(([kind, { total }]) => [kind, total]);
  return { ids, kinds: Object.fromEntries(counts) as Readonly<Partial<Record<ResourceKind, number>>> };
}

/** Ids are not repeated, so that one comparison does. */
function byId(a: Resource, b: Resource): number {
  return a.id < b.id ? -1 : 1;
}
