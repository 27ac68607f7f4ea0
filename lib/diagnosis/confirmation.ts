import type { Held, ReadingCount } from "./claim-book.ts";

/**
 * Whether a claim counts: one that needs both halves must hold for its time, over two readings of each thing it needs (domain 8, suppression 1).
 * A recording of one single moment has no second reading to wait for.
 */
export function isConfirmed(
  { rule, claim, first }: Held,
  now: { readonly at: number; readonly readings: ReadingCount },
): boolean {
  const { confirmAfterSeconds, confirmReadings = 2, needs } = rule;
  if (confirmAfterSeconds === undefined || claim.isProven) return true;
  if (now.at - first.at < confirmAfterSeconds * 1000) return false;
  return needs.every(
    (collection) => now.readings.of(collection) - (first.readings[collection] ?? 0) >= confirmReadings - 1,
  );
}
