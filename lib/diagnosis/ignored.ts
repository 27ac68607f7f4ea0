import type { Finding } from "./finding.ts";
import { globTest } from "./glob.ts";
import type { Story } from "./stories.ts";

/** What an operator has silenced: findings of one check about some subjects, until a moment. */
export interface Ignore {
  /** `SGP-042`, or `trunk-full`. */
  readonly check: string;
  /** A pattern in which `*` stands for anything. */
  readonly subject: string;
  readonly reason: string;
  /** Epoch milliseconds; `null`: for good. */
  readonly until: number | null;
}

/**
 * Marks a finding as ignored when each claim in it names a subject that the pattern fits, so that new trouble elsewhere is not hidden in
 * an old story. It stays a finding and is still counted.
 */
export function createSilencer(ignore: readonly Ignore[]): (finding: Finding, story: Story, now: number) => Finding {
  const patterns = ignore.map((one) => ({ ...one, fits: globTest(one.subject) }));
  return (finding, { held }, now) => {
    const found = patterns.find(
      ({ check, until, fits }) =>
        (check === finding.code || check === finding.rule) &&
        (until === null || now < until) &&
        held.every(({ claim }) => claim.subjects.some(fits)),
    );
    return found === undefined ? finding : { ...finding, ignored: { reason: found.reason, until: found.until } };
  };
}
