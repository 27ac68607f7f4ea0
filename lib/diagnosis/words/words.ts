import type { Facts } from "../finding.ts";

/** A finding as its sentences need it. */
export interface Told<F extends Facts = Facts> {
  readonly facts: F;
  /** Ids as in the finding; `subjects.length` is how many it is about. */
  readonly subjects: readonly string[];
  readonly cluster: string;
  readonly region: string | null;
}

/** What a rule's findings are called and how they are told, in one language. First the fact, then the meaning, then the action. */
export interface Words<F extends Facts = Facts> {
  /** The fault in a few words, without facts: `Trunk ENI has no free branch slot`. */
  readonly title: string;
  /** One or two sentences with the facts of this finding. */
  describe(told: Told<F>): string;
  /** What to do. */
  remedy(told: Told<F>): string;
  /** Commands to copy that do it; names are quoted for a POSIX shell. Empty: there is none to give. */
  commands?(told: Told<F>): readonly string[];
  /** Commands that show the same fact by hand. */
  verify(told: Told<F>): readonly string[];
}

/** What every finding is called and how it is told in one language, by rule id. */
export type Dictionary = Readonly<Record<string, Words>>;
