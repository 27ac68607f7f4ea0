import type { Held } from "./claim-book.ts";
import type { Rule } from "./rule.ts";
import { type Story, storyIdOf } from "./stories.ts";

interface Draft {
  readonly id: string;
  readonly rule: Rule;
  readonly held: Held[];
  readonly follows: Map<string, Draft>;
}

/** Joins claims into stories, and puts each claim that another explains under the story of that one. */
export class Storyteller {
  readonly #rules: readonly Rule[];
  readonly #explainers: ReadonlyMap<Rule, readonly Rule[]>;
  /** Rules whose claims explain those of another. */
  readonly #causes: ReadonlySet<Rule>;

  constructor(rules: readonly Rule[]) {
    this.#explainers = explainersOf(rules);
    this.#causes = new Set([...this.#explainers.values()].flat());
    this.#rules = causesFirst(rules, this.#explainers);
  }

  /** Whether claims of a rule may lie in stories of another, or may hold those of others. */
  stories(claimsOf: (rule: Rule) => readonly Held[]): Story[] {
    const told: Draft[] = [];
    /** By rule, the drafts that its claims about a subject went into. */
    const drafts = new Map<Rule, Map<string, Draft>>();
    for (const rule of this.#rules) {
      const claims = claimsOf(rule);
      if (claims.length === 0) continue;
      const bySubject = new Map<string, Draft>();
      drafts.set(rule, bySubject);
      const top = new Map<string, Draft>();
      const explainers = (this.#explainers.get(rule) ?? []).flatMap((one) => drafts.get(one) ?? []);
      for (const held of claims) {
        const cause = causeOf(held, explainers);
        const place = cause?.follows ?? top;
        const id = storyIdOf(rule, held.claim);
        let draft = place.get(id);
        if (draft === undefined) {
          draft = { id, rule, held: [], follows: new Map() };
          place.set(id, draft);
          if (cause === undefined) told.push(draft);
        }
        draft.held.push(held);
        if (!this.#causes.has(rule)) continue;
        for (const subject of held.claim.subjects) if (!bySubject.has(subject)) bySubject.set(subject, draft);
      }
    }
    return told.map(finish);
  }
}

/** The story of an explaining claim with a subject in common, else of one about the whole cluster. */
function causeOf({ claim }: Held, explainers: readonly ReadonlyMap<string, Draft>[]): Draft | undefined {
  for (const bySubject of explainers) {
    for (const subject of claim.subjects) {
      const draft = bySubject.get(subject);
      if (draft !== undefined) return draft;
    }
    const everything = bySubject.get("cluster");
    if (everything !== undefined) return everything;
  }
  return undefined;
}

function finish({ id, rule, held, follows }: Draft): Story {
  return { id, rule, held, follows: [...follows.values()].map(finish) };
}

/** Which rules explain each, without the names that lead round in a circle: the rule named first there stays the consequence. */
function explainersOf(rules: readonly Rule[]): Map<Rule, readonly Rule[]> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const explainers = new Map<Rule, Rule[]>();
  const leadsTo = (from: Rule, to: Rule): boolean =>
    from === to || (explainers.get(from) ?? []).some((next) => leadsTo(next, to));
  for (const rule of rules) {
    const kept: Rule[] = [];
    explainers.set(rule, kept);
    for (const id of rule.explainedBy ?? []) {
      const cause = byId.get(id);
      if (cause !== undefined && !leadsTo(cause, rule)) kept.push(cause);
    }
  }
  return explainers;
}

function causesFirst(rules: readonly Rule[], explainers: ReadonlyMap<Rule, readonly Rule[]>): Rule[] {
  const ordered = new Set<Rule>();
  const visit = (rule: Rule) => {
    for (const cause of explainers.get(rule) ?? []) if (!ordered.has(cause)) visit(cause);
    ordered.add(rule);
  };
  for (const rule of rules) visit(rule);
  return [...ordered];
}
