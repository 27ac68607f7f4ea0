import type { LinkTemplate } from "../export/link-templates.ts";
import type {
  EncodedFile,
  EncodedSnapshot,
  PageStart,
  Question,
  RecordingPart,
  Timeline,
  Trouble,
  WorkerStatus,
} from "./protocol.ts";

/**
 * Everything the routes and pages reach of the running server. It lives on `globalThis`,
 * because Next instantiates each module several times in one process.
 */
export interface Hub {
  clusters(): readonly ClusterSummary[];
  /** Opens a recording on first use; `null` when there is no cluster of that name. */
  cluster(name: string): ClusterPort | null;
  /** `name` or `name:port` that requests may be addressed to. */
  readonly allowedHosts: readonly string[];
  /** The links that the operator defined. */
  readonly links: readonly LinkTemplate[];
  /** The page of a check by its code, in Markdown; `null`: there is no such check. */
  checkPage(code: string): Promise<string | null>;
  readonly startedAt: number;
  readonly log: Log;
  readonly streams: StreamCount;
}

export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** How many event streams are open, over all clusters. */
export interface StreamCount {
  open: number;
}

/** One row of `GET /api/clusters`. Times are epoch milliseconds. */
export interface ClusterSummary {
  readonly name: string;
  readonly mode: "live" | "recording";
  /** `closed` recordings open on first use; `restarting` and `failed` say why in `trouble`. */
  readonly state: "closed" | "starting" | "ready" | "restarting" | "failed";
  readonly trouble: Trouble | null;
  readonly region: string | null;
  readonly about: string | null;
  /** Missing until its worker has spoken. */
  readonly status: WorkerStatus | null;
}

/** A question without its kind. */
export type Asked<K extends Question["kind"]> = Omit<Extract<Question, { kind: K }>, "kind">;

/** One cluster as the main thread sees it: questions go to its worker, patches come from it. */
export interface ClusterPort {
  readonly summary: ClusterSummary;
  /** Each rejects with `TroubleError` when the worker cannot answer. */
  snapshot(asked: Asked<"snapshot">): Promise<EncodedSnapshot>;
  overview(asked: Asked<"overview">): Promise<EncodedSnapshot>;
  details(asked: Asked<"details">): Promise<EncodedSnapshot>;
  compare(asked: Asked<"compare">): Promise<EncodedSnapshot>;
  start(asked: Asked<"start">): Promise<PageStart>;
  match(asked: Asked<"match">): Promise<EncodedSnapshot>;
  rows(asked: Asked<"rows">): Promise<EncodedSnapshot>;
  object(asked: Asked<"object">): Promise<EncodedSnapshot>;
  findings(asked: Asked<"findings">): Promise<EncodedSnapshot>;
  answer(asked: Asked<"answer">): Promise<EncodedSnapshot>;
  life(asked: Asked<"life">): Promise<EncodedSnapshot>;
  latency(asked: Asked<"latency">): Promise<EncodedSnapshot>;
  host(asked: Asked<"host">): Promise<EncodedSnapshot>;
  export(asked: Asked<"export">): Promise<EncodedFile>;
  timeline(asked: Asked<"timeline">): Promise<Timeline>;
  recording(asked: Asked<"recording">): Promise<RecordingPart>;
  /** The patches after `revision`; `null` when they are not kept any more, or not of this worker. */
  patchesSince(revision: number): readonly KeptPatch[] | null;
  subscribe(listener: Listener): () => void;
  readonly subscribers: number;
  /** The newest revision; `null` before its worker has spoken. */
  readonly revision: number | null;
}

export interface KeptPatch {
  readonly from: number;
  readonly revision: number;
  readonly text: string;
}

export interface Listener {
  patch(patch: KeptPatch): void;
  /** The cluster's worker, and with it the revision count, is a new one; or its state changed. */
  state(summary: ClusterSummary): void;
  reset(): void;
}

/** Expected trouble on its way through a promise. */
export class TroubleError extends Error {
  readonly code: string;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.name = "TroubleError";
    this.code = trouble.code;
  }
}

/** By name and not by class: the page's copy of this module is another one than the server's. */
export function troubleOf(error: unknown): Trouble | null {
  if (!(error instanceof Error) || error.name !== "TroubleError") return null;
  return { code: (error as TroubleError).code, message: error.message };
}

const key = Symbol.for("trunkscope.hub.1");
const shared = globalThis as { [key]?: Hub };

export function setHub(hub: Hub | undefined): void {
  if (hub) shared[key] = hub;
  else delete shared[key];
}

/** Throws when the process was not started by `bin/trunkscope serve`: only that owns clusters. */
export function hub(): Hub {
  const running = shared[key];
  if (!running) throw new Error("No clusters here: start the server with `bin/trunkscope serve`, not with `next`.");
  return running;
}
