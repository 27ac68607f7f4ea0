import type { Change } from "../recording/change.ts";
import type { Observation } from "../recording/observation.ts";

/**
 * The growing recording of one live cluster. Small on purpose: one SQLite file stands behind it today,
 * a database shared by several servers could.
 */
export interface History {
  readonly status: HistoryStatus;
  /** Keeps one change; never throws: trouble shows in `status`, and watching goes on. */
  append(change: Change): void;
  /** What a moment (epoch milliseconds) is rebuilt from; `null` before the first one kept. */
  momentAt(at: number): Promise<Moment | null>;
  /** The observation at a moment; `null` before the first one kept. */
  observationAt(at: number): Promise<Observation | null>;
  /** Changes with `from < at <= to`, oldest first. */
  changesBetween(from: number, to: number): Iterable<Change>;
  /** When something changed with `from <= at <= to`, oldest first, without opening the changes. */
  moments(from: number, to: number, limit: number): HistoryMoments;
  span(): { readonly from: number; readonly to: number } | null;
  /** Settles when no keyframe is under way: for whoever appends much at once. */
  settled(): Promise<void>;
  /** Settles when everything is on disk and the file is free for another process. */
  close(): Promise<void>;
}

/** `start` with `derived` (what was concluded from it and all before it), then `changes` up to the moment. */
export interface Moment {
  readonly start: Observation;
  /** As `derive` gave it when the keyframe was written; `null` when there was none or of another version. */
  readonly derived: unknown;
  readonly changes: readonly Change[];
}

/** At most `limit` moments. When that is fewer than there were, `complete` is false and each stands for those before it, their changes added up. */
export interface HistoryMoments {
  readonly moments: readonly HistoryMoment[];
  readonly complete: boolean;
}

export interface HistoryMoment {
  readonly at: number;
  /** How many items changed. */
  readonly changes: number;
}

/** `kept` on disk · `memory` only, as configured or because the disk refused · `full` disk · `damaged` file moved aside. */
export interface HistoryStatus {
  readonly state: "kept" | "memory" | "full" | "damaged";
  readonly message: string;
}

export interface HistoryOptions {
  /** Path of the file; `null` = memory only. */
  readonly file: string | null;
  readonly keepDays: number;
  readonly keepMegabytes: number;
  /** A bound for the file that is not to be passed, like a disk of that size. */
  readonly maxBytes?: number;
  readonly now: () => number;
  /** The live observation, every appended change included. */
  readonly observe: () => Observation;
  /** What was concluded so far, as plain JSON with the version of its meaning, to be kept with a keyframe. */
  readonly derive?: () => Derived;
  readonly derivedVersion?: number;
}

export interface Derived {
  readonly version: number;
  readonly value: unknown;
}
