import type { Row } from "./shelf.ts";

const maxBytes = 64_000_000;

/** Rows that found no room on disk, in order, up to a bound. */
export class Overflow {
  readonly #rows: Row[] = [];
  #bytes = 0;

  /** False when there is no room here either. */
  add(row: Row): boolean {
    if (this.#bytes + row.body.length > maxBytes) return false;
    this.#bytes += row.body.length;
    this.#rows.push(row);
    return true;
  }

  oldest(): Row | undefined {
    return this.#rows[0];
  }

  drop(): void {
    this.#bytes -= this.#rows.shift()?.body.length ?? 0;
  }

  startsAt(seq: number): boolean {
    return this.#rows[0]?.seq === seq;
  }

  first(): number | null {
    return this.#rows[0]?.at ?? null;
  }

  rows(afterSeq: number, untilAt: number): Row[] {
    return this.#rows.filter(({ seq, at }) => seq > afterSeq && at <= untilAt);
  }

  rowsBetween(from: number, to: number): Row[] {
    return this.#rows.filter(({ at }) => at > from && at <= to);
  }

  moments(from: number, to: number) {
    return this.#rows.filter(({ at }) => at >= from && at <= to).map(({ at, changes }) => ({ at, changes }));
  }
}
