/** More values of one key than this are kept in a set. */
const most = 40;

/** A map from a key to several values, lean where there are few: indexes over 150,000 IPs live in it. */
export class MultiMap<V extends string, K extends string | number = string> {
  readonly #values = new Map<K, V | V[] | Set<V>>();

  add(key: K, value: V): void {
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, value);
    else if (known instanceof Set) known.add(value);
    else if (typeof known === "string") {
      if (known !== value) this.#values.set(key, [known, value]);
    } else if (!known.includes(value) && known.push(value) > most) this.#values.set(key, new Set(known));
  }

  delete(key: K, value: V): void {
    const known = this.#values.get(key);
    if (known === value) this.#values.delete(key);
    else if (known instanceof Set) {
      if (known.delete(value) && known.size === 0) this.#values.delete(key);
    } else if (typeof known === "object") {
      const at = known.indexOf(value);
      if (at >= 0) known.splice(at, 1);
      if (known.length === 0) this.#values.delete(key);
    }
  }

  get(key: K): Iterable<V> {
    const known = this.#values.get(key);
    return known === undefined ? nothing : typeof known === "string" ? [known] : known;
  }

  /** In order, so that the answer does not depend on the order of arrival. */
  sorted(key: K): readonly V[] {
    const known = this.#values.get(key);
    return known === undefined ? nothing : typeof known === "string" ? [known] : [...known].sort();
  }

  /** The least value. */
  first(key: K): V | undefined {
    return this.sorted(key)[0];
  }

  count(key: K): number {
    const known = this.#values.get(key);
    if (known === undefined) return 0;
    return typeof known === "string" ? 1 : known instanceof Set ? known.size : known.length;
  }

  has(key: K): boolean {
    return this.#values.has(key);
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  keys(): Iterable<K> {
    return this.#values.keys();
  }
}

const nothing: readonly never[] = [];
