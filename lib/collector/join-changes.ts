import { type Change, entries, type ItemChanges } from "../recording/change.ts";

type ChangedItems = ReadonlyMap<string, unknown> | null;

/** Two changes in a row as one; `null` when one change cannot say it: a collection that was forgotten and known again. */
export function joinChanges(first: Change, second: Change): Change | null {
  const items: Record<string, ChangedItems> = { ...(first.items as Record<string, ChangedItems>) };
  for (const [collection, changed] of entries<ChangedItems>(second.items)) {
    const before = items[collection];
    if (changed === null || before === undefined) items[collection] = changed;
    else if (before === null) return null;
    else items[collection] = new Map([...before, ...changed]);
  }
  return {
    at: second.at,
    items: items as ItemChanges,
    failures: { ...first.failures, ...second.failures },
    readAt: { ...first.readAt, ...second.readAt },
  };
}
