import type { Failure } from "../../recording/observation.ts";

const firstRetry = 2000;
const longestPause = 600_000;

/** Codes that asking again soon cannot change, or makes worse. */
const patient = new Set(["UnauthorizedOperation", "OperationNotPermitted", "AuthFailure", "RequestLimitExceeded"]);

/**
 * Milliseconds until the next read. After success the interval, 10 % either way. After trouble that may pass, 2 s doubling up to the
 * interval; after a refusal or throttling, the interval doubling up to 10 minutes. `random` is in [0, 1).
 */
export function pauseAfter(
  every: number,
  failures: { readonly count: number; readonly last: Failure | undefined },
  random: () => number,
): number {
  const { count, last } = failures;
  if (last === undefined || count === 0) return every * (0.9 + 0.2 * random());
  const doubled = 2 ** Math.min(count - 1, 20);
  const pause = patient.has(last.code)
    ? Math.max(every, Math.min(longestPause, every * doubled))
    : Math.min(every, firstRetry * doubled);
  return pause * (0.5 + 0.5 * random());
}
