import type { Resource } from "../topology/resources.ts";
import { AddressColumn } from "./address-column.ts";
import type { Column } from "./column.ts";
import { compileComparison, compileWord, type FieldTest, type WordTest, wordFields } from "./compile.ts";
import { DistinctColumn } from "./distinct-column.ts";
import { type Field, fieldNames, fieldOf, fields, findingValues, kindsOf, ownValues } from "./fields.ts";
import type { SearchedFinding } from "./finding.ts";
import { LinkColumn } from "./link-column.ts";
import { type LinkName, linkedIds, linkNames, sharedLinks } from "./links.ts";
import type { Query } from "./query.ts";
import { Rows } from "./rows.ts";
import { TextColumn } from "./text-column.ts";
import type { Value } from "./value-types.ts";

/** A snapshot, or any part of it that can be searched. `at`: epoch milliseconds. */
export interface Searched {
  readonly at: number;
  readonly resources: Iterable<Resource>;
}

/** A patch of a snapshot. */
export interface SearchedPatch {
  readonly head: { readonly at: number };
  readonly changed: readonly Resource[];
  readonly removed: readonly string[];
}

/** What a query found at the moment it was asked. */
export interface Matches {
  readonly total: number;
  /** How many resources there were. */
  readonly of: number;
  has(id: string): boolean;
  ids(): string[];
}

/** A snapshot made ready for searching: 250,000 resources in milliseconds. Follows patches at the cost of what they change. */
export class SearchIndex {
  #at: number;
  #rows: Rows;
  #texts = new TextColumn();
  readonly #columns = new Map<string | Field, Column>();

  constructor({ at, resources }: Searched) {
    this.#at = at;
    this.#rows = new Rows(resources);
  }

  get size(): number {
    return this.#rows.loaded().size;
  }

  /** The moment that ages are counted from. */
  moveTo(at: number): void {
    this.#at = at;
  }

  update({ head, changed, removed }: SearchedPatch): void {
    this.#at = head.at;
    const rows = this.#rows.loaded();
    for (const id of removed) this.#put(rows.remove(id));
    for (const resource of changed) this.#put(rows.put(resource));
    if (!rows.isSparse) return;
    this.#rows = new Rows([...rows.resources()]);
    this.#texts = new TextColumn();
    this.#columns.clear();
  }

  /** Reads ahead what searches will need, some milliseconds at a time, for a page's idle moments. Searching works without it. */
  *prepare(): Generator<void> {
    yield* this.#rows.load();
    yield* this.#texts.write(this.#rows.all);
    const few = fieldNames.map(fieldOf).filter((field) => field.few);
    const first = few.filter((field) => field.inWords);
    for (const field of [...first, ...few]) yield* this.#filling(field, () => this.#distinct(field));
    for (const link of linkNames) yield* this.#filling(`follow ${link}`, () => this.#linkOf(link));
    yield* this.#filling("addresses", () => this.#addresses());
  }

  match(query: Query, findings: readonly SearchedFinding[] = []): Matches {
    const rows = this.#rows.loaded();
    const bits = this.#evaluate(query, findings);
    let total = 0;
    for (let row = 0; row < bits.length; row += 1) {
      if (rows.all[row] === undefined) bits[row] = 0;
      else total += bits[row] as number;
    }
    return {
      total,
      of: rows.size,
      has: (id) => bits[rows.of(id) ?? -1] === 1,
      ids: () => rows.idsOf(bits),
    };
  }

  /** The values that resources themselves state in a field with few of them, and how many state each. A name counts as its id does. */
  values(field: Field): Map<string, number> {
    const counts = new Map<string, number>();
    if (!field.few) return counts;
    for (const { values, rows } of this.#own(field).counts()) {
      for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + rows);
    }
    for (const [value, count] of [...counts]) {
      const named = this.#rows.all[this.#rows.of(value) ?? -1];
      if (named !== undefined && "name" in named && named.name) counts.set(named.name, count);
    }
    return counts;
  }

  #evaluate(query: Query, findings: readonly SearchedFinding[]): Uint8Array {
    switch (query.kind) {
      case "all":
        return this.#none().fill(1);
      case "word":
        return this.#withWord(compileWord(query.text), findings);
      case "field":
        return this.#withField(compileComparison(query), findings);
      case "not":
        return invert(this.#evaluate(query.part, findings));
      case "and":
        return query.parts.map((part) => this.#evaluate(part, findings)).reduce(intersect);
      case "or":
        return query.parts.map((part) => this.#evaluate(part, findings)).reduce(unite);
    }
  }

  #withWord({ needle, pattern, inText, spelled }: WordTest, findings: readonly SearchedFinding[]): Uint8Array {
    const bits = this.#none();
    this.#texts.mark(bits, this.#rows.all, { needle, pattern });
    for (const field of wordFields) {
      this.#own(field).mark(bits, (values) => values.some((value) => inText(String(value))));
    }
    return spelled.map((test) => this.#withField(test, findings)).reduce(unite, bits);
  }

  #withField(wanted: FieldTest, findings: readonly SearchedFinding[]): Uint8Array {
    const found = this.#withValue(wanted, findings);
    if (!wanted.negated) return found;
    return intersect(
      this.#withValue({ field: wanted.field, test: () => true, negated: false }, findings),
      invert(found),
    );
  }

  #withValue({ field, test, needle, range }: FieldTest, findings: readonly SearchedFinding[]): Uint8Array {
    const bits = this.#none();
    const holds = (values: readonly Value[]) => values.some((value) => test(value, this.#at));
    if (field.finding !== undefined)
      this.#markFindings(bits, findings, (finding) => holds(findingValues(field, finding)));
    else if (field.few) this.#own(field).mark(bits, holds);
    else if (range !== undefined && field === fields.ip) this.#addressColumn().mark(bits, range);
    else this.#markOwn(bits, field, { needle: field.inFacts ? needle : undefined, holds });
    for (const link of field.follow ?? []) this.#follow(bits, link);
    return bits;
  }

  #markFindings(
    bits: Uint8Array,
    findings: readonly SearchedFinding[],
    holds: (finding: SearchedFinding) => boolean,
  ): void {
    for (const finding of findings) {
      const row = this.#rows.of(finding.subject);
      if (row !== undefined && holds(finding)) bits[row] = 1;
    }
  }

  /** Reads the resources themselves, but only those of the field's kinds and, with a needle, those whose facts contain it. */
  #markOwn(
    bits: Uint8Array,
    field: Field,
    { needle, holds }: { readonly needle: string | undefined; readonly holds: (values: readonly Value[]) => boolean },
  ): void {
    const kinds = kindsOf(field);
    const candidates = this.#none();
    if (needle) this.#texts.mark(candidates, this.#rows.all, { needle, pattern: null });
    else this.#own(fields.kind).mark(candidates, ([kind]) => kinds.some((one) => one === kind));
    for (let row = 0; row < bits.length; row += 1) {
      const resource = candidates[row] === 1 ? this.#rows.all[row] : undefined;
      if (resource !== undefined && holds(ownValues(field, resource))) bits[row] = 1;
    }
  }

  /** Marks what is linked with something marked. */
  #follow(bits: Uint8Array, link: LinkName): void {
    const column = this.#filled(`follow ${link}`, () => this.#linkOf(link));
    if (column instanceof LinkColumn) column.follow(bits);
    else column.mark(bits, (ids) => ids.some((id) => bits[this.#rows.of(id as string) ?? -1] === 1));
  }

  #own(field: Field): DistinctColumn {
    this.#rows.loaded();
    return this.#filled(field, () => this.#distinct(field));
  }

  #addressColumn(): AddressColumn {
    return this.#filled("addresses", () => this.#addresses());
  }

  #distinct(field: Field): DistinctColumn {
    return new DistinctColumn((resource) => ownValues(field, resource));
  }

  #linkOf(link: LinkName): DistinctColumn | LinkColumn {
    return sharedLinks.includes(link)
      ? new DistinctColumn((resource) => linkedIds(link, resource))
      : new LinkColumn(link, (id) => this.#rows.reserve(id));
  }

  #addresses(): AddressColumn {
    return new AddressColumn((resource) => ownValues(fields.ip, resource));
  }

  #put(row: number | undefined): void {
    if (row === undefined) return;
    this.#texts.forget(row);
    for (const column of this.#columns.values()) column.put(row, this.#rows.all[row]);
  }

  #filled<C extends Column>(key: string | Field, make: () => C): C {
    const known = this.#columns.get(key);
    if (known !== undefined) return known as C;
    const filling = this.#filling(key, make);
    while (!filling.next().done);
    return this.#columns.get(key) as C;
  }

  /** Makes a column, with pauses; when rows changed meanwhile, what was read is thrown away. */
  *#filling(key: string | Field, make: () => Column): Generator<void> {
    if (this.#columns.has(key)) return;
    const column = make();
    const rows = this.#rows;
    const version = rows.version;
    for (let row = 0; row < rows.all.length; row += 1) {
      const resource = rows.all[row];
      if (resource !== undefined) column.put(row, resource);
      if (row % 8_192 !== 8_191) continue;
      yield;
      if (this.#rows !== rows || rows.version !== version || this.#columns.has(key)) return;
    }
    this.#columns.set(key, column);
  }

  #none(): Uint8Array {
    return new Uint8Array(this.#rows.all.length);
  }
}

function invert(bits: Uint8Array): Uint8Array {
  for (let row = 0; row < bits.length; row += 1) bits[row] = 1 - (bits[row] as number);
  return bits;
}

function intersect(a: Uint8Array, b: Uint8Array): Uint8Array {
  for (let row = 0; row < a.length; row += 1) a[row] = (a[row] as number) & (b[row] as number);
  return a;
}

function unite(a: Uint8Array, b: Uint8Array): Uint8Array {
  for (let row = 0; row < a.length; row += 1) a[row] = (a[row] as number) | (b[row] as number);
  return a;
}
