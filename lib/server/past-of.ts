import { setImmediate } from "node:timers/promises";
import type { Item } from "../recording/collections.ts";
import type { Observation } from "../recording/observation.ts";
import type { Past } from "../snapshot/inspected.ts";
import type { Feed } from "./feeds/feed.ts";
import type { ItemId } from "./item-ids.ts";

const firstStepMs = 600_000;
/** A reader waits for the answer: what is further back than can be searched in this time stays unknown, and is said so. */
const patienceMs = 1_500;

export interface FoundPast {
  readonly item: ItemId;
  readonly past: Past;
  /** The last reading that had it. */
  readonly before: Observation | null;
}

/** When an item that is not there at a moment went away: the history is searched backwards, in steps between which others get their answers. */
export async function pastOf({ history }: Pick<Feed, "history">, item: ItemId, at: number): Promise<FoundPast> {
  const start = history.span()?.from;
  if (start === undefined) {
    return { item, past: { lastSeenAt: null, goneAt: null, searchedFrom: null }, before: null };
  }
  const until = performance.now() + patienceMs;
  let to = at;
  for (let step = firstStepMs; ; step *= 2) {
    const from = Math.max(start, to - step);
    const goneAt = departureIn(history.changesBetween(from, to), item);
    if (goneAt !== null) {
      const before = await history.observationAt(goneAt - 1);
      const lastSeenAt = before?.readAt[item[0]] ?? before?.at ?? null;
      return { item, past: { lastSeenAt, goneAt, searchedFrom: from }, before };
    }
    if (from <= start || performance.now() > until) {
      return { item, past: { lastSeenAt: null, goneAt: null, searchedFrom: from }, before: null };
    }
    to = from;
    await setImmediate();
  }
}

function departureIn(changes: ReturnType<Feed["history"]["changesBetween"]>, [collection, id]: ItemId): number | null {
  let goneAt: number | null = null;
  for (const { at, items } of changes) {
    const changed = items[collection] as ReadonlyMap<string, Item | null> | undefined | null;
    if (changed?.get(id) === null) goneAt = at;
  }
  return goneAt;
}
