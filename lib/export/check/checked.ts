import { type Confidence, type Finding, type Severity, severities, type Undecided } from "../../diagnosis/finding.ts";
import { en } from "../../diagnosis/words/en.ts";
import type { Dictionary, Told } from "../../diagnosis/words/words.ts";
import { collections } from "../../recording/collections.ts";

/** What a check of one cluster at one moment came to. */
export interface Checked {
  readonly cluster: string;
  readonly region: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** A way to write the outcome of a check. */
export interface CheckFormat {
  readonly write: (checked: Checked, failOn: Severity) => string;
}

export interface Sentences {
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
  readonly commands: readonly string[];
  readonly verify: readonly string[];
}

/** A finding in English. */
export function sentencesOf({ rule, facts, subjects }: Finding, { cluster, region }: Checked): Sentences {
  const words = (en as unknown as Dictionary)[rule];
  const told: Told = { facts, subjects, cluster, region };
  if (!words) return { title: rule, message: "", remedy: "", commands: [], verify: [] };
  return {
    title: words.title,
    message: words.describe(told),
    remedy: words.remedy(told),
    commands: words.commands?.(told) ?? [],
    verify: words.verify(told),
  };
}

/** Why a rule is undecided, as one sentence. */
export function reasonOf({ lacks }: Undecided): string {
  return lacks
    .map(({ collection, code, message }) =>
      code === "NotRead" ? `${collection} was never read.` : `${collection} cannot be read: ${code}. ${message}`.trim(),
    )
    .join(" ");
}

export function titleOf(rule: string): string {
  return (en as unknown as Dictionary)[rule]?.title ?? rule;
}

/** Findings that count against a level; those an operator knows of do not. */
export function failing({ findings }: Checked, failOn: Severity): readonly Finding[] {
  return findings.filter(({ severity, ignored }) => ignored === undefined && isAtLeast(severity, failOn));
}

/** Rules at or above a level that nobody can decide now. What is optional and was never granted is no trouble. */
export function undecidable({ undecided }: Checked, failOn: Severity): readonly Undecided[] {
  return undecided.filter(
    ({ severity, lacks }) =>
      isAtLeast(severity, failOn) &&
      lacks.some(({ collection, code }) => !(collections[collection].optional && quietCodes.has(code))),
  );
}

/** As `lib/server/engine.ts` has them for the page's sources, with `NotRead` for what a file never had. */
const quietCodes: ReadonlySet<string> = new Set([
  "NotRead",
  "UnauthorizedOperation",
  "OperationNotPermitted",
  "Forbidden",
  "NotInstalled",
]);

function isAtLeast(severity: Severity, level: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(level);
}

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  certain: "certain",
  likely: "likely",
  "cannot-tell": "the cause cannot be told",
};
