import ipaddr from "ipaddr.js";
import { type Operator, operators } from "./operators.ts";

/** A piece of a query's text, from `at` to `end`. */
export type Token =
  | { readonly kind: "open" | "close" | "not" | "and" | "or"; readonly at: number; readonly end: number }
  | {
      readonly kind: "word";
      readonly at: number;
      readonly end: number;
      readonly text: string;
      readonly unclosed: boolean;
    }
  | ComparisonToken;

export interface ComparisonToken {
  readonly kind: "comparison";
  readonly at: number;
  readonly end: number;
  readonly name: string;
  readonly operator: Operator;
  readonly operatorAt: number;
  readonly valueAt: number;
  /** `null` = there is none. */
  readonly value: string | null;
  readonly unclosed: boolean;
}

const joiners: Readonly<Record<string, "not" | "and" | "or">> = { NOT: "not", AND: "and", OR: "or" };
const nameAhead = /[A-Za-z][A-Za-z-]*/y;
const spaceAhead = /\s*/y;
const spacedComparison = /\s+(?:!=|<=|>=|=|<|>)/y;
const plainAhead = /[^\s()"]*/y;
const colonsOfHex = /^[0-9a-f]{0,4}(:[0-9a-f.]{0,15})+(\/\d*)?$/i;
const amazonName = /^(arn|aws):/;

/** The tokens of a text. Any text has some; what is wrong with them is for the parser to say. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let at = ahead(spaceAhead, text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = ahead(spaceAhead, text, token.end);
  }
  return tokens;
}

/** Whether a text can stand after an operator as it is. */
export function isPlain(text: string): boolean {
  return text !== "" && ahead(plainAhead, text, 0) === text.length;
}

/** Whether a text would be read as something else than a word, alone or after another word. */
export function needsQuotesAsWord(text: string): boolean {
  if (/^[<>=]/.test(text)) return true;
  const [token, ...more] = scan(text);
  return more.length > 0 || token?.kind !== "word" || token.text !== text || text.includes('"');
}

function tokenAt(text: string, at: number): Token {
  const character = text[at];
  if (character === "(") return { kind: "open", at, end: at + 1 };
  if (character === ")") return { kind: "close", at, end: at + 1 };
  if (character === "!" || (character === "-" && /[^\s]/.test(text[at + 1] ?? ""))) {
    return { kind: "not", at, end: at + 1 };
  }
  if (character === '"') return { kind: "word", at, ...quoted(text, at) };
  const end = ahead(plainAhead, text, at);
  const plain = text.slice(at, end);
  return comparisonAt(text, at, plain) ?? wordOf(plain, at, end);
}

function wordOf(plain: string, at: number, end: number): Token {
  const joiner = Object.hasOwn(joiners, plain) ? joiners[plain] : undefined;
  if (joiner !== undefined) return { kind: joiner, at, end };
  return { kind: "word", at, end, text: plain, unclosed: false };
}

function comparisonAt(text: string, at: number, plain: string): ComparisonToken | null {
  // Addresses and names of AWS are full of colons; whoever pastes one looks for it.
  if (isColonWord(plain)) return null;
  const nameEnd = ahead(nameAhead, text, at);
  if (nameEnd === at || Object.hasOwn(joiners, plain)) return null;
  const isSpaced = ahead(spacedComparison, text, nameEnd) > nameEnd;
  const operatorAt = isSpaced ? ahead(spaceAhead, text, nameEnd) : nameEnd;
  const operator = operators.find((one) => text.startsWith(one, operatorAt));
  if (operator === undefined) return null;
  const name = text.slice(at, nameEnd);
  const afterOperator = operatorAt + operator.length;
  const valueAt = operator === ":" ? afterOperator : ahead(spaceAhead, text, afterOperator);
  const common = { kind: "comparison", at, name, operator, operatorAt, valueAt } as const;
  if (text[valueAt] === '"') {
    const { end, text: value, unclosed } = quoted(text, valueAt);
    return { ...common, end, value: value === "" ? null : value, unclosed };
  }
  const end = ahead(plainAhead, text, valueAt);
  if (end > valueAt) return { ...common, end, value: text.slice(valueAt, end), unclosed: false };
  return { ...common, valueAt: afterOperator, end: afterOperator, value: null, unclosed: false };
}

function isColonWord(plain: string): boolean {
  if (amazonName.test(plain)) return true;
  return (
    plain.length <= 60 &&
    colonsOfHex.test(plain) &&
    (/^[0-9a-f]{2}:/i.test(plain) || ipaddr.IPv6.isIPv6(plain.split("/")[0] ?? ""))
  );
}

function quoted(text: string, at: number) {
  let end = at + 1;
  let content = "";
  while (end < text.length && text[end] !== '"') {
    if (text[end] === "\\" && (text[end + 1] === '"' || text[end + 1] === "\\")) end += 1;
    content += text[end];
    end += 1;
  }
  return { end: Math.min(end + 1, text.length), text: content, unclosed: end >= text.length };
}

function ahead(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
