/** A map from a key to several values, lean where there is mostly one: indexes over 150,000 IPs live in it. */
export class MultiMap<V extends string> {
  readonly #values = new Map<string, V | Set<V>>();

  add(key: string, value: V): void {
    const known = this.#values.get(key);
    if (known === undefined) this.#values.set(key, value);
    else if (known instanceof Set) known.add(value);
    else if (known !== value) this.#values.set(key, new Set([known, value]));
  }

  delete(key: string, value: V): void {
    const known = this.#values.get(key);
    if (known === value) this.#values.delete(key);
    else if (known instanceof Set && known.delete(value) && known.size === 0) this.#values.delete(key);
  }

  get(key: string): Iterable<V> {
    const known = this.#values.get(key);
    return known === undefined ? [] : known instanceof Set ? known : [known];
  }

  /** The least value, so that the answer does not depend on the order of arrival. */
  first(key: string): V | undefined {
    let least: V | undefined;
    for (const value of this.get(key)) if (least === undefined || value < least) least = value;
    return least;
  }

  count(key: string): number {
    const known = this.#values.get(key);
    return known === undefined ? 0 : known instanceof Set ? known.size : 1;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  keys(): Iterable<string> {
    return this.#values.keys();
  }
}
