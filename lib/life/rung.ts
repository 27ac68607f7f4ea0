import type { CollectionName } from "../recording/collections.ts";
import type { Proof, StepCode } from "./life.ts";

/** One state of a state machine. The order of a table is the order in which states are reached. */
export interface Rung {
  readonly step: StepCode;
  readonly name: string;
  /** Only told when it happened; while nothing after it is reached, the subject is held up there. */
  readonly trouble?: "failed" | "overdue";
  /** Of a trouble: seconds for which it is nothing out of the ordinary. */
  readonly graceSeconds?: number;
  /** Nothing is awaited after it. */
  readonly isEnd?: true;
  /** It comes when somebody wants it to: it is never next, and never late. */
  readonly isWanted?: true;
  /** Collections that show it; empty: no API does. */
  readonly shownBy: readonly CollectionName[];
  readonly provedBy: Proof;
  /** Seconds after `since` (by default the last step reached) at which it is late. `release`: cool-down, one tick and slack. */
  readonly within?: number | "release";
  readonly since?: StepCode;
  readonly checks?: readonly string[];
}
