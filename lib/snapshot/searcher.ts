import { kinds } from "../query/field.ts";
import type { SearchedFinding } from "../query/finding.ts";
import type { Query } from "../query/query.ts";
import { type Matches, SearchIndex } from "../query/search-index.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { HostMatches } from "./host-matches.ts";
import type { Overview } from "./overview.ts";

/** Searches a topology that goes on changing. The index is made at the first search and follows at the next one: nothing is done while nobody searches. */
export class Searcher {
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #overview: Overview;
  readonly #slots = new Map<string, HostSlots>();
  readonly #stale = new Set<string>();
  #index: SearchIndex | null = null;

  /** `resources`: those of the topology, which grow in place; `overview`: theirs. */
  constructor(resources: ReadonlyMap<string, Resource>, overview: Overview) {
    this.#resources = resources;
    this.#overview = overview;
    overview.follow(({ changed, removed }, hosts) => {
      for (const host of hosts) this.#slots.delete(host);
      if (this.#index === null) return;
      for (const { id } of changed) this.#stale.add(id);
      for (const id of removed) this.#stale.add(id);
    });
  }

  /** The index as of now. `at`: the moment that ages are counted from, epoch milliseconds. */
  index(at: number): SearchIndex {
    this.#index ??= new SearchIndex({ at, resources: this.#resources.values() });
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

  /** Reads ahead what searches will need, some milliseconds at a time. */
  *prepare(at: number): Generator<void> {
    yield* this.index(at).prepare();
    for (const host of this.#overview.hostIds()) {
      if (this.#slots.has(host)) continue;
      this.#slotsOf(host);
      if (this.#slots.size % 100 === 0) yield;
    }
  }

  /** What matches on each instance, by the order of its slots. */
  onHosts(matches: Matches): Map<string, HostMatches> {
    const matched = new Map<string, { own: number; guests: boolean }>();
    const at = (host: string) => {
      const known = matched.get(host) ?? { own: 0, guests: false };
      matched.set(host, known);
      return known;
    };
    for (const id of matches.ids()) {
      const host = this.#overview.hostOf(id);
      if (host !== undefined) at(host).own += 1;
      const resource = this.#resources.get(id);
      if (resource?.kind !== "pod") continue;
      for (const branch of resource.branchIds) {
        const carrier = this.#overview.hostOf(branch);
        if (carrier !== undefined && carrier !== host) at(carrier).guests = true;
      }
    }
    const found = new Map<string, HostMatches>();
    for (const [host, { own }] of matched) {
      const { ids, cells, isOwn } = this.#slotsOf(host);
      if (ids.length === 0 && own === 0) continue;
      const lit = new Set<number>();
      let inSlots = 0;
      for (const [index, id] of ids.entries()) {
        if (!matches.has(id)) continue;
        lit.add(cells[index] as number);
        if (isOwn[index] === 1) inSlots += 1;
      }
      found.set(host, { self: own > inSlots, cells: lit });
    }
    return found;
  }

  #slotsOf(host: string): HostSlots {
    const known = this.#slots.get(host);
    if (known) return known;
    const ids: string[] = [];
    const cells: number[] = [];
    let cell = 0;
    for (const { slots } of this.#overview.cardOf(host)?.enis ?? []) {
      for (const { branch, pods } of slots ?? []) {
        for (const one of branch ? [branch, ...pods] : pods) {
          ids.push(one.id);
          cells.push(cell);
        }
        cell += 1;
      }
    }
    const made = {
      ids,
      cells: Uint16Array.from(cells),
      isOwn: Uint8Array.from(ids, (id) => Number(this.#overview.hostOf(id) === host)),
    };
    this.#slots.set(host, made);
    return made;
  }
}

/** What holds the slots of one instance, and which; pods of other instances are not its own. */
interface HostSlots {
  readonly ids: readonly string[];
  readonly cells: Uint16Array;
  readonly isOwn: Uint8Array;
}

/** Ids in the order in which matches are gone through: by kind, then by id. `count` of them, from the `from`-th on. */
export function inOrder(
  ids: Iterable<string>,
  kindOf: (id: string) => ResourceKind | undefined,
  { from, count }: { readonly from: number; readonly count: number },
): string[] {
  const byKind = new Map<ResourceKind, string[]>(kinds.map((kind) => [kind, []]));
  for (const id of ids) {
    const kind = kindOf(id);
    if (kind !== undefined) byKind.get(kind)?.push(id);
  }
  const found: string[] = [];
  let skipped = 0;
  for (const list of byKind.values()) {
    const [first, last] = [Math.max(0, from - skipped), from + count - skipped];
    if (first < list.length && last > 0) found.push(...least(list, last).slice(first));
    skipped += list.length;
  }
  return found;
}

/** The `count` least of a list in order, without putting the rest in order. */
function least(list: string[], count: number): string[] {
  if (count >= list.length / 8) return list.sort().slice(0, count);
  const kept: string[] = [];
  for (const one of list) {
    if (kept.length === count && one >= (kept.at(-1) as string)) continue;
    let low = 0;
    for (let high = kept.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((kept[middle] as string) < one) low = middle + 1;
      else high = middle;
    }
    kept.splice(low, 0, one);
    if (kept.length > count) kept.pop();
  }
  return kept;
}
