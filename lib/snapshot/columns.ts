import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { Snapshot, SnapshotHead } from "./snapshot.ts";

/**
 * The compact form of a snapshot: per kind one column per field, every text once in one table, whole numbers as steps from the one before.
 * 100,000 branches as plain objects are mostly repeated keys and ids; this is an order of magnitude less before compression.
 */
export interface Columns {
  readonly head: SnapshotHead;
  readonly texts: readonly string[];
  readonly kinds: readonly KindTable[];
}

interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

interface KindTable extends Table {
  readonly kind: ResourceKind;
}

/** `as`: how the values are written; `missing` and `nulls`: the rows (as steps) where the key is missing or null; values skip those rows. */
interface Column {
  readonly field: string;
  readonly as: keyof typeof codecs;
  readonly values: readonly unknown[];
  readonly missing?: readonly number[];
  readonly nulls?: readonly number[];
}

type Row = Readonly<Record<string, unknown>>;

/** Content type of the compact form. */
export const columnsType = "application/vnd.trunkscope.columns+json";

export function encodeSnapshot({ resources, ...head }: Snapshot): Columns {
  const texts = new TextTable();
  const byKind = Map.groupBy(resources, ({ kind }) => kind);
  const kinds = [...byKind].map(([kind, rows]) => ({ kind, ...tableOf(rows, texts, impliedBy[kind]) }));
  return { head, texts: texts.all, kinds };
}

export function decodeSnapshot({ head, texts, kinds }: Columns): Snapshot {
  return { ...head, resources: kinds.flatMap((table) => decodeKind(table, texts)) };
}

/** `pod/NAMESPACE/NAME` says it all: names are not sent twice. */
const namesInId = ["kind", "namespace", "name"];
const impliedBy: { readonly [K in ResourceKind]?: readonly string[] } = { pod: namesInId, policy: namesInId };

function decodeKind(table: KindTable, texts: readonly string[]): Resource[] {
  const { kind } = table;
  const rows = rowsOf(table, texts, { kind });
  if (impliedBy[kind] === namesInId) {
    for (const row of rows as { id: string; namespace: string; name: string }[]) {
      const [, namespace, name] = row.id.split("/");
      row.namespace = namespace as string;
      row.name = name as string;
    }
  }
  return rows as unknown as Resource[];
}

function tableOf(rows: readonly Row[], texts: TextTable, implied: readonly string[] = ["kind"]): Table {
  const fields = new Set<string>();
  for (const row of rows) for (const field in row) fields.add(field);
  for (const field of implied) fields.delete(field);
  return { rows: rows.length, columns: [...fields].flatMap((field) => columnOf(rows, field, texts) ?? []) };
}

/** One field of all rows; `null` when no row has it. */
function columnOf(rows: readonly Row[], field: string, texts: TextTable): Column | null {
  const present: unknown[] = [];
  const missing: number[] = [];
  const nulls: number[] = [];
  for (let index = 0; index < rows.length; index++) {
    const value = (rows[index] as Row)[field];
    if (value === undefined) missing.push(index);
    else if (value === null) nulls.push(index);
    else present.push(value);
  }
  if (missing.length === rows.length) return null;
  const as = codecFor(present, field);
  return {
    field,
    as,
    values: codecs[as].encode(present as never[], texts),
    ...(missing.length > 0 && { missing: gaps(missing) }),
    ...(nulls.length > 0 && { nulls: gaps(nulls) }),
  };
}

function rowsOf({ rows, columns }: Table, texts: readonly string[], start: Row = {}): Row[] {
  const built = Array.from({ length: rows }, (): Record<string, unknown> => ({ ...start }));
  for (const { field, as, values, missing = [], nulls = [] } of columns) {
    const absent = new Set(sums(missing, missing.length));
    const empty = new Set(sums(nulls, nulls.length));
    const present = codecs[as].decode(values as never[], texts, rows - absent.size - empty.size);
    let next = 0;
    for (let row = 0; row < rows; row++) {
      if (absent.has(row)) continue;
      (built[row] as Record<string, unknown>)[field] = empty.has(row) ? null : present[next++];
    }
  }
  return built;
}

interface Codec<T> {
  readonly fits: (value: unknown) => boolean;
  readonly encode: (values: readonly T[], texts: TextTable) => readonly unknown[];
  readonly decode: (values: readonly never[], texts: readonly string[], count: number) => readonly T[];
}

/** Tried in this order: the first that fits every value of a column writes it. */
const codecs = {
  numbers: codec<number>({
    fits: Number.isSafeInteger,
    encode: steps,
    decode: (values, _texts, count) => sums(values, count),
  }),
  texts: codec<string>({
    fits: (value) => typeof value === "string",
    encode: (values, texts) => steps(values.map((text) => texts.indexOf(text))),
    decode: (values, texts, count) => sums(values, count).map((index) => texts[index] as string),
  }),
  /** Lists of texts, each distinct list once: `[lists, steps]`. */
  lists: codec<readonly string[]>({
    fits: (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
    encode: (values, texts) => {
      const lists = new Distinct<readonly string[]>();
      const indexes = values.map((list) => lists.indexOf(list, JSON.stringify(list)));
      return [lists.all.map((list) => gaps(list.map((text) => texts.indexOf(text)))), steps(indexes)];
    },
    decode: (values, texts, count) => {
      const [lists, indexes] = values as unknown as [number[][], number[]];
      const known = lists.map((list) => sums(list, list.length).map((index) => texts[index] as string));
      return sums(indexes, count).map((index) => known[index] as string[]);
    },
  }),
  /** Objects: a table of their own. */
  objects: codec<Row>({
    fits: isRow,
    encode: (values, texts) => [tableOf(values, texts)],
    decode: ([table], texts) => rowsOf(table as unknown as Table, texts),
  }),
  /** Lists of objects: one table of them all, and how many belong to each: `[table, lengths]`. */
  objectLists: codec<readonly Row[]>({
    fits: (value) => Array.isArray(value) && value.every(isRow),
    encode: (values, texts) => [tableOf(values.flat(), texts), steps(values.map(({ length }) => length))],
    decode: (values, texts, count) => {
      const [table, lengths] = values as unknown as [Table, number[]];
      const rows = rowsOf(table, texts);
      let start = 0;
      return sums(lengths, count).map((length) => {
        start += length;
        return rows.slice(start - length, start);
      });
    },
  }),
  /** As they are. */
  plain: codec<unknown>({
    fits: () => false,
    encode: (values) => values,
    decode: (values) => values,
  }),
  /** Anything else, each distinct value once: `[values, steps]`. */
  json: codec<unknown>({
    fits: () => true,
    encode: (values) => {
      const distinct = new Distinct<unknown>();
      const indexes = values.map((value) => distinct.indexOf(value, JSON.stringify(value)));
      return [distinct.all, steps(indexes)];
    },
    decode: (values, _texts, count) => {
      const [distinct, indexes] = values as unknown as [unknown[], number[]];
      return sums(indexes, count).map((index) => distinct[index]);
    },
  }),
};

function codecFor(values: readonly unknown[], field: string): keyof typeof codecs {
  if (unshared.has(field)) return "plain";
  const names = Object.keys(codecs) as (keyof typeof codecs)[];
  return names.find((name) => values.every(codecs[name].fits)) ?? "json";
}

/** Texts that nothing else repeats gain nothing from the table. */
const unshared: ReadonlySet<string> = new Set(["mac"]);

function codec<T>(definition: Codec<T>): Codec<T> {
  return definition;
}

/** `__proto__` cannot be a key of ours; an object that has one is left to JSON. */
function isRow(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Object.hasOwn(value, "__proto__");
}

class Distinct<T> {
  readonly all: T[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(value: T, key: string): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.all.length);
    return this.all.push(value) - 1;
  }
}

class TextTable extends Distinct<string> {
  #last: { readonly text: string; readonly index: number } | null = null;

  override indexOf(text: string): number {
    if (this.#last?.text === text) return this.#last.index;
    const index = super.indexOf(text, text);
    this.#last = { text, index };
    return index;
  }
}

/** Each number as the step from the one before, without the zeros at the end: a column of one value is one number. */
function steps(values: readonly number[]): number[] {
  const all = gaps(values);
  let length = all.length;
  while (length > 0 && all[length - 1] === 0) length--;
  return all.slice(0, length);
}

function gaps(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

function sums(steps: readonly number[], count: number): number[] {
  let sum = 0;
  return Array.from({ length: count }, (_, index) => {
    sum += steps[index] ?? 0;
    return sum;
  });
}
