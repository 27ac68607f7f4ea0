import type { Clock } from "../source.ts";

/** Aborts its signal when nothing was heard for a while: the only way to notice a frozen server or a half-open connection. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Something arrived: the wait starts again. */
  heard(): void;
  /** From now on silence may last this long. */
  allow(ms: number): void;
  hasFired(): boolean;
  /** Ends the watch, and with it whatever still uses the signal. */
  stop(): void;
}

/** Starts at once, and also aborts when `outer` does. */
export function watchdog(clock: Clock, ms: number, outer: AbortSignal): Watchdog {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let patienceMs = ms;
  let deadline = clock.now() + ms;
  let fired = false;

  const heard = () => {
    deadline = clock.now() + patienceMs;
  };
  const guard = async () => {
    while (!controller.signal.aborted) {
      const left = deadline - clock.now();
      if (left <= 0) {
        fired = true;
        return abort();
      }
      await clock.sleep(left, controller.signal);
    }
  };

  if (outer.aborted) abort();
  outer.addEventListener("abort", abort);
  void guard();
  return {
    signal: controller.signal,
    heard,
    allow(next) {
      patienceMs = next;
      heard();
    },
    hasFired: () => fired,
    stop() {
      outer.removeEventListener("abort", abort);
      abort();
    },
  };
}
