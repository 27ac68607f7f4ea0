import type { AnswerName } from "../diagnosis/answers/answer-names.ts";
import type { Ignore } from "../diagnosis/ignored.ts";
import type { Grouping } from "../diagram/grouping.ts";
import type { Theme } from "../export/export.ts";
import type { FormatName } from "../export/index.ts";
import type { LinkTemplate } from "../export/link-templates.ts";
import type { Failure } from "../recording/observation.ts";
import type { Start } from "../snapshot/overview-wire.ts";
import type { Sort } from "../table/order.ts";
import type { ResourceKind } from "../topology/resources.ts";
import type { ClusterConfig, HistoryConfig, IntervalsConfig } from "./config.ts";

/** What a cluster's worker is started with: where its facts come from. */
export type Task =
  | {
      readonly kind: "live";
      readonly name: string;
      readonly cluster: ClusterConfig;
      readonly intervals: IntervalsConfig;
      readonly history: HistoryConfig;
      readonly dataDirectory: string;
      readonly ignore: readonly Ignore[];
    }
  | { readonly kind: "recording"; readonly name: string; readonly file: string }
  | {
      readonly kind: "simulated";
      readonly name: string;
      readonly scenario: string;
      readonly startedAt: number;
      /** Of scenarios that come in any size. */
      readonly nodes?: number;
    };

/** How a snapshot may be written: plain resources, or columns with string tables for large clusters. */
export type Form = "json" | "columns";
export type Encoding = "identity" | "gzip" | "br";

/** A question to the worker; each gets exactly one `answer` or `refusal` with its id. */
export type Question =
  | { readonly kind: "snapshot"; readonly at: number | null; readonly form: Form; readonly encoding: Encoding }
  | { readonly kind: "overview"; readonly at: number | null; readonly encoding: Encoding }
  | {
      readonly kind: "details";
      readonly at: number | null;
      /** Of any resources: the instances they stand on are told of. */
      readonly ids: readonly string[];
      readonly encoding: Encoding;
    }
  | {
      readonly kind: "compare";
      readonly at: number | null;
      /** The moment it is compared with; `null` = the latest. */
      readonly to: number | null;
      readonly encoding: Encoding;
    }
  | { readonly kind: "start"; readonly at: number | null }
  | {
      readonly kind: "match";
      readonly at: number | null;
      readonly query: string;
      /** Which of the matches come first in the list of ids. */
      readonly from: number;
      readonly withHosts: boolean;
      /** Where to complete the query; `null` = nowhere. */
      readonly caret: number | null;
      readonly encoding: Encoding;
    }
  | {
      readonly kind: "rows";
      readonly at: number | null;
      readonly query: string;
      readonly of: ResourceKind;
      readonly sort: Sort | null;
      readonly grouping: Grouping;
      readonly from: number;
      readonly count: number;
      readonly encoding: Encoding;
    }
  | {
      readonly kind: "object";
      readonly at: number | null;
      readonly id: string;
      /** The links that the operator defined. */
      readonly links: readonly LinkTemplate[];
      readonly encoding: Encoding;
    }
  | {
      readonly kind: "findings";
      readonly at: number | null;
      /** Id of a resource or of a finding; `null`: all. */
      readonly about: string | null;
      readonly encoding: Encoding;
    }
  | {
      readonly kind: "answer";
      readonly at: number | null;
      readonly what: AnswerName;
      /** `null`: of the cluster as a whole. */
      readonly subject: string | null;
      readonly encoding: Encoding;
    }
  | { readonly kind: "life"; readonly at: number | null; readonly id: string; readonly encoding: Encoding }
  | { readonly kind: "latency"; readonly at: number | null; readonly encoding: Encoding }
  | { readonly kind: "host"; readonly at: number | null; readonly id: string; readonly encoding: Encoding }
  | {
      readonly kind: "export";
      readonly at: number | null;
      readonly format: FormatName;
      readonly query: string;
      readonly grouping: Grouping;
      readonly theme: Theme;
      /** Of tables; `null` = all. */
      readonly kinds: readonly ResourceKind[] | null;
      readonly columns: readonly string[] | null;
      readonly encoding: Encoding;
    }
  | { readonly kind: "timeline"; readonly from: number; readonly to: number; readonly limit: number }
  | { readonly kind: "recording"; readonly from: number; readonly to: number; readonly maxBytes: number };

/** Bytes of a snapshot. `revision` is the live one's, `null` for a moment of the past. */
export interface EncodedSnapshot {
  readonly revision: number | null;
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** An exported file; `name` is safe in a header and in every file system. */
export interface EncodedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a server-rendered page starts with. `isWhole` is false when it has no instances yet: fetch the overview. */
export interface PageStart {
  readonly start: Start;
  readonly isWhole: boolean;
}

/** When things changed, oldest first. `complete` is false when moments were thinned out to the limit. */
export interface Timeline {
  readonly span: Span | null;
  readonly moments: readonly { readonly at: number; readonly changes: number }[];
  readonly complete: boolean;
}

export interface RecordingPart {
  readonly text: string;
  /** False when it was cut at the size limit: ask again from its last moment. */
  readonly complete: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Answers {
  snapshot: EncodedSnapshot;
  overview: EncodedSnapshot;
  details: EncodedSnapshot;
  compare: EncodedSnapshot;
  start: PageStart;
  match: EncodedSnapshot;
  rows: EncodedSnapshot;
  object: EncodedSnapshot;
  findings: EncodedSnapshot;
  answer: EncodedSnapshot;
  life: EncodedSnapshot;
  latency: EncodedSnapshot;
  host: EncodedSnapshot;
  export: EncodedFile;
  timeline: Timeline;
  recording: RecordingPart;
}

/** Whether the history is on disk, and if not, why. */
export interface HistoryStatus {
  readonly state: "kept" | "memory" | "full" | "damaged" | "refused";
  readonly message: string;
}

/** What the worker says of itself about once a second, when something of it moved. */
export interface WorkerStatus {
  readonly region: string | null;
  readonly about: string | null;
  readonly revision: number;
  /** Moment of the live snapshot, epoch milliseconds. */
  readonly at: number;
  readonly span: Span | null;
  readonly counts: Counts;
  readonly sources: readonly SourceStatus[];
  readonly history: HistoryStatus;
  /** Of the worker's thread, in bytes. */
  readonly heapBytes: number;
}

export interface Counts {
  readonly instances: number;
  readonly trunks: number;
  readonly branches: number;
  readonly pods: number;
}

/**
 * One collection's health: `current` was read, `stale` fails now, `unread` never came. Optional ones that were never read are
 * `not-granted` or `not-installed`, which is no fault.
 */
export interface SourceStatus {
  readonly collection: string;
  readonly optional: boolean;
  readonly state: "current" | "stale" | "unread" | "not-granted" | "not-installed";
  readonly readAt: number | null;
  readonly failure: Failure | null;
}

export interface Trouble {
  readonly code: string;
  readonly message: string;
}

export type ToWorker =
  | { readonly kind: "ask"; readonly id: number; readonly question: Question }
  | { readonly kind: "stop" };

export type FromWorker =
  | { readonly kind: "status"; readonly status: WorkerStatus }
  /** JSON of one Patch, ready to be sent to every reader. */
  | { readonly kind: "patch"; readonly from: number; readonly revision: number; readonly text: string }
  /** So much changed that readers fetch the snapshot of this revision instead. */
  | { readonly kind: "leap"; readonly revision: number }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly kind: "refusal"; readonly id: number; readonly trouble: Trouble }
  /** Cannot go on and need not be restarted: a damaged recording, a store in use. */
  | { readonly kind: "gave-up"; readonly trouble: Trouble }
  | {
      readonly kind: "log";
      readonly level: "info" | "warn" | "error";
      readonly message: string;
      readonly facts: object;
    };
