import type { Resource } from "../topology/resources.ts";
import { type Column, withRoom } from "./column.ts";
import { type IpRange, overlap, parseRange } from "./ip-range.ts";

/** Words of 16 bits in the longest address. */
const width = 8;

/** The addresses of every row as numbers. Rows with several, few as they are, keep them as ranges. */
export class AddressColumn implements Column {
  readonly #read: (resource: Resource) => readonly (string | number)[];
  /** Bits of the row's one address; 0 = none here. */
  #bits: Uint8Array = new Uint8Array(0);
  #words: Uint16Array = new Uint16Array(0);
  readonly #several = new Map<number, readonly IpRange[]>();

  constructor(read: (resource: Resource) => readonly (string | number)[]) {
    this.#read = read;
  }

  put(row: number, resource: Resource | undefined): void {
    this.#bits = withRoom(this.#bits, row);
    this.#words = withRoom(this.#words, row, width);
    this.#bits[row] = 0;
    this.#several.delete(row);
    const values = resource === undefined ? [] : this.#read(resource);
    if (values.length === 0) return;
    const ranges = values.map((value) => parseRange(String(value))).filter((range) => range !== null);
    const [only, second] = ranges;
    if (second !== undefined || (only !== undefined && only.length !== only.words.length * 16)) {
      this.#several.set(row, ranges);
    } else if (only !== undefined) {
      this.#bits[row] = only.length;
      this.#words.set(only.words, row * width);
    }
  }

  /** Sets a bit for every row that has an address in common with a range. */
  mark(bits: Uint8Array, range: IpRange): void {
    const family = range.words.length * 16;
    const length = Math.min(bits.length, this.#bits.length);
    for (let row = 0; row < length; row += 1) {
      if (this.#bits[row] === family && this.#isIn(row * width, range)) bits[row] = 1;
    }
    for (const [row, ranges] of this.#several) if (ranges.some((one) => overlap(one, range))) bits[row] = 1;
  }

  #isIn(start: number, { words, length }: IpRange): boolean {
    for (let index = 0, left = length; left > 0; index += 1, left -= 16) {
      const shift = left < 16 ? 16 - left : 0;
      if ((this.#words[start + index] as number) >> shift !== (words[index] as number) >> shift) return false;
    }
    return true;
  }
}
