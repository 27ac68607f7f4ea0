import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

const name = /^[a-z0-9][a-z0-9-]{0,62}$/;
const ending = ".ndjson";

/** Recordings of a directory by name. A name is only ever looked up in this list, so no request can spell a path. */
export function recordingsIn(directory: string): ReadonlyMap<string, string> {
  const found = list(directory).flatMap((entry) => {
    const stem = entry.name.slice(0, -ending.length);
    return entry.isFile() && entry.name.endsWith(ending) && name.test(stem)
      ? [[stem, join(directory, entry.name)] as const]
      : [];
  });
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
