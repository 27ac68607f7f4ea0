import { type Change, entries, type ItemChanges } from "../recording/change.ts";

/** Items in one row: the first reading of 150,000 pods as one text would be 200 MB. */
const most = 5_000;

/** A change as changes of one moment that are small enough to be packed one by one; itself when it is small. */
export function* split(change: Change): Iterable<Change> {
  const { at } = change;
  const collections = entries<ReadonlyMap<string, unknown> | null>(change.items);
  if (collections.every(([, changed]) => changed === null || changed.size <= most)) {
    yield change;
    return;
  }
  for (const [collection, changed] of collections) {
    if (changed === null || changed.size <= most) {
      yield { at, items: { [collection]: changed } as ItemChanges, failures: {}, readAt: {} };
      continue;
    }
    const all = [...changed];
    for (let start = 0; start < all.length; start += most) {
      const part = new Map(all.slice(start, start + most));
      yield { at, items: { [collection]: part } as ItemChanges, failures: {}, readAt: {} };
    }
  }
  yield { at, items: {}, failures: change.failures, readAt: change.readAt };
}
