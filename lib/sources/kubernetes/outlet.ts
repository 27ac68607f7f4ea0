import type { Item } from "../../recording/collections.ts";
import type { Failure } from "../../recording/observation.ts";
import type { Reading } from "../../recording/reading.ts";
import type { Clock } from "../source.ts";
import type { KubernetesCollection } from "./resources.ts";

/** An object that could not be used; the rest of its collection still is. */
export interface ObjectProblem {
  readonly collection: KubernetesCollection;
  readonly message: string;
}

/** What the reader of one collection works with. */
export interface Outlet {
  all(items: ReadonlyMap<string, Item>): void;
  /** Joined with what else changes within the next moment. */
  change(id: string, item: Item | null): void;
  /** The source is alive; said together with pending changes. */
  alive(): void;
  failed(failure: Failure): void;
  /** Lets pending changes out now. */
  flush(): void;
}

const coalesceMs = 75;

/** Turns what a reader learns of one collection into readings. After `signal` aborts nothing comes out. */
export function outletOf(
  collection: KubernetesCollection,
  clock: Clock,
  emit: (readings: readonly Reading[]) => void,
  signal: AbortSignal,
): Outlet {
  let pending = new Map<string, Item | null>();
  let isAlive = false;
  let isScheduled = false;
  let lastFailure = "";

  const say = (said: Reading["said"]) => {
    if (signal.aborted) return;
    // Items and collection belong together: both come from the same row of the table of resources.
    emit([{ collection, at: clock.now(), said } as Reading]);
  };
  const flush = () => {
    if (pending.size === 0 && !isAlive) return;
    const items = pending;
    pending = new Map();
    isAlive = false;
    lastFailure = "";
    say(items.size > 0 ? ({ kind: "some", items } as Reading["said"]) : { kind: "current" });
  };
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    void clock.sleep(coalesceMs, signal).then(() => {
      isScheduled = false;
      flush();
    });
  };

  return {
    all(items) {
      pending = new Map();
      isAlive = false;
      lastFailure = "";
      say({ kind: "all", items } as Reading["said"]);
    },
    change(id, item) {
      pending.set(id, item);
      schedule();
    },
    alive() {
      isAlive = true;
      schedule();
    },
    failed(failure) {
      flush();
      const text = `${failure.code} ${failure.message}`;
      if (text === lastFailure) return;
      lastFailure = text;
      say({ kind: "failed", failure });
    },
    flush,
  };
}
