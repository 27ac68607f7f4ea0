import type { Reading } from "../recording/reading.ts";

/**
 * Watches one part of one live cluster until `signal` aborts. Everything it learns, failures included, goes to `emit`;
 * the promise settles only when it has stopped. It throws only for bugs.
 */
export interface Source {
  readonly name: string;
  run(emit: (readings: readonly Reading[]) => void, signal: AbortSignal): Promise<void>;
}

/** Time as a parameter, so that back-off and watchdogs can be tested without waiting. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
    }),
};
