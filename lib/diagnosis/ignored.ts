import type { Finding } from "./finding.ts";

/** Findings an operator has silenced: by code or rule, where all subjects match, until a moment. */
export interface Ignore {
  /** `SGP-042` or `trunk-full`. */
  readonly what: string;
  /** A pattern with `*` for subjects; all of a finding's must match. */
  readonly subjects: string;
  readonly reason: string;
  /** Epoch milliseconds; `null`: for good. */
  readonly until: number | null;
}

export type Silencer = (finding: Finding, now: number) => Finding;

/** Marks what is silenced. It stays a finding: it is still counted. */
export function createSilencer(ignore: readonly Ignore[]): Silencer {
  const rules = ignore.map((one) => ({ ...one, matches: globOf(one.subjects) }));
  return (finding, now) => {
    const rule = rules.find(
      ({ what, until, matches }) =>
        (what === finding.code || what === finding.rule) &&
        (until === null || now < until) &&
        finding.subjects.every((subject) => matches.test(subject)),
    );
    if (rule === undefined) return finding;
    return { ...finding, ignored: { reason: rule.reason, until: rule.until } };
  };
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
