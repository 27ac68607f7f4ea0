import { type Change, entries } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import { origins } from "../recording/origins.ts";
import type { Evidence } from "./life.ts";
import type { Sight } from "./marks.ts";

/** Where in the past one stands while its changes go by: what was read, and when the reading before was. */
export class Past {
  #at = 0;
  #since: number | null = null;
  readonly #read = new Map<CollectionName, number>();
  readonly #readBefore = new Map<CollectionName, number>();
  readonly #filled: Readonly<Record<string, string>>;

  constructor(filled: Readonly<Record<string, string>> = {}) {
    this.#filled = filled;
  }

  get at(): number {
    return this.#at;
  }

  get since(): number {
    return this.#since ?? 0;
  }

  wasRead = (collection: CollectionName): boolean => this.#read.has(collection);

  /** To be called with each change, before what it brings is looked at. */
  advance({ at, items, readAt }: Change): void {
    this.#readBefore.clear();
    for (const collection of touched(items, readAt)) {
      const before = this.#read.get(collection);
      if (before !== undefined) this.#readBefore.set(collection, before);
      this.#read.set(collection, readAt[collection] ?? at);
    }
    this.#since ??= at;
    this.#at = at;
  }

  /** Something of a collection that this change shows first. */
  seen(collection: CollectionName): Sight {
    const at = this.#read.get(collection) ?? this.#at;
    return { at, notBefore: this.#readBefore.get(collection) ?? null, isStated: false };
  }

  evidence(collection: CollectionName, id: string, field: string, value: string | number, at = this.#at): Evidence {
    const filled = this.#filled[`${collection}/${id}/${field.split(".")[0]}`];
    return {
      source: origins[collection].source,
      collection,
      id,
      field,
      value: String(value).slice(0, 500),
      at,
      ...(filled === undefined ? {} : { filled }),
    };
  }
}

export function stated(at: number): Sight {
  return { at, notBefore: null, isStated: true };
}

/** What a change brings of one collection. */
export function changedIn<C extends CollectionName>(
  { items }: Change,
  collection: C,
): ReadonlyMap<string, Item<C> | null> {
  return (items[collection] as ReadonlyMap<string, Item<C> | null> | null | undefined) ?? new Map();
}

function touched(items: Change["items"], readAt: Change["readAt"]): Set<CollectionName> {
  const names = new Set<CollectionName>();
  for (const [name, at] of entries<number | null>(readAt)) if (at !== null) names.add(name);
  for (const [name, changed] of entries<unknown>(items)) if (changed !== null) names.add(name);
  return names;
}
