import { lineOf } from "../line.ts";
import { takeConflist } from "./conflist.ts";
import type { Draft } from "./draft.ts";
import { type Given, takeIpJson } from "./ip-json.ts";
import { takeIpamd, type Where } from "./ipamd.ts";
import { documentsAt, type JsonDocument } from "./json-document.ts";
import type { Hint, Kind, Reader, Source } from "./reader.ts";

/** JSON of a shape that is known, also several documents in a row; the document's shape decides what it is. */
export const readJson: Reader = (source, start, draft, hint) => {
  const { lines, allowance } = source;
  if (!/^\s*[[{]/.test(lines[start] ?? "")) return null;
  const found = documentsAt(lines, start, allowance);
  if (found === null) return null;
  const notUnderstood: number[] = [];
  let what: Kind | null = null;
  let count = 0;
  for (const document of found.documents) {
    const given = take(document, source, draft, hint);
    if (given === null) notUnderstood.push(document.start);
    what ??= given?.what ?? null;
    count += given?.count ?? 0;
  }
  const trailing = found.trailing === "" ? {} : { trailing: found.trailing };
  return { end: found.end, what, count, notUnderstood, ...trailing };
};

function take(document: JsonDocument, source: Source, draft: Draft, hint: Hint): Given | null {
  const where = whereIn(document, source);
  return (
    takeIpJson(document, source.file, draft, hint) ??
    takeConflist(document.value, where, draft) ??
    takeIpamd(document.value, where, draft)
  );
}

/** Finds the line on which a document names something; its first line where that would take too long. */
function whereIn({ start, end }: JsonDocument, { file, lines, allowance }: Source): Where {
  return (name, value) => {
    let at = start;
    while (at < end && allowance.left > 0 && !(lines[at] ?? "").includes(name)) {
      allowance.left -= (lines[at] ?? "").length;
      at++;
    }
    return [lineOf(file, (at < end ? at : start) + 1, JSON.stringify(value))];
  };
}
