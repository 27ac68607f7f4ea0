import { allFieldNames, fieldOf, findField } from "./fields.ts";
import { nearest } from "./nearest.ts";
import { join, type Query } from "./query.ts";
import { type ComparisonToken, scan, type Token } from "./scan.ts";
import { limits, type Trouble, trouble } from "./trouble.ts";
import { compileValue } from "./value-types.ts";

export type Parsed =
  | { readonly query: Query; readonly error?: never }
  | { readonly error: Trouble; readonly query?: never };

/** Reads a search. Never throws; time grows with the length of the text, which is limited. */
export function parseQuery(text: string): Parsed {
  if (text.length > limits.characters) {
    return { error: trouble("too-long", { at: limits.characters, length: text.length - limits.characters }) };
  }
  const tokens = scan(text);
  if (tokens.length === 0) return { query: { kind: "all" } };
  const parser = new Parser(tokens, text);
  const query = parser.read();
  return isTrouble(query) ? { error: query } : { query };
}

type Read = Query | Trouble;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #next = 0;
  #terms = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  read(): Read {
    const query = this.#or();
    const left = this.#peek();
    return isTrouble(query) || left === undefined ? query : trouble("unopened-parenthesis", this.#place(left));
  }

  #or(): Read {
    const parts: Query[] = [];
    for (;;) {
      const part = this.#and();
      if (isTrouble(part)) return part;
      parts.push(part);
      if (this.#peek()?.kind !== "or") return join("or", parts);
      this.#next += 1;
    }
  }

  #and(): Read {
    const parts: Query[] = [];
    for (;;) {
      const part = this.#not();
      if (isTrouble(part)) return part;
      parts.push(part);
      const token = this.#peek();
      if (token?.kind === "and") this.#next += 1;
      else if (token === undefined || token.kind === "or" || token.kind === "close") return join("and", parts);
    }
  }

  #not(): Read {
    if (this.#peek()?.kind !== "not") return this.#term();
    this.#next += 1;
    const part = this.#not();
    return isTrouble(part) ? part : { kind: "not", part };
  }

  #term(): Read {
    const token = this.#peek();
    if (token === undefined) return this.#nothing();
    this.#next += 1;
    switch (token.kind) {
      case "open":
        return this.#group(token);
      case "word":
        return this.#word(token);
      case "comparison":
        return this.#comparison(token);
      case "close":
        return this.#closedTooEarly(token);
      default:
        return this.#before(token);
    }
  }

  #group(open: Token): Read {
    const inner = this.#or();
    if (isTrouble(inner)) return inner;
    if (this.#peek()?.kind !== "close") return trouble("unclosed-parenthesis", this.#place(open), [")"]);
    this.#next += 1;
    return inner;
  }

  #word(token: Token & { kind: "word" }): Read {
    if (token.unclosed) return trouble("unclosed-quote", this.#place(token), ['"']);
    if (token.text === "") return trouble("empty-quotes", this.#place(token));
    return this.#counted(token, { kind: "word", text: token.text });
  }

  #comparison(token: ComparisonToken): Read {
    const { name, operator, value } = token;
    const nameAt = { at: token.at, length: name.length, about: name };
    const field = findField(name);
    if (field === undefined) return trouble("unknown-field", nameAt, nearest(name, allFieldNames()));
    const { type, choices, example } = fieldOf(field);
    if (token.unclosed) return trouble("unclosed-quote", this.#value(token), ['"']);
    if (value === null) {
      return trouble("missing-value", { ...this.#value(token), about: `${name}${operator}` }, [example]);
    }
    const compiled = compileValue(type, operator, value, choices);
    if ("code" in compiled) {
      const isOperator = compiled.code === "wrong-operator";
      const where = isOperator
        ? { at: token.operatorAt, length: operator.length, about: operator }
        : { ...this.#value(token), about: value };
      const expected = compiled.code === "not-a-choice" ? nearestFirst(value, compiled.expected) : compiled.expected;
      return trouble(compiled.code, where, expected);
    }
    return this.#counted(token, { kind: "field", field, operator, value });
  }

  #counted(token: Token, query: Query): Read {
    this.#terms += 1;
    return this.#terms > limits.terms ? trouble("too-many-terms", this.#place(token)) : query;
  }

  /** The text ends where a term should stand. */
  #nothing(): Trouble {
    const last = this.#tokens.at(-1) as Token;
    return last.kind === "open"
      ? trouble("unclosed-parenthesis", this.#place(last), [")"])
      : trouble("missing-term", this.#place(last));
  }

  #closedTooEarly(close: Token): Trouble {
    const before = this.#tokens[this.#next - 2];
    if (before === undefined) return trouble("unopened-parenthesis", this.#place(close));
    if (before.kind !== "open") return trouble("missing-term", this.#place(before));
    return trouble("empty-parentheses", { at: before.at, length: close.end - before.at });
  }

  /** AND or OR with nothing on its left. */
  #before(joiner: Token): Trouble {
    const before = this.#tokens[this.#next - 2];
    const dangles = before !== undefined && before.kind !== "open";
    return dangles ? trouble("missing-term", this.#place(before)) : trouble("missing-left", this.#place(joiner));
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #place({ at, end }: { readonly at: number; readonly end: number }) {
    return { at, length: end - at, about: this.#text.slice(at, end) };
  }

  #value({ valueAt, end }: ComparisonToken) {
    return this.#place({ at: valueAt, end });
  }
}

function isTrouble(read: Read): read is Trouble {
  return "code" in read;
}

function nearestFirst(value: string, choices: readonly string[] = []): readonly string[] {
  const near = nearest(value, choices);
  return [...near, ...choices.filter((choice) => !near.includes(choice))];
}
