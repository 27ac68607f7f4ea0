import type { Resource } from "../topology/resources.ts";
import { type Column, withRoom } from "./column.ts";
import type { Value } from "./value-types.ts";

interface Entry {
  readonly values: readonly Value[];
  rows: number;
}

/** Values of every row, each distinct list once: what holds for the list then holds for its rows at the cost of a number each. */
export class DistinctColumn implements Column {
  readonly #read: (resource: Resource) => readonly Value[];
  /** Code 0 = no value. */
  readonly #entries: Entry[] = [{ values: [], rows: 0 }];
  readonly #codes = new Map<string, number>();
  #codeOf: Int32Array = new Int32Array(0);

  constructor(read: (resource: Resource) => readonly Value[]) {
    this.#read = read;
  }

  put(row: number, resource: Resource | undefined): void {
    this.#codeOf = withRoom(this.#codeOf, row);
    const values = resource === undefined ? [] : this.#read(resource);
    const code = values.length === 0 ? 0 : this.#codeFor(values);
    const before = this.#codeOf[row] as number;
    if (before === code) return;
    if (before !== 0) this.#entry(before).rows -= 1;
    if (code !== 0) this.#entry(code).rows += 1;
    this.#codeOf[row] = code;
  }

  /** Sets a bit for every row whose values hold. */
  mark(bits: Uint8Array, holds: (values: readonly Value[]) => boolean): void {
    const marked = new Uint8Array(this.#entries.length);
    let isAny = false;
    for (let code = 1; code < marked.length; code += 1) {
      const { values, rows } = this.#entry(code);
      if (rows === 0 || !holds(values)) continue;
      marked[code] = 1;
      isAny = true;
    }
    if (!isAny) return;
    const codes = this.#codeOf;
    const length = Math.min(bits.length, codes.length);
    for (let row = 0; row < length; row += 1) if (marked[codes[row] as number] === 1) bits[row] = 1;
  }

  /** The lists of values that rows have now, and how many rows have each. */
  *counts(): Generator<Readonly<Entry>> {
    for (const entry of this.#entries) if (entry.rows > 0) yield entry;
  }

  #codeFor(values: readonly Value[]): number {
    const key = values.length === 1 ? String(values[0]) : values.join("\n");
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    this.#codes.set(key, this.#entries.length);
    return this.#entries.push({ values, rows: 0 }) - 1;
  }

  #entry(code: number): Entry {
    return this.#entries[code] as Entry;
  }
}
