import { type Finding, type Severity, severities } from "../diagnosis/finding.ts";
import { rankOf } from "../diagnosis/weight.ts";

/** Id of a subject, and the place of the worst finding about it in `severities`; -1: nothing is found any more. */
export type TroubleNews = readonly [id: string, rank: number];

/** How much was found, also where not all of it is sent. What the operator ignores counts apart. */
export interface Totals {
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly ignored: number;
}

interface FindingChange {
  readonly changed: readonly Finding[];
  readonly removed: readonly string[];
}

/** The worst finding about each subject, kept up to date change by change. What the operator ignores troubles nobody. */
export class Troubles {
  readonly #findings = new Map<string, Finding>();
  readonly #bySubject = new Map<string, Map<string, number>>();

  /** Takes in findings that appeared, changed or went, and says whose worst finding is another now. */
  advance({ changed, removed }: FindingChange): Set<string> {
    const before = new Map<string, number>();
    const forget = (id: string) => {
      const finding = this.#findings.get(id);
      if (!finding) return;
      this.#findings.delete(id);
      for (const subject of ranksIn(finding).keys()) {
        if (!before.has(subject)) before.set(subject, this.rankOf(subject));
        const ranks = this.#bySubject.get(subject);
        ranks?.delete(id);
        if (ranks?.size === 0) this.#bySubject.delete(subject);
      }
    };
    for (const id of removed) forget(id);
    for (const finding of changed) {
      forget(finding.id);
      this.#findings.set(finding.id, finding);
      for (const [subject, rank] of ranksIn(finding)) {
        if (!before.has(subject)) before.set(subject, this.rankOf(subject));
        const ranks = this.#bySubject.get(subject);
        if (ranks) ranks.set(finding.id, rank);
        else this.#bySubject.set(subject, new Map([[finding.id, rank]]));
      }
    }
    return new Set([...before].filter(([subject, rank]) => this.rankOf(subject) !== rank).map(([subject]) => subject));
  }

  /** Place in `severities`; -1: nothing was found. */
  rankOf(subject: string): number {
    const ranks = this.#bySubject.get(subject);
    return ranks ? Math.max(...ranks.values()) : -1;
  }

  subjects(): Iterable<string> {
    return this.#bySubject.keys();
  }

  totals(): Totals {
    return totalsOf([...this.#findings.values()]);
  }
}

export function totalsOf(findings: readonly Finding[]): Totals {
  const bySeverity: Record<Severity, number> = { info: 0, low: 0, medium: 0, high: 0, critical: 0 };
  let ignored = 0;
  for (const finding of findings) {
    if (finding.ignored) ignored += 1;
    else bySeverity[finding.severity] += 1;
  }
  return { findings: findings.length, bySeverity, ignored };
}

/** The worst severity that counts; `null`: nothing was found. */
export function worstIn({ bySeverity }: Totals): Severity | null {
  return severities.findLast((severity) => bySeverity[severity] > 0) ?? null;
}

/** Each subject of a finding and of what it explains. */
function ranksIn(finding: Finding, ranks = new Map<string, number>()): Map<string, number> {
  const { severity, subjects, follows, ignored } = finding;
  if (ignored) return ranks;
  const rank = rankOf(severity);
  for (const subject of subjects) ranks.set(subject, Math.max(rank, ranks.get(subject) ?? -1));
  for (const one of follows) ranksIn(one, ranks);
  return ranks;
}
