import type { Query } from "./query.ts";
import { isPlain, needsQuotesAsWord } from "./scan.ts";

/** The text of a query. Parsing it gives the query again. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case "all":
      return "";
    case "word":
      return needsQuotesAsWord(query.text) ? quote(query.text) : query.text;
    case "field":
      return `${query.field}${query.operator}${quoteValue(query.value)}`;
    case "not":
      return `-${inside(query.part)}`;
    case "and":
      return query.parts.map((part) => (part.kind === "or" ? inside(part) : printQuery(part))).join(" ");
    case "or":
      return query.parts.map(printQuery).join(" OR ");
  }
}

/** A value as it must stand after an operator. */
export function quoteValue(value: string): string {
  return isPlain(value) ? value : quote(value);
}

function inside(query: Query): string {
  return query.kind === "and" || query.kind === "or" ? `(${printQuery(query)})` : printQuery(query);
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
