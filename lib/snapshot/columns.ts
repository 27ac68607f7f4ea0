import { ipv4Number, ipv4Text } from "../topology/ipv4.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { Snapshot, SnapshotHead } from "./snapshot.ts";
import type { Verdict } from "./verdict.ts";

/**
 * The compact form of a snapshot: per kind one column per field, every text once in one table, whole numbers as steps from the one before.
 * 100,000 branches as plain objects are mostly repeated keys and ids; this is an order of magnitude less before compression.
 */
export interface Columns extends Verdict {
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

export function encodeSnapshot({ resources, findings, undecided, ...head }: Snapshot): Columns {
  const texts = new TextTable();
  const byKind = Map.groupBy(resources, ({ kind }) => kind);
  const kinds = [...byKind].map(([kind, rows]) => ({ kind, ...tableOf(rows, texts, impliedBy[kind] ?? ofTheTable) }));
  return { head, findings, undecided, texts: texts.all, kinds };
}

export function decodeSnapshot({ head, findings, undecided, texts, kinds }: Columns): Snapshot {
  const resources = kinds.flatMap((table) => decodeKind(table, texts));
  return { ...head, findings: [...findings], undecided: [...undecided], resources };
}

/** `pod/NAMESPACE/NAME` says it all: names are not sent twice. */
const ofTheTable = ["kind"];
const namesInId = [...ofTheTable, "namespace", "name"];
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

function tableOf(rows: readonly Row[], texts: TextTable, implied: readonly string[] = []): Table {
  const fields = fieldsOf(rows).filter((field) => !implied.includes(field));
  return { rows: rows.length, columns: fields.flatMap((field) => columnOf(rows, field, texts) ?? []) };
}

/** The fields that any row has. Most rows have those of the one before in the same order, which costs no look-up. */
function fieldsOf(rows: readonly Row[]): string[] {
  const fields: string[] = [];
  for (const row of rows) {
    let next = 0;
    for (const field in row) {
      if (fields[next] === field) next++;
      else if (!fields.includes(field)) fields.push(field);
    }
  }
  return fields;
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
  const template: Record<string, unknown> = { ...start };
  for (const { field, missing } of columns) if (missing === undefined) template[field] = null;
  const built = Array.from({ length: rows }, () => ({ ...template }));
  for (const { field, as, values, missing = [], nulls = [] } of columns) {
    const present = codecs[as].decode(values as never[], texts, rows - missing.length - nulls.length);
    const absent = sums(missing, missing.length);
    const empty = sums(nulls, nulls.length);
    const at = { present: 0, absent: 0, empty: 0 };
    for (let row = 0; row < rows; row++) {
      if (absent[at.absent] === row) at.absent++;
      else if (empty[at.empty] === row) {
        at.empty++;
        (built[row] as Record<string, unknown>)[field] = null;
      } else (built[row] as Record<string, unknown>)[field] = present[at.present++];
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
  /** IPv4 addresses as numbers: an address rarely comes twice, and its text is long. */
  ipv4: codec<string>({
    fits: (value) => typeof value === "string" && ipv4Number(value) !== null,
    encode: (values) => steps(values.map((ip) => ipv4Number(ip) as number)),
    decode: (values, _texts, count) => sums(values, count).map(ipv4Text),
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
      const lists = new Distinct<readonly number[], number | string>();
      const indexes = values.map((list) => {
        const numbers = list.map((text) => texts.indexOf(text));
        return lists.indexOf(numbers, list.length === 1 ? (numbers[0] as number) : numbers.join());
      });
      return [lists.all.map(gaps), steps(indexes)];
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

class Distinct<T, K = string> {
  readonly all: T[] = [];
  readonly #indexes = new Map<K, number>();

  indexOf(value: T, key: K): number {
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
  let length = values.length;
  while (length > 1 && values[length - 1] === values[length - 2]) length--;
  if (length === 1 && values[0] === 0) length = 0;
  return gaps(length === values.length ? values : values.slice(0, length));
}

function gaps(values: readonly number[]): number[] {
  let last = 0;
  return values.map((value) => {
    const gap = value - last;
    last = value;
    return gap;
  });
}

function sums(steps: readonly number[], count: number): number[] {
  const all = new Array<number>(count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    if (index < steps.length) sum += steps[index] as number;
    all[index] = sum;
  }
  return all;
}
