import { parseAllDocuments } from "yaml";
import { csvRows } from "./csv.ts";

/** The documents of a text, and where something in it could not be read. */
export interface Documents {
  readonly documents: readonly unknown[];
  readonly problems: readonly string[];
}

const longestYaml = 64 * 1024 * 1024;

/** One JSON document, several in a row (or one per line), YAML as kubectl and the AWS CLI print it, or CSV as CloudWatch exports it. */
export function documentsOf(text: string): Documents | null {
  const start = text.trimStart()[0];
  if (start === "{" || start === "[") return jsonDocuments(text);
  const rows = csvRows(text, "@message");
  if (rows !== null) return { documents: rows, problems: [] };
  return text.length <= longestYaml ? yamlDocuments(text) : null;
}

function jsonDocuments(text: string): Documents {
  const whole = parsed(text);
  if ("value" in whole) return { documents: [whole.value], problems: [] };
  const inARow = severalDocuments(text);
  if (inARow.problems.length === 0) return inARow;
  const lines = perLine(text);
  return lines.documents.length > inARow.documents.length ? lines : inARow;
}

function severalDocuments(text: string): Documents {
  const documents: unknown[] = [];
  const problems: string[] = [];
  let end = 0;
  for (const [from, to] of topLevelValues(text)) {
    const one = parsed(text.slice(from, to));
    if ("value" in one) documents.push(one.value);
    else problems.push(`${placeOf(text, from + breakIn(text.slice(from, to), one.error))}: not JSON`);
    end = to;
  }
  if (text.slice(end).trim() !== "") problems.push(`${placeOf(text, end)}: the text ends inside a document`);
  return { documents, problems };
}

function perLine(text: string): Documents {
  const documents: unknown[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const one = parsed(line);
    if ("value" in one) documents.push(one.value);
    else problems.push(`line ${index + 1}: not JSON`);
  }
  return { documents, problems };
}

function parsed(text: string): { readonly value: unknown } | { readonly error: unknown } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error };
  }
}

/** Start and end of each object or list that stands at the top. */
function* topLevelValues(text: string): Iterable<readonly [number, number]> {
  const marks = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
  let depth = 0;
  let from = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [found] = mark;
    if (found === "{" || found === "[") {
      if (depth === 0) from = mark.index;
      depth++;
    } else if ((found === "}" || found === "]") && depth > 0) {
      depth--;
      if (depth === 0) yield [from, marks.lastIndex];
    }
  }
}

/** Where a JSON text breaks: V8 says it in its message, or it is the first thing that is no part of JSON. What stands there stays out. */
function breakIn(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
  if (position !== undefined) return Number(position);
  const token = /\s+|[{}[\]:,]|"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null/y;
  let end = 0;
  while (token.test(text)) end = token.lastIndex;
  return end;
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** `null`: not YAML with anything but plain text in it. */
function yamlDocuments(text: string): Documents | null {
  const documents: unknown[] = [];
  for (const document of parseAllDocuments(text)) {
    const [error] = document.errors;
    if (error) {
      const meant = /^(apiVersion|kind|items)\s*:/m.test(text);
      return meant
        ? { documents, problems: [`line ${error.linePos?.[0].line ?? "?"}: not YAML (${error.code})`] }
        : null;
    }
    const value: unknown = document.toJS();
    if (typeof value === "object" && value !== null) documents.push(value);
  }
  return documents.length > 0 ? { documents, problems: [] } : null;
}
