import type { Expected } from "./expected.ts";
import type { Line } from "./line.ts";

/**
 * `confirmed` the node shows it · `different` it is there, and something about it is not as it should be ·
 * `missing` a whole listing lacks it · `not-observed` nothing that was given would show it.
 */
export const verdicts = ["confirmed", "different", "missing", "not-observed"] as const;
export type Verdict = (typeof verdicts)[number];

export const fields = [
  "mac",
  "parent",
  "vlan",
  "state",
  "device",
  "via",
  "table",
  "priority",
  "scope",
  "value",
  "presence",
  "source",
  "except",
] as const;
export type FieldName = (typeof fields)[number];

export interface Difference {
  readonly field: FieldName;
  readonly expected: string;
  readonly observed: string;
}

/** One expected line, and what the node says to it. */
export interface Judged {
  readonly expected: Expected;
  /** As `ip` or `sysctl` would print it. */
  readonly text: string;
  readonly verdict: Verdict;
  readonly differences: readonly Difference[];
  /** Fields that the lines given do not show, so that they are neither right nor wrong. */
  readonly notShown: readonly FieldName[];
  /** The lines that say so. */
  readonly evidence: readonly Line[];
}
