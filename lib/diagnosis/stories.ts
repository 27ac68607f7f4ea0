import { collections } from "../recording/collections.ts";
import { type Held, keyOf } from "./claim-book.ts";
import { type Confidence, confidences, type Evidence, type Finding, type Severity, type Since } from "./finding.ts";
import type { Claim, Rule } from "./rule.ts";
import { byWeight, rankOf } from "./weight.ts";

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

interface Telling {
  readonly held: readonly Held[];
  readonly finding: Finding;
}

/** Makes findings of stories. One whose claims are the same as before stays the same finding: there may be very many of them. */
export class Teller {
  /** There was one moment only, and no second reading can confirm what needs one. */
  readonly #isOnce: boolean;
  #known: ReadonlyMap<string, Telling> = new Map();

  constructor(isOnce: boolean) {
    this.#isOnce = isOnce;
  }

  tell(stories: readonly Story[]): readonly Finding[] {
    const told = new Map<string, Telling>();
    const findings = stories.map((story) => this.#tell(story, "", told));
    this.#known = told;
    return findings;
  }

  #tell({ id, rule, held, follows }: Story, within: string, told: Map<string, Telling>): Finding {
    const path = `${within}${id}`;
    const consequences = follows.map((story) => this.#tell(story, `${path} > `, told)).sort(byWeight);
    const known = this.#known.get(path);
    const isSame = known !== undefined && hasSame(known.held, held) && hasSame(known.finding.follows, consequences);
    const finding = isSame ? known.finding : findingOf(id, rule, held, consequences, this.#isOnce);
    told.set(path, { held, finding });
    return finding;
  }
}

function findingOf(
  id: string,
  rule: Rule,
  held: readonly Held[],
  follows: readonly Finding[],
  isOnce: boolean,
): Finding {
  const sorted = sortedByWeight(held);
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
    follows,
  };
}

function hasSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** The worst first; each is given its key once, since a story may have very many claims. */
function sortedByWeight(held: readonly Held[]): Held[] {
  return held
    .map((one) => ({ one, weight: rankOf(severityOf(one)), key: `${keyOf(one.claim)} ${one.unit}` }))
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }) => one);
}

function severityOf({ rule, claim }: Held): Severity {
  return claim.severity ?? rule.severity;
}

function confidenceOf({ rule, claim }: Held, isOnce: boolean): Confidence {
  const own = claim.confidence ?? "certain";
  return isOnce && rule.confirmAfterSeconds !== undefined && !claim.isProven ? leastOf([own, "likely"]) : own;
}

function leastOf(all: readonly Confidence[]): Confidence {
  return all.reduce((least, one) => (confidences.indexOf(one) > confidences.indexOf(least) ? one : least), "certain");
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
