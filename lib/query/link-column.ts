import type { Resource } from "../topology/resources.ts";
import { type Column, withRoom } from "./column.ts";
import { type LinkName, linkedIds } from "./links.ts";

/** For every row the rows it is linked with: mostly one. */
export class LinkColumn implements Column {
  readonly #link: LinkName;
  readonly #rowFor: (id: string) => number;
  /** Row + 1; 0 = none. */
  #first: Int32Array = new Int32Array(0);
  readonly #others = new Map<number, readonly number[]>();

  /** `rowFor` gives a row also to an id that nothing is known of yet. */
  constructor(link: LinkName, rowFor: (id: string) => number) {
    this.#link = link;
    this.#rowFor = rowFor;
  }

  put(row: number, resource: Resource | undefined): void {
    this.#first = withRoom(this.#first, row);
    this.#others.delete(row);
    const [first, ...others] = resource === undefined ? [] : linkedIds(this.#link, resource);
    this.#first[row] = first === undefined ? 0 : this.#rowFor(first) + 1;
    if (others.length > 0) this.#others.set(row, others.map(this.#rowFor));
  }

  /** Sets a bit for every row that is linked with a row whose bit is set. */
  follow(bits: Uint8Array): void {
    const first = this.#first;
    const length = Math.min(bits.length, first.length);
    for (let row = 0; row < length; row += 1) {
      const other = first[row] as number;
      if (other !== 0 && bits[other - 1] === 1) bits[row] = 1;
    }
    for (const [row, others] of this.#others) if (others.some((other) => bits[other] === 1)) bits[row] = 1;
  }
}
