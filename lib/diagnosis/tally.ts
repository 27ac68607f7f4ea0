import type { Fact, Facts } from "./finding.ts";

/** The facts of a story that counts: numbers are added up, lists are joined, all else is as in the first claim. */
export function tally<F extends Facts>(all: readonly F[]): F {
  const [first, ...others] = all;
  if (others.length === 0) return first as F;
  const told: Record<string, Fact> = { ...first };
  for (const [name, value] of Object.entries(first ?? {})) {
    if (typeof value === "number") told[name] = all.reduce((sum, facts) => sum + (facts[name] as number), 0);
    if (Array.isArray(value))
      told[name] = [...new Set(all.flatMap((facts) => facts[name] as (string | number)[]))] as Fact;
  }
  return told as F;
}
