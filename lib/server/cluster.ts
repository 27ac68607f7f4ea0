import { Worker } from "node:worker_threads";
import { AnswerCache } from "./answer-cache.ts";
import {
  type Asked,
  type ClusterPort,
  type ClusterSummary,
  type KeptPatch,
  type Listener,
  type Log,
  TroubleError,
} from "./hub.ts";
import type {
  Answers,
  EncodedFile,
  EncodedSnapshot,
  FromWorker,
  PageStart,
  Question,
  RecordingPart,
  Task,
  Timeline,
  ToWorker,
  Trouble,
  WorkerStatus,
} from "./protocol.ts";
import { Ring } from "./ring.ts";

const askMs = 30_000;
const stopMs = 5_000;
const maxBackOffMs = 60_000;
/** A worker that lived so long died of something new. */
const soundLifeMs = 120_000;
/** Readings of 150,000 pods and 100,000 interfaces fit; a leak ends here and not in the machine's memory. */
const resourceLimits = { maxOldGenerationSizeMb: 3072, maxYoungGenerationSizeMb: 64 };

interface Waiting {
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export interface ClusterOptions {
  readonly task: Task;
  readonly log: Log;
  /** Called when the worker says that trying again would not help. */
  readonly onGaveUp?: (trouble: Trouble) => void;
  /** The file of the worker. */
  readonly worker?: URL;
}

/** One cluster as the main thread sees it: keeps its worker alive, passes questions in and patches out. */
export class Cluster implements ClusterPort {
  readonly #options: ClusterOptions;
  readonly #ring = new Ring();
  readonly #cache = new AnswerCache();
  readonly #listeners = new Set<Listener>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #opened = Promise.withResolvers<void>();
  #worker: Worker | null = null;
  #state: ClusterSummary["state"] = "closed";
  #trouble: Trouble | null = null;
  #status: WorkerStatus | null = null;
  #asked = 0;
  #deaths = 0;
  #restart: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  get summary(): ClusterSummary {
    const { task } = this.#options;
    const status = this.#status;
    return {
      name: task.name,
      mode: task.kind === "recording" ? "recording" : "live",
      state: this.#state,
      trouble: this.#trouble,
      region: status?.region ?? (task.kind === "live" ? (task.cluster.region ?? null) : null),
      about: status?.about ?? null,
      status,
    };
  }

  /** Settles when its store is open, or turned out not to open. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  get revision(): number | null {
    return this.#ring.revision;
  }

  get subscribers(): number {
    return this.#listeners.size;
  }

  /** Starts the worker, unless it runs or may not. */
  open(): void {
    if (this.#worker || this.#restart || this.#isStopped || this.#state === "failed") return;
    this.#state = this.#deaths > 0 ? "restarting" : "starting";
    const { task, log, worker: file = new URL("./cluster-worker.ts", import.meta.url) } = this.#options;
    const worker = new Worker(file, { workerData: task, resourceLimits, name: `cluster ${task.name}` });
    const startedAt = Date.now();
    this.#worker = worker;
    worker.on("message", (message: FromWorker) => this.#heed(message));
    worker.on("error", (error) =>
      log.error({ cluster: task.name, stack: stackOf(error) }, "the cluster's worker broke"),
    );
    worker.on("exit", (code) => this.#afterExit(code, Date.now() - startedAt));
  }

  snapshot(asked: Asked<"snapshot">): Promise<EncodedSnapshot> {
    const { at, form, encoding } = asked;
    const key = [at ?? `live ${this.#ring.revision}`, form, encoding].join(" ");
    return this.#cache.get(key, () => this.#ask({ kind: "snapshot", ...asked }));
  }

  overview(asked: Asked<"overview">): Promise<EncodedSnapshot> {
    const { at, encoding } = asked;
    const key = [at ?? `live ${this.#ring.revision}`, "overview", encoding].join(" ");
    return this.#cache.get(key, () => this.#ask({ kind: "overview", ...asked }));
  }

  details(asked: Asked<"details">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "details", ...asked });
  }

  compare(asked: Asked<"compare">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "compare", ...asked });
  }

  start(asked: Asked<"start">): Promise<PageStart> {
    return this.#ask({ kind: "start", ...asked });
  }

  match(asked: Asked<"match">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "match", ...asked });
  }

  rows(asked: Asked<"rows">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "rows", ...asked });
  }

  object(asked: Asked<"object">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "object", ...asked });
  }

  life(asked: Asked<"life">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "life", ...asked });
  }

  latency(asked: Asked<"latency">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "latency", ...asked });
  }

  findings(asked: Asked<"findings">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "findings", ...asked });
  }

  answer(asked: Asked<"answer">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "answer", ...asked });
  }

  host(asked: Asked<"host">): Promise<EncodedSnapshot> {
    return this.#ask({ kind: "host", ...asked });
  }

  export(asked: Asked<"export">): Promise<EncodedFile> {
    return this.#ask({ kind: "export", ...asked });
  }

  timeline(asked: Asked<"timeline">): Promise<Timeline> {
    return this.#ask({ kind: "timeline", ...asked });
  }

  recording(asked: Asked<"recording">): Promise<RecordingPart> {
    return this.#ask({ kind: "recording", ...asked });
  }

  patchesSince(revision: number): readonly KeptPatch[] | null {
    return this.#ring.since(revision);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the worker in good order, its store closed; at once if it does not come to an end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (!worker) return;
    const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage({ kind: "stop" } satisfies ToWorker);
    const timer = setTimeout(() => void worker.terminate(), stopMs);
    await gone;
    clearTimeout(timer);
  }

  #ask<K extends Question["kind"]>(question: { readonly kind: K } & Asked<K>): Promise<Answers[K]> {
    this.open();
    const worker = this.#worker;
    if (!worker) return Promise.reject(new TroubleError(this.#trouble ?? restarting(this.#options.task.name)));
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(
          new TroubleError({
            code: "unavailable",
            message: `${this.#options.task.name} does not answer in time. Try again.`,
          }),
        );
      }, askMs);
      this.#waiting.set(id, { resolve: resolve as Waiting["resolve"], reject, timer });
      worker.postMessage({ kind: "ask", id, question: question as unknown as Question } satisfies ToWorker);
    });
  }

  #heed(message: FromWorker): void {
    const { task, log, onGaveUp } = this.#options;
    switch (message.kind) {
      case "status":
        this.#heedStatus(message.status);
        break;
      case "patch":
        this.#ring.add(message);
        for (const listener of this.#listeners) listener.patch(message);
        break;
      case "leap":
        this.#ring.restart(message.revision);
        for (const listener of this.#listeners) listener.reset();
        break;
      case "answer":
        this.#settle(message.id, ({ resolve }) => resolve(message.answer));
        break;
      case "refusal":
        this.#settle(message.id, ({ reject }) => reject(new TroubleError(message.trouble)));
        break;
      case "gave-up":
        this.#state = "failed";
        this.#trouble = message.trouble;
        log.error({ cluster: task.name, ...message.trouble }, "the cluster is given up");
        onGaveUp?.(message.trouble);
        this.#opened.resolve();
        this.#tellState();
        break;
      case "log":
        log[message.level]({ cluster: task.name, ...message.facts }, message.message);
    }
  }

  #heedStatus(status: WorkerStatus): void {
    const before = this.#state;
    this.#status = status;
    this.#state = "ready";
    this.#trouble = null;
    this.#opened.resolve();
    if (before === "ready") return;
    this.#ring.restart(status.revision);
    this.#cache.clear();
    for (const listener of this.#listeners) listener.reset();
    this.#tellState();
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    how(waiting);
  }

  #afterExit(code: number, livedMs: number): void {
    const { task, log } = this.#options;
    this.#worker = null;
    this.#opened.resolve();
    const trouble = this.#trouble ?? restarting(task.name);
    for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(new TroubleError(trouble)));
    if (this.#isStopped || this.#state === "failed") return;
    this.#deaths = livedMs > soundLifeMs ? 1 : this.#deaths + 1;
    const delay = Math.min(maxBackOffMs, 1000 * 2 ** (this.#deaths - 1));
    log.error({ cluster: task.name, code, deaths: this.#deaths, restartInMs: delay }, "the cluster's worker ended");
    this.#state = "restarting";
    this.#trouble = trouble;
    this.#tellState();
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.open();
    }, delay);
  }

  #tellState(): void {
    const { summary } = this;
    for (const listener of this.#listeners) listener.state(summary);
  }
}

function restarting(name: string): Trouble {
  return { code: "restarting", message: `Watching ${name} broke off and starts again in a moment.` };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
