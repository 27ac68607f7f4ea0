import type { CollectionName, SourceName } from "../recording/collections.ts";

/** From the least to the worst. */
export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** `cannot-tell`: something is wrong, and what we can read does not say which of several causes it has. */
export const confidences = ["certain", "likely", "cannot-tell"] as const;
export type Confidence = (typeof confidences)[number];

/** A plain value that a finding rests on. Times are epoch milliseconds in facts whose name ends in `At` or `Since`. */
export type Fact = string | number | boolean | null | readonly string[] | readonly number[];
export type Facts = Readonly<Record<string, Fact>>;

/** One value of one object, as it was read. */
export interface Evidence {
  readonly collection: CollectionName;
  readonly id: string;
  /** Path within the item, e.g. `groups`, `attachment.deleteOnTermination`. */
  readonly field: string;
  readonly value: Fact;
  readonly source: SourceName;
  /** When the collection was last known to be current; for what is remembered, when it was seen. `null`: not known. */
  readonly readAt: number | null;
}

export interface Since {
  /** Epoch milliseconds. */
  readonly at: number;
  /** False: it was so when first looked at, and may have begun earlier. */
  readonly exact: boolean;
}

/** What is wrong, about what, since when, and how we know. Sentences are made from `rule` and `facts` where it is shown. */
export interface Finding {
  /** `RULE/STORY`: the same trouble keeps its id while it lasts. */
  readonly id: string;
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Ids of resources, the worst hit first; `COLLECTION/ID` for an object that is no resource; `cluster` for the cluster itself. */
  readonly subjects: readonly string[];
  readonly facts: Facts;
  readonly evidence: readonly Evidence[];
  /** `null`: age unknown. */
  readonly since: Since | null;
  /** What this finding explains: consequences that are no accusations of their own. */
  readonly follows: readonly Finding[];
  /** Silenced by the operator: still counted. */
  readonly ignored?: { readonly reason: string; readonly until: number | null };
}

/** A rule that cannot be decided now, and what it lacks. */
export interface Undecided {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  /** What cannot be read, with the reason the API gave; `NotRead` where it was never tried. */
  readonly lacks: readonly { readonly collection: CollectionName; readonly code: string; readonly message: string }[];
}
