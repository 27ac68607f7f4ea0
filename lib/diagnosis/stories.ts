import { collections } from "../recording/collections.ts";
import { type Held, keyOf } from "./claim-book.ts";
import {
  type Confidence,
  confidences,
  type Evidence,
  type Finding,
  type Severity,
  type Since,
  severities,
} from "./finding.ts";
import type { Claim, Rule } from "./rule.ts";

/** Evidence of more claims than this is the same again. */
const mostWithEvidence = 20;

/** The claims of one rule with one cause, and the stories they explain. */
export interface Story {
  readonly id: string;
  readonly rule: Rule;
  readonly held: readonly Held[];
  readonly follows: readonly Story[];
}

/** The id of the finding that a claim becomes part of. */
export function storyIdOf(rule: Rule, claim: Claim): string {
  return `${rule.id}/${claim.story ?? claim.subjects[0]}`;
}

/** The finding of a story. `isOnce`: there was one moment only, and no second reading can confirm what needs one. */
export function tell({ id, rule, held, follows }: Story, isOnce: boolean): Finding {
  const sorted = [...held].sort(worstFirst);
  const [worst] = sorted as [Held];
  const subjects = [...new Set(sorted.flatMap(({ claim }) => claim.subjects))];
  const facts = sorted.map(({ claim }) => claim.facts);
  return {
    id,
    rule: rule.id,
    code: rule.code,
    severity: severityOf(worst),
    confidence: leastOf(sorted.map((one) => confidenceOf(one, isOnce))),
    subjects,
    facts: rule.merge?.(facts, subjects.length) ?? worst.claim.facts,
    evidence: sorted.slice(0, mostWithEvidence).flatMap(evidenceOf),
    since: earliestOf(sorted.map(sinceOf)),
    follows: follows.map((story) => tell(story, isOnce)).sort(byWeight),
  };
}

/** The worst first; the same order whatever came first. */
export function byWeight(a: Finding, b: Finding): number {
  return rank(b.severity) - rank(a.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function worstFirst(a: Held, b: Held): number {
  const byRank = rank(severityOf(b)) - rank(severityOf(a));
  if (byRank !== 0) return byRank;
  const [left, right] = [`${keyOf(a.claim)} ${a.unit}`, `${keyOf(b.claim)} ${b.unit}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

function severityOf({ rule, claim }: Held): Severity {
  return claim.severity ?? rule.severity;
}

function confidenceOf({ rule, claim }: Held, isOnce: boolean): Confidence {
  const own = claim.confidence ?? "certain";
  return isOnce && rule.confirmAfterSeconds !== undefined ? leastOf([own, "likely"]) : own;
}

function leastOf(all: readonly Confidence[]): Confidence {
  return confidences[Math.max(...all.map((one) => confidences.indexOf(one)))] ?? "certain";
}

function sinceOf({ claim, first }: Held): Since | null {
  return claim.since === undefined ? { at: first.at, exact: first.exact } : claim.since;
}

/** What began at a time unknown may have begun before the earliest that is known. */
function earliestOf(all: readonly (Since | null)[]): Since | null {
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  const earliest = known.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.exact) ? b : a));
  return known.length === all.length ? earliest : { at: earliest.at, exact: false };
}

function evidenceOf({ claim, readAt }: Held): Evidence[] {
  return claim.evidence.map((pointed) => ({
    ...pointed,
    source: collections[pointed.collection].source,
    readAt: pointed.readAt ?? readAt[pointed.collection] ?? null,
  }));
}
