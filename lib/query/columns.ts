import type { Resource } from "../topology/resources.ts";
import { AddressColumn } from "./address-column.ts";
import type { Column } from "./column.ts";
import { DistinctColumn } from "./distinct-column.ts";
import { type Field, ownValues } from "./field.ts";
import { fieldNames, fieldOf, fields } from "./fields.ts";
import { LinkColumn } from "./link-column.ts";
import { type LinkName, linkedIds, linkNames, sharedLinks } from "./links.ts";
import { Rows } from "./rows.ts";
import { TextColumn } from "./text-column.ts";
import type { Value } from "./value-types.ts";

/** Resources in rows, and what searches read from them, each thing read when it is first needed. A set of rows is a bit, in a byte, for each. */
export class Columns {
  readonly #rows: Rows;
  readonly #texts = new TextColumn();
  readonly #columns = new Map<string | Field, Column>();

  constructor(resources: Iterable<Resource>) {
    this.#rows = new Rows(resources);
  }

  get rows(): Rows {
    return this.#rows.loaded();
  }

  update(changed: readonly Resource[], removed: readonly string[]): void {
    const rows = this.rows;
    for (const id of removed) {
      const row = rows.remove(id);
      if (row !== undefined) this.#put(row, undefined);
    }
    for (const resource of changed) this.#put(rows.put(resource), resource);
  }

  /** Reads everything there is to read, with pauses. */
  *prepare(): Generator<void> {
    yield* this.#rows.load();
    yield* this.#texts.write(this.#rows.all);
    const few = fieldNames.map(fieldOf).filter((field) => field.few);
    const inWords = few.filter((field) => field.inWords);
    for (const field of [...inWords, ...few]) yield* this.#filling(field, () => ownColumn(field));
    for (const link of linkNames) yield* this.#filling(link, () => this.#linkColumn(link));
    yield* this.#filling("addresses", addressColumn);
  }

  none(): Uint8Array {
    return new Uint8Array(this.rows.all.length);
  }

  texts(wanted: Parameters<TextColumn["mark"]>[2]): Uint8Array {
    const bits = this.none();
    this.#texts.mark(bits, this.rows.all, wanted);
    return bits;
  }

  /** What resources themselves state in a field with few distinct values. */
  own(field: Field): DistinctColumn {
    return this.#filled(field, () => ownColumn(field));
  }

  addresses(): AddressColumn {
    return this.#filled("addresses", addressColumn);
  }

  /** Adds what is linked with something in the set. */
  follow(bits: Uint8Array, link: LinkName): void {
    const column = this.#filled(link, () => this.#linkColumn(link));
    if (column instanceof LinkColumn) column.follow(bits);
    else column.mark(bits, (ids) => ids.some((id) => bits[this.rows.of(id as string) ?? -1] === 1));
  }

  #linkColumn(link: LinkName): DistinctColumn | LinkColumn {
    return sharedLinks.includes(link)
      ? new DistinctColumn((resource) => linkedIds(link, resource))
      : new LinkColumn(link, (id) => this.#rows.reserve(id));
  }

  #put(row: number, resource: Resource | undefined): void {
    this.#texts.forget(row);
    for (const column of this.#columns.values()) column.put(row, resource);
  }

  #filled<C extends Column>(key: string | Field, make: () => C): C {
    this.#rows.loaded();
    const filling = this.#filling(key, make);
    while (!filling.next().done);
    return this.#columns.get(key) as C;
  }

  /** Makes a column, with pauses; when rows changed meanwhile, what was read is thrown away. */
  *#filling(key: string | Field, make: () => Column): Generator<void> {
    if (this.#columns.has(key)) return;
    const column = make();
    const { all, version } = this.#rows;
    for (let row = 0; row < all.length; row += 1) {
      const resource = all[row];
      if (resource !== undefined) column.put(row, resource);
      if (row % rowsPerStep !== rowsPerStep - 1) continue;
      yield;
      if (this.#rows.version !== version || this.#columns.has(key)) return;
    }
    this.#columns.set(key, column);
  }
}

const rowsPerStep = 8_192;

function ownColumn(field: Field): DistinctColumn {
  return new DistinctColumn((resource): readonly Value[] => ownValues(field, resource));
}

function addressColumn(): AddressColumn {
  return new AddressColumn((resource) => ownValues(fields.ip, resource));
}
