import type { CollectionName } from "../recording/collections.ts";

/** What a rule, or a shared thing, looked at as a whole: when it changes, the rule is asked again about everything. */
export class Looks {
  readonly collections = new Set<CollectionName>();
  /** Collections of which it asked only whether they were ever read, or whether they fail. */
  readonly readiness = new Set<CollectionName>();
  readonly shared = new Set<string>();

  isTouchedBy({ changed, appeared }: Touched, different: ReadonlySet<string>): boolean {
    return (
      intersects(this.collections, changed) ||
      intersects(this.readiness, appeared) ||
      intersects(this.shared, different)
    );
  }
}

/** Where a single thing is looked up: a collection, or the resources. */
export type Shelf = CollectionName | "resources";

/** Single items and resources that a unit looked at beyond its own host, and the first moment at which time alone may change what is said of it. */
export class UnitLooks {
  readonly items = new Map<Shelf, Set<string>>();
  dueAt = Number.POSITIVE_INFINITY;

  add(shelf: Shelf, id: string): void {
    const known = this.items.get(shelf);
    if (known === undefined) this.items.set(shelf, new Set([id]));
    else known.add(id);
  }
}

/** What one change touches. */
export interface Touched {
  readonly changed: ReadonlySet<CollectionName>;
  /** Read for the first time, or not known any more; or they fail since now, or no longer. */
  readonly appeared: ReadonlySet<CollectionName>;
  /** The single things that changed or went, by where they are looked up. */
  readonly ids: ReadonlyMap<Shelf, Iterable<string>>;
}

/** Which units looked at a thing. */
export class Watchers {
  readonly #units = new Map<Shelf, Map<string, Set<string>>>();

  add(unit: string, { items }: UnitLooks): void {
    for (const [shelf, ids] of items) {
      const byId = this.#units.get(shelf) ?? new Map<string, Set<string>>();
      this.#units.set(shelf, byId);
      for (const id of ids) byId.set(id, (byId.get(id) ?? new Set()).add(unit));
    }
  }

  delete(unit: string, { items }: UnitLooks): void {
    for (const [shelf, ids] of items) {
      const byId = this.#units.get(shelf);
      for (const id of ids) {
        const units = byId?.get(id);
        units?.delete(unit);
        if (units?.size === 0) byId?.delete(id);
      }
    }
  }

  /** Who looked at something that was touched. */
  among({ ids }: Touched): Set<string> {
    const found = new Set<string>();
    for (const [shelf, touched] of ids) {
      const byId = this.#units.get(shelf);
      if (byId === undefined || byId.size === 0) continue;
      for (const id of touched) for (const unit of byId.get(id) ?? []) found.add(unit);
    }
    return found;
  }
}

export function intersects<T>(some: ReadonlySet<T>, others: ReadonlySet<T>): boolean {
  const [few, many] = some.size < others.size ? [some, others] : [others, some];
  for (const one of few) if (many.has(one)) return true;
  return false;
}
