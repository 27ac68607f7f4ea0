import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { documentsOf } from "./documents.ts";
import { type DumpFile, reasonOf } from "./files.ts";
import type { Read } from "./gather.ts";
import { type Note, note } from "./notes.ts";
import { isEmpty, recognise } from "./shapes.ts";
import { textOfBytes } from "./text.ts";

const mostUnpacked = 128 * 1024 * 1024;

/** Reads each file; whatever cannot be used becomes a note that says why. */
export function readFiles(files: readonly DumpFile[]): { readonly reads: Read[]; readonly notes: Note[] } {
  const reads: Read[] = [];
  const notes: Note[] = [];
  for (const file of files) {
    const read = readOne(file, (kind, message) => notes.push(note(kind, message, file.name)));
    if (read) reads.push(read);
  }
  return { reads, notes };
}

function readOne(file: DumpFile, say: (kind: Note["kind"], message: string) => void): Read | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file.path);
  } catch (error) {
    say("broken", reasonOf(error));
    return null;
  }
  const decoded = textOfBytes(unpacked(bytes, file.name));
  if ("problem" in decoded) {
    say("skipped", decoded.problem);
    return null;
  }
  const read = documentsOf(decoded.text);
  if (read === null) {
    say("skipped", "neither JSON nor YAML");
    return null;
  }
  const found = recognise(read.documents);
  for (const problem of new Set([...read.problems, ...found.problems])) say("broken", problem);
  for (const warning of new Set(found.warnings)) say("warning", warning);
  if (isEmpty(found)) {
    if (read.problems.length + found.problems.length + found.warnings.length === 0)
      say("skipped", "nothing in it that is used");
    return null;
  }
  const counts = countsOf(found.facts.map(({ collection }) => collection));
  for (const collection of found.collections) if (!(collection in counts)) counts[collection] = 0;
  if (Object.keys(counts).length > 0) say("read", listed(counts));
  if (found.labels.length > 0) say("read", "the dump's label");
  if (found.unused.size > 0) say("skipped", `not used: ${listed(Object.fromEntries(found.unused))}`);
  return { file, found };
}

/** CloudTrail keeps its files compressed. What is no such file, or too large for one, stays as it is. */
function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  if (!/\.(json|log|jsonl|ndjson)\.gz$/i.test(name)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostUnpacked });
  } catch {
    return bytes;
  }
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
