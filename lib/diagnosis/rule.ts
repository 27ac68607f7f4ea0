import type { CollectionName } from "../recording/collections.ts";
import type { Confidence, Evidence, Facts, Severity, Since } from "./finding.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

/**
 * What a rule says of one unit. Claims of one rule with the same `story` become one finding: its subjects are theirs together,
 * its facts those that `merge` makes of them.
 */
export interface Claim<F extends Facts = Facts> {
  /** Ids of resources, the one it is about first. */
  readonly subjects: readonly [string, ...string[]];
  readonly facts: F;
  /** `readAt` and `source` are filled in by the engine. */
  readonly evidence: readonly Pointed[];
  /** The cause that claims share; the first subject when missing. */
  readonly story?: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** When the rule knows it from the objects or from memory; `null`: the rule knows that it cannot be known. Missing: since the engine first saw it. */
  readonly since?: Since | null;
  /** A record of an API proves it: it needs no second reading and no history. */
  readonly isProven?: boolean;
}

export type Pointed = Omit<Evidence, "readAt" | "source"> & { readonly readAt?: number };

interface Declared<F extends Facts> {
  /** Words: `trunk-full`. */
  readonly id: string;
  /** Label: `SGP-042`. */
  readonly code: string;
  readonly severity: Severity;
  /** When one of these was never read, or fails now, the rule is undecided. */
  readonly needs: readonly CollectionName[];
  /**
   * The fault needs both halves to agree (domain 8, suppression 1): it counts when it held for so long, over two readings of what it needs.
   * Missing: one reading is enough.
   */
  readonly confirmAfterSeconds?: number;
  /** Over so many readings, the first included; 2 when missing. Counts with `confirmAfterSeconds` only. */
  readonly confirmReadings?: number;
  /** A single moment proves nothing, unless a record proves it; of other rules it counts, as `likely` at most. */
  readonly needsHistory?: boolean;
  /** A claim of a rule named here, with a subject in common (or about `cluster`), explains this rule's claim: it becomes part of that story. */
  readonly explainedBy?: readonly string[];
  /** Collections whose change has the rule asked again about everything. What it looks at through `World` is noticed and need not be named. */
  readonly watches?: readonly CollectionName[];
  /** The facts of a story from those of its claims; missing: those of the first. `subjects` is how many subjects they have together. */
  merge?(facts: readonly F[], subjects: number): F;
}

/** Looks at one instance with its node, ENIs, branches and pods, and is asked again when one of these changes. */
export interface HostRule<F extends Facts = Facts> extends Declared<F> {
  readonly per: "host";
  check(host: Host, world: World): Iterable<Claim<F>>;
}

/** Looks at the cluster as a whole, from what it gathered of each host. */
export interface ClusterRule<F extends Facts = Facts, G = unknown> extends Declared<F> {
  readonly per: "cluster";
  /** What this rule needs of one host; asked again when the host changes. `null`: nothing. */
  gather?(host: Host, world: World): G | null;
  check(world: World, gathered: ReadonlyMap<string, G>): Iterable<Claim<F>>;
}

export type Rule = HostRule | ClusterRule;

/** The facts a rule's findings carry. */
export type FactsOf<R> = R extends HostRule<infer F> ? F : R extends ClusterRule<infer F, unknown> ? F : never;

// Two signatures, so that facts and what is gathered are inferred from the definition. Inside the register every rule is a plain `Rule`.
export function defineRule<F extends Facts>(rule: HostRule<F>): HostRule<F>;
export function defineRule<F extends Facts, G>(rule: ClusterRule<F, G>): ClusterRule<F, G>;
export function defineRule(rule: unknown): unknown {
  return rule;
}
