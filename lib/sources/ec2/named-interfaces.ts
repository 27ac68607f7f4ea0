import type { Item } from "../../recording/collections.ts";

type NetworkInterface = Item<"interfaces">;

/** EC2 takes at most 200 values in one filter: one call. */
const mostAtOnce = 200;
const firstRetry = 2_000;
const longestRetry = 60_000;

/**
 * ENIs that pods name before a sweep has seen them: read by id, and kept until a sweep has them. What EC2 does not know yet is asked
 * for again at growing distances; what no sweep will ever have (an ENI without the cluster's tags) is read again as often as a sweep is.
 */
export class NamedInterfaces {
  readonly #every: number;
  readonly #found = new Map<string, { readonly item: NetworkInterface; readonly at: number }>();
  readonly #missing = new Map<string, { readonly count: number; readonly due: number }>();

  /** `every`: milliseconds between two sweeps. */
  constructor(every: number) {
    this.#every = every;
  }

  /** The ids worth a call now. `named`: those that nothing is known of. */
  due(named: Iterable<string>, now: number): string[] {
    const wanted = new Set([...named].filter((id) => /^eni-[0-9a-f]+$/.test(id)));
    for (const id of this.#missing.keys()) if (!wanted.has(id)) this.#missing.delete(id);
    const unknown = [...wanted].filter((id) => !this.#found.has(id) && (this.#missing.get(id)?.due ?? 0) <= now);
    const old = [...this.#found].flatMap(([id, { at }]) => (now - at >= this.#every ? [id] : []));
    return [...unknown, ...old].slice(0, mostAtOnce);
  }

  /** Takes in an answer, and tells what it changes: `null` for what is gone. */
  answered(ids: readonly string[], items: ReadonlyMap<string, NetworkInterface>, at: number) {
    const news = new Map<string, NetworkInterface | null>();
    for (const id of ids) {
      const item = items.get(id);
      if (item) {
        news.set(id, item);
        this.#found.set(id, { item, at });
        this.#missing.delete(id);
        continue;
      }
      if (this.#found.delete(id)) news.set(id, null);
      const count = (this.#missing.get(id)?.count ?? 0) + 1;
      this.#missing.set(id, { count, due: at + Math.min(longestRetry, firstRetry * 2 ** (count - 1)) });
    }
    return news;
  }

  /** What a sweep has is its own from then on. */
  swept(items: ReadonlyMap<string, unknown>): void {
    for (const id of this.#found.keys()) if (items.has(id)) this.#found.delete(id);
  }

  *items(): Iterable<[string, NetworkInterface]> {
    for (const [id, { item }] of this.#found) yield [id, item];
  }
}
