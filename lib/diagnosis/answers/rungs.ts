import type { Confidence, Facts } from "../finding.ts";

/** The steps to a trunk that takes branches, in the order in which they are taken (domain 4a). */
export const rungs = [
  "type",
  "pod-eni",
  "cni-node",
  "feature",
  "trunk",
  "attached",
  "capacity",
  "allocatable",
] as const;
export type RungName = (typeof rungs)[number];

/** The first rung that is not there, and why, in the words of the rule that says so; `rule: null`: none does, or not yet. */
export interface BrokenRung {
  readonly rung: RungName;
  readonly rule: string | null;
  readonly code: string | null;
  readonly facts: Facts;
  readonly subjects: readonly string[];
  readonly confidence: Confidence;
}
