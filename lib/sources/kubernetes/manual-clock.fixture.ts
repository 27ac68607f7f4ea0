import { setImmediate } from "node:timers/promises";
import type { Clock } from "../source.ts";

export interface ManualClock extends Clock {
  /** Moves time on and lets every sleep that is over end. */
  advance(ms: number): Promise<void>;
  /** The sleeps that are still on, milliseconds as asked for. */
  sleeping(): readonly number[];
}

interface Sleep {
  readonly until: number;
  readonly ms: number;
  readonly end: () => void;
}

/** A clock that stands still until told otherwise. Sleeps of up to `instantMs` end at once, without time passing. */
export function manualClock(start = 1_700_000_000_000, instantMs = 100): ManualClock {
  let time = start;
  const sleeps = new Set<Sleep>();
  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        if (ms <= instantMs) return void setImmediate().then(resolve);
        const end = () => {
          sleeps.delete(sleep);
          signal.removeEventListener("abort", end);
          resolve();
        };
        const sleep: Sleep = { until: time + ms, ms, end };
        sleeps.add(sleep);
        signal.addEventListener("abort", end);
      }),
    async advance(ms) {
      time += ms;
      for (const sleep of [...sleeps]) if (sleep.until <= time) sleep.end();
      await setImmediate();
    },
    sleeping: () => [...sleeps].map(({ ms }) => ms),
  };
}
