import { globTest, surePart } from "../diagnosis/glob.ts";
import type { Field } from "./field.ts";
import { fieldNames, fieldOf } from "./fields.ts";
import { type IpRange, parseRange } from "./ip-range.ts";
import { macLength, spellMac } from "./mac.ts";
import type { Comparison } from "./query.ts";
import { compileValue, type ValueTest } from "./value-types.ts";

/** A comparison ready to run. */
export interface FieldTest {
  readonly field: Field;
  readonly test: ValueTest;
  /** See `Compiled`. */
  readonly needle?: string;
  readonly range?: IpRange;
  /** `!=`: there is a value, and the test holds for none. */
  readonly negated: boolean;
}

/** A word ready to run: it is in a text, or one of the fields has it. */
export interface WordTest {
  /** Lower case, without line breaks: what a fact must contain, and for a word with `*` what it must follow. */
  readonly needle: string;
  readonly pattern: ((fact: string) => boolean) | null;
  readonly inText: (text: string) => boolean;
  /** An address is also the prefix that holds it, a block is what is in it, and a MAC has many spellings. */
  readonly spelled: readonly FieldTest[];
}

/** Fields in which words are searched for too. */
export const wordFields: readonly Field[] = fieldNames.map(fieldOf).filter(({ inWords }) => inWords);

export function compileComparison({ field: name, operator, value }: Comparison): FieldTest {
  const field = fieldOf(name);
  const compiled = compileValue(field.type, operator, value, field.choices);
  const negated = operator === "!=";
  return "test" in compiled ? { field, ...compiled, negated } : { field, test: () => false, negated };
}

export function compileWord(text: string): WordTest {
  const wanted = lastPart(text).toLowerCase().replace(/\s+/g, " ");
  const pattern = wanted.includes("*") ? globTest(`*${wanted}*`) : null;
  const test = pattern ?? ((known: string) => known.includes(wanted));
  return { needle: surePart(wanted), pattern, inText: (known) => test(known.toLowerCase()), spelled: spellings(text) };
}

/** ARNs and provider ids end with the id. */
function lastPart(text: string): string {
  return (/^(arn|aws):/.test(text) && text.slice(text.lastIndexOf("/") + 1)) || text;
}

function spellings(text: string): FieldTest[] {
  const tests: FieldTest[] = [];
  if (parseRange(text) !== null)
    tests.push(compileComparison({ kind: "field", field: "ip", operator: ":", value: text }));
  if (spellMac(text)?.length === macLength) {
    tests.push(compileComparison({ kind: "field", field: "mac", operator: ":", value: text }));
  }
  return tests;
}
