import { backOffMs, retryAfterMs } from "./back-off.ts";
import type { Fetching, Trouble } from "./fetch.ts";
import { listAll } from "./list.ts";
import { itemOf } from "./mapper.ts";
import type { ObjectProblem, Outlet } from "./outlet.ts";
import type { Watched } from "./resources.ts";
import { type WatchEvent, watchFrom } from "./watch.ts";

export interface Reader extends Fetching {
  readonly outlet: Outlet;
  readonly random: () => number;
  readonly report: (problem: ObjectProblem) => void;
}

const shortestWatchSeconds = 240;
const longestWatchSeconds = 300;
const settledMs = 5_000;
/** Refusals in a row after which the position itself is doubted, as after an etcd that was restored from a backup. */
const patience = 5;
const noFaultOfThePosition = new Set(["Unreachable", "Stalled", "TooManyRequests", "Unauthorized", "NoCredentials"]);

/**
 * Keeps one collection equal to the API server's: lists it, watches on from there, lists again when the server forgot where we were.
 * Runs until the signal aborts. One loop owns all state, so a stopped reflector can say nothing more.
 */
export async function reflect(reader: Reader, row: Watched): Promise<void> {
  const { collection, clock, outlet, random, report, signal } = reader;
  let uids = new Map<string, string>();
  let path = "";
  let position: string | null = null;
  let failures = 0;

  const pause = async (trouble: Trouble | null) => {
    const asked = trouble?.retryAfterSeconds ?? null;
    await clock.sleep(
      asked === null ? backOffMs(failures, random, reader.patience.retryMs) : retryAfterMs(asked, random),
      signal,
    );
    failures++;
  };

  const list = async () => {
    const result = await listAll(reader, row, report);
    if (signal.aborted) return;
    if ("trouble" in result) {
      outlet.failed(result.trouble.failure);
      return pause(result.trouble);
    }
    const { listed } = result;
    uids = listed.uids;
    path = listed.path;
    position = listed.resourceVersion;
    outlet.all(listed.items);
  };

  const watch = async (from: string) => {
    const seconds = shortestWatchSeconds + Math.floor(random() * (longestWatchSeconds - shortestWatchSeconds + 1));
    const target = { path, position: from, seconds, fieldSelector: row.fieldSelector };
    const ended = await watchFrom(reader, target, { alive: outlet.alive, event: take });
    outlet.flush();
    if (signal.aborted) return;
    position = ended.position;
    const isSettled = ended.heard || ended.lastedMs >= settledMs;
    const { why } = ended;
    if (isSettled) failures = 0;
    if (why.kind === "silent" || (why.kind === "closed" && ended.lastedMs >= settledMs)) return;
    if (why.kind === "closed") return pause(null);
    if (why.kind === "expired") {
      position = null;
      if (failures > 0) return pause(null);
      failures++;
      return;
    }
    const { failure } = why.trouble;
    outlet.failed(failure);
    const isDoubtful = failures >= patience && !noFaultOfThePosition.has(failure.code);
    // Where only watch is forbidden, or the resource is gone, listing again is all that can be done.
    if (why.kind === "lost" || isDoubtful || failure.code === "Forbidden" || failure.code === "NotInstalled")
      position = null;
    return pause(why.trouble);
  };

  const take = ({ type, object }: WatchEvent) => {
    const found = itemOf(collection, object);
    if (!("item" in found)) {
      if (found.unused) forget(found.id);
      else report({ collection, message: found.problem });
      return;
    }
    const { id, uid, item } = found;
    if (type !== "DELETED") {
      uids.set(id, uid);
      outlet.change(id, item);
    } else if (uids.get(id) === uid) {
      forget(id);
    }
  };

  const forget = (id: string | null) => {
    if (id !== null && uids.delete(id)) outlet.change(id, null);
  };

  while (!signal.aborted) await (position === null ? list() : watch(position));
}
