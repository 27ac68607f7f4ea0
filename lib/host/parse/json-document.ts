/** A JSON document found among lines. */
export interface JsonDocument {
  readonly value: unknown;
  /** Index of its first line, and of the first line after it. */
  readonly start: number;
  readonly end: number;
  /** Index of the line on which each item begins, of a document that is a list. */
  readonly itemLines: readonly number[];
}

/** What all attempts on one text may cost together, in characters: a text full of brackets is not read over and over. */
export interface Allowance {
  left: number;
}

/** Outside of its strings, JSON has nothing but these. */
const plain = /[\s\w,:.+\-[\]{}"]/;

/** Documents in a row, and what stands behind the last one on its line. */
export interface Documents {
  readonly documents: readonly JsonDocument[];
  /** Index of the first line after them. */
  readonly end: number;
  readonly trailing: string;
}

/** The documents that begin at a line: more than one where the next begins on the line where one ends. `null`: there is none. */
export function documentsAt(lines: readonly string[], start: number, allowance: Allowance): Documents | null {
  const documents: JsonDocument[] = [];
  let line = start;
  let column = 0;
  for (;;) {
    const text = lines[line] ?? "";
    while (/\s/.test(text[column] ?? "")) column++;
    const found = column < text.length ? documentAt(lines, line, column, allowance) : null;
    if (found === null) {
      return documents.length === 0 ? null : { documents, end: line + 1, trailing: text.slice(column) };
    }
    documents.push(found.document);
    ({ line, column } = found);
  }
}

interface Found {
  readonly document: JsonDocument;
  /** Where it ends: behind its last character. */
  readonly line: number;
  readonly column: number;
}

function documentAt(lines: readonly string[], line: number, column: number, allowance: Allowance): Found | null {
  const bounds = boundsOf(lines, line, column, allowance);
  if (bounds === null) return null;
  const text =
    bounds.line === line
      ? (lines[line] ?? "").slice(column, bounds.column)
      : [
          (lines[line] ?? "").slice(column),
          ...lines.slice(line + 1, bounds.line),
          (lines[bounds.line] ?? "").slice(0, bounds.column),
        ].join("\n");
  try {
    const value: unknown = JSON.parse(text);
    return {
      document: { value, start: line, end: bounds.line + 1, itemLines: bounds.itemLines },
      line: bounds.line,
      column: bounds.column,
    };
  } catch {
    return null;
  }
}

function boundsOf(lines: readonly string[], start: number, column: number, allowance: Allowance) {
  const itemLines: number[] = [];
  const opening = (lines[start] ?? "")[column];
  if (opening !== "[" && opening !== "{") return null;
  const isList = opening === "[";
  let depth = 0;
  let isQuoted = false;
  for (let line = start; line < lines.length; line++) {
    const text = lines[line] ?? "";
    for (let at = line === start ? column : 0; at < text.length; at++) {
      const character = text[at] as string;
      if (--allowance.left < 0) return null;
      if (isQuoted) {
        if (character === "\\") at++;
        else if (character === '"') isQuoted = false;
      } else if (character === '"') isQuoted = true;
      else if (character === "{" || character === "[") {
        if (depth === 1 && isList) itemLines.push(line);
        depth++;
      } else if (character === "}" || character === "]") depth--;
      else if (!plain.test(character)) return null;
      if (depth <= 0 && !isQuoted) return depth === 0 ? { line, column: at + 1, itemLines } : null;
    }
    if (isQuoted) return null;
  }
  return null;
}
