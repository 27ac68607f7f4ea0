import type { Field } from "./field.ts";
import { allFieldNames, type FieldName, fieldNames, fieldOf, findField } from "./fields.ts";
import { operators } from "./operators.ts";
import { quoteValue } from "./print.ts";
import { type ComparisonToken, scan } from "./scan.ts";
import type { SearchIndex } from "./search-index.ts";

/** Text that could stand at the caret: `insert` replaces the characters from `from` up to `to`. */
export interface Suggestion {
  readonly kind: "field" | "value";
  readonly field: FieldName;
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  /** How many resources state the value; missing where that is not counted. */
  readonly count?: number;
}

interface Known {
  readonly value: string;
  readonly count?: number;
}

const most = 10;
const mostPerField = 3;
const durations = ["1m", "10m", "1h", "1d", "7d"];

/** What could be typed at the caret: fields by their beginning, and values as the cluster has them, frequent ones first. */
export function complete(text: string, caret: number, index: SearchIndex): Suggestion[] {
  const token = scan(text).find(({ at, end }) => at < caret && caret <= end);
  if (token?.kind === "comparison") return inComparison(text, caret, token, index);
  const isBetween = token === undefined || token.kind === "open" || token.kind === "not";
  const [from, to] = isBetween ? [caret, caret] : [token.at, token.end];
  const start = text.slice(from, caret);
  if (!/^[A-Za-z]*$/.test(start)) return valuesAnywhere(start, { from, to }, index);
  return [...fieldsFor(start, { from, to }), ...valuesAnywhere(start, { from, to }, index)].slice(0, most);
}

type Range = Pick<Suggestion, "from" | "to">;

function inComparison(text: string, caret: number, token: ComparisonToken, index: SearchIndex): Suggestion[] {
  const { at, end, name, operatorAt, valueAt } = token;
  if (caret <= operatorAt) return fieldsFor(text.slice(at, caret), { from: at, to: valueAt });
  const field = findField(name);
  if (field === undefined || caret < valueAt) return [];
  const start = text.slice(valueAt, caret).replaceAll('"', "");
  return valuesOf(fieldOf(field), start, index).map(({ value, ...count }) => ({
    kind: "value",
    field,
    insert: quoteValue(value),
    from: valueAt,
    to: end,
    ...count,
  }));
}

function fieldsFor(start: string, range: Range): Suggestion[] {
  const names = allFieldNames().filter((name) => name.startsWith(start.toLowerCase()));
  const found = new Set(names.map((name) => findField(name) as FieldName));
  return Array.from(found, (field) => ({ kind: "field", field, insert: `${field}${usualOperator(field)}`, ...range }));
}

function usualOperator(field: FieldName): string {
  const rest = fieldOf(field).example.slice(field.length);
  return operators.find((operator) => rest.startsWith(operator)) ?? ":";
}

/** Values of the likeliest fields that begin as typed, from two letters on. */
function valuesAnywhere(start: string, range: Range, index: SearchIndex): Suggestion[] {
  if (start.length < 2) return [];
  const likely = fieldNames.filter((name) => fieldOf(name).few && fieldOf(name).type === "text");
  return likely.flatMap((field) => {
    const values = valuesOf(fieldOf(field), start, index).filter(({ value }) => begins(value, start));
    return values.slice(0, mostPerField).map(
      ({ value, ...count }): Suggestion => ({
        kind: "value",
        field,
        insert: `${field}:${quoteValue(value)}`,
        ...range,
        ...count,
      }),
    );
  });
}

function valuesOf(field: Field, start: string, index: SearchIndex): Known[] {
  const wanted = start.toLowerCase();
  return knownValues(field, index)
    .filter(({ value }) => value.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        Number(begins(b.value, start)) - Number(begins(a.value, start)) ||
        (b.count ?? 0) - (a.count ?? 0) ||
        (a.value < b.value ? -1 : 1),
    )
    .slice(0, most);
}

function knownValues(field: Field, index: SearchIndex): Known[] {
  if (field.type === "moment") return durations.map((value) => ({ value }));
  const counts = index.values(field);
  if (field.choices === undefined) return Array.from(counts, ([value, count]) => ({ value, count }));
  return Object.entries(field.choices).map(([value, meant]) =>
    field.few ? { value, count: meant.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0) } : { value },
  );
}

/** `check` begins `checkout`, and `shop/checkout` too. */
function begins(value: string, start: string): boolean {
  const [known, wanted] = [value.toLowerCase(), start.toLowerCase()];
  return known.startsWith(wanted) || known.startsWith(wanted, known.indexOf("/") + 1);
}
