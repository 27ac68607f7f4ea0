import type { Resource } from "../topology/resources.ts";

/** Resources by number. A resource keeps its number while it changes; the number of one that went is not given away. */
export class Rows {
  /** `undefined`: nothing has that number now. */
  readonly all: (Resource | undefined)[] = [];
  readonly #rowOf = new Map<string, number>();
  #size = 0;
  #version = 0;
  #gone = 0;
  #source: Iterator<Resource> | null;

  constructor(resources: Iterable<Resource>) {
    this.#source = resources[Symbol.iterator]();
  }

  get size(): number {
    return this.#size;
  }

  /** Moves with every `put` and `remove`. */
  get version(): number {
    return this.#version;
  }

  /** More has gone than is there: time to begin anew. */
  get isSparse(): boolean {
    return this.#gone > 1_000 && this.#gone > this.#size;
  }

  /** Takes in the resources given at first, with pauses. */
  *load(): Generator<void> {
    for (let count = 1; this.#source !== null; count += 1) {
      const next = this.#source?.next();
      if (next?.done !== false) this.#source = null;
      else this.#set(next.value);
      if (count % 8_192 === 0) yield;
    }
  }

  /** The same with all of them taken in. */
  loaded(): this {
    const loading = this.load();
    while (!loading.next().done);
    return this;
  }

  of(id: string): number | undefined {
    return this.#rowOf.get(id);
  }

  /** The number that an id has, or will have once something is known of it. */
  reserve(id: string): number {
    const known = this.#rowOf.get(id);
    if (known !== undefined) return known;
    const row = this.all.push(undefined) - 1;
    this.#rowOf.set(id, row);
    return row;
  }

  put(resource: Resource): number {
    this.#version += 1;
    return this.#set(resource);
  }

  remove(id: string): number | undefined {
    const row = this.#rowOf.get(id);
    if (row === undefined || this.all[row] === undefined) return undefined;
    this.#version += 1;
    this.#size -= 1;
    this.#gone += 1;
    this.all[row] = undefined;
    return row;
  }

  *resources(): Generator<Resource> {
    for (const resource of this.all) if (resource !== undefined) yield resource;
  }

  /** Ids of the rows whose bit is set. */
  idsOf(bits: Uint8Array): string[] {
    const ids: string[] = [];
    for (const [id, row] of this.#rowOf) if (bits[row] === 1) ids.push(id);
    return ids;
  }

  #set(resource: Resource): number {
    const row = this.reserve(resource.id);
    if (this.all[row] === undefined) this.#size += 1;
    this.all[row] = resource;
    return row;
  }
}
