import type { Finding } from "../diagnosis/finding.ts";
import type { Verdict } from "./verdict.ts";

/** Findings that a reader starts with, subjects of each, and consequences of each: the rest is asked for. */
const mostFindings = 500;
const mostSubjects = 200;
const mostFollowing = 50;

/** A verdict as a reader starts with it: the worst findings first, as much of each as is looked at. */
export interface Told extends Verdict {
  /** How many subjects a finding has, where not all are here. */
  readonly subjectTotals: Readonly<Record<string, number>>;
}

export function toldOf({ findings, undecided }: Verdict): Told {
  const subjectTotals: Record<string, number> = {};
  const cut = (finding: Finding): Finding => {
    const { subjects, follows } = finding;
    if (subjects.length > mostSubjects) subjectTotals[finding.id] = subjects.length;
    if (subjects.length <= mostSubjects && follows.length === 0) return finding;
    return {
      ...finding,
      subjects: subjects.slice(0, mostSubjects),
      follows: follows.slice(0, mostFollowing).map(cut),
    };
  };
  return { findings: findings.slice(0, mostFindings).map(cut), undecided, subjectTotals };
}
