const leastMs = 500;
export const usualMostMs = 30_000;
const mostRetryAfterMs = 300_000;

/** The wait before attempt `failures + 1`, milliseconds: doubled each time from 0.5 s up to `mostMs`, of which up to half is chance. */
export function backOffMs(failures: number, random: () => number, mostMs = usualMostMs): number {
  const full = Math.min(mostMs, leastMs * 2 ** Math.min(failures + 1, 10));
  return Math.max(leastMs, full * (0.5 + random() / 2));
}

/** The wait that a server asked for, with up to a second of chance so that not all readers return at once. */
export function retryAfterMs(seconds: number, random: () => number): number {
  return Math.min(mostRetryAfterMs, Math.max(leastMs, seconds * 1000)) + random() * 1000;
}
