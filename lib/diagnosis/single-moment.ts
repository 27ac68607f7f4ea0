import { type Change, entries } from "../recording/change.ts";
import type { CollectionName } from "../recording/collections.ts";

/** Whether a recording shows everything once: no collection was read a second time, and nothing can be confirmed (domain 13.22). */
export function isSingleMoment(changes: readonly Change[]): boolean {
  const read = new Map<CollectionName, number>();
  for (const { readAt } of changes) {
    for (const [collection, at] of entries<number | null>(readAt)) {
      if (at === null) continue;
      if ((read.get(collection) ?? at) !== at) return false;
      read.set(collection, at);
    }
  }
  return read.size > 0 || new Set(changes.map(({ at }) => at)).size <= 1;
}
