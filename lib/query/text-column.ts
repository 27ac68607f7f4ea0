import type { Resource } from "../topology/resources.ts";
import { factsOf } from "./facts.ts";

const rowsPerPage = 256;

type Rows = readonly (Resource | undefined)[];

interface Wanted {
  /** Lower case, without line breaks; empty = any fact contains it. */
  readonly needle: string;
  /** `null` = containing the needle is enough. */
  readonly pattern: ((fact: string) => boolean) | null;
}

interface Page {
  readonly text: string;
  /** Where each row's text begins, and at the end, where the page ends. */
  readonly starts: Uint32Array;
}

/** The facts of all rows as a few long texts, lower case: searching those is quicker than searching a text per row. A page is written again when a row of it changed. */
export class TextColumn {
  readonly #pages: (Page | undefined)[] = [];

  forget(row: number): void {
    this.#pages[Math.floor(row / rowsPerPage)] = undefined;
  }

  /** Writes the pages that are missing, yielding after each. */
  *write(rows: Rows): Generator<void> {
    for (let index = 0; index * rowsPerPage < rows.length; index += 1) {
      if (this.#pages[index] !== undefined) continue;
      this.#page(index, rows);
      yield;
    }
  }

  /** Sets a bit for every row one of whose facts contains the needle; with a pattern, the fact must follow it too. */
  mark(bits: Uint8Array, rows: Rows, wanted: Wanted): void {
    for (let index = 0; index * rowsPerPage < rows.length; index += 1) {
      markPage(bits, index * rowsPerPage, this.#page(index, rows), wanted);
    }
  }

  #page(index: number, rows: Rows): Page {
    const page = this.#pages[index] ?? pageOf(rows.slice(index * rowsPerPage, (index + 1) * rowsPerPage));
    this.#pages[index] = page;
    return page;
  }
}

function pageOf(rows: Rows): Page {
  const starts = new Uint32Array(rows.length + 1);
  const texts: string[] = [];
  let length = 0;
  for (const [index, resource] of rows.entries()) {
    starts[index] = length;
    if (resource === undefined) continue;
    for (const fact of factsOf(resource)) {
      if (fact === undefined) continue;
      const text = fact.toLowerCase();
      texts.push(text);
      length += text.length + 1;
    }
  }
  starts[rows.length] = length;
  texts.push("");
  return { text: texts.join("\n"), starts };
}

function markPage(bits: Uint8Array, first: number, { text, starts }: Page, { needle, pattern }: Wanted): void {
  let row = 0;
  let found = text.indexOf(needle);
  while (found >= 0 && found < text.length - 1) {
    while ((starts[row + 1] as number) <= found) row += 1;
    const end = starts[row + 1] as number;
    if (
      pattern === null ||
      text
        .slice(starts[row], end - 1)
        .split("\n")
        .some(pattern)
    )
      bits[first + row] = 1;
    found = text.indexOf(needle, end);
  }
}
