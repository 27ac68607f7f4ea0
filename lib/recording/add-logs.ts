import type { Change } from "./change.ts";
import type { CollectionName, Item } from "./collections.ts";
import type { Recording } from "./recording.ts";

const logs = ["auditEvents", "apiCalls"] as const;
type LogName = (typeof logs)[number];
type Logs = { readonly [C in LogName]?: ReadonlyMap<string, Item<C>> };

/**
 * The recording with log items in the changes of their time: each in the first change that is not older than it, in the last one when it
 * is newer than all. What is there already under the same id is there once.
 */
export function addLogs({ header, changes }: Recording, added: Logs): Recording {
  if (changes.length === 0) return { header, changes };
  const byChange = new Map<number, Map<LogName, Map<string, Item>>>();
  for (const name of logs) {
    for (const [id, item] of added[name] ?? []) {
      const index = Math.min(firstNotBefore(changes, item.at), changes.length - 1);
      const items = byChange.get(index) ?? new Map<LogName, Map<string, Item>>();
      byChange.set(index, items.set(name, (items.get(name) ?? new Map<string, Item>()).set(id, item)));
    }
  }
  return {
    header,
    changes: changes.map((change, index) => {
      const more = byChange.get(index);
      return more === undefined ? change : { ...change, items: { ...change.items, ...joined(change, more) } };
    }),
  };
}

function joined({ items }: Change, more: ReadonlyMap<CollectionName, ReadonlyMap<string, Item>>): Change["items"] {
  const known = items as { readonly [name: string]: ReadonlyMap<string, Item | null> | null | undefined };
  return Object.fromEntries([...more].map(([name, added]) => [name, new Map([...(known[name] ?? []), ...added])]));
}

function firstNotBefore(changes: readonly Change[], at: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
