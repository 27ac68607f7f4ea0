import type { Failure } from "../../recording/observation.ts";

const firstRetry = 2000;
/** Codes that asking again soon cannot change or makes worse, and the longest pause after each: a grant is to be noticed soon. */
const patient: ReadonlyMap<string, number> = new Map([
  ["UnauthorizedOperation", 120_000],
  ["OperationNotPermitted", 120_000],
  ["AuthFailure", 120_000],
  ["RequestLimitExceeded", 600_000],
]);

/**
 * Milliseconds until the next read. After success the interval, 10 % either way. After trouble that may pass, 2 s doubling up to the
 * interval; the interval doubling up to 2 minutes after a refusal, up to 10 after throttling. What goes
 * beyond the interval is at most `most`. `random` is in [0, 1).
 */
export function pauseAfter(
  every: number,
  failures: { readonly count: number; readonly last: Failure | undefined },
  random: () => number,
  most = Number.POSITIVE_INFINITY,
): number {
  const { count, last } = failures;
  if (last === undefined || count === 0) return every * (0.9 + 0.2 * random());
  const doubled = 2 ** Math.min(count - 1, 20);
  const longest = patient.get(last.code);
  const pause =
    longest === undefined
      ? Math.min(every, most, firstRetry * doubled)
      : Math.max(every, Math.min(longest, most, every * doubled));
  return pause * (0.5 + 0.5 * random());
}
