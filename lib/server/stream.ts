import type { ClusterPort, KeptPatch, StreamCount } from "./hub.ts";

export interface StreamOptions {
  readonly cluster: ClusterPort;
  readonly streams: StreamCount;
  /** The revision the reader has; `null` = none: it is told of what comes from now on. */
  readonly since: number | null;
  readonly signal: AbortSignal;
  readonly limits?: StreamLimits;
}

export interface StreamLimits {
  /** Open streams of the whole server, and of one cluster. */
  readonly total: number;
  readonly perCluster: number;
  /** What waits for a slow reader before it is dropped for a `reset`. */
  readonly pendingBytes: number;
  readonly beatMs: number;
}

const usual: StreamLimits = { total: 256, perCluster: 128, pendingBytes: 1_000_000, beatMs: 15_000 };

/**
 * Patches of one cluster as server-sent events: `hello` first, then `patch` (its id is the revision it leads to), `state`, `beat`,
 * and `reset` where patches do not lead on and the reader has to fetch the snapshot. `null` when too many are open.
 */
export function openStream(options: StreamOptions): ReadableStream<Uint8Array> | null {
  const { cluster, streams, since, signal, limits = usual } = options;
  if (streams.open >= limits.total || cluster.subscribers >= limits.perCluster) return null;
  const outbox = new Outbox(limits.pendingBytes);
  const missed = since === null ? [] : cluster.patchesSince(since);
  let greeting = `retry: 2000\n${event("hello", { revision: cluster.revision, state: cluster.summary.state })}`;
  if (missed === null) outbox.reset();
  else for (const patch of missed) outbox.add(patchEvent(patch));

  streams.open++;
  const leave = cluster.subscribe({
    patch: (patch) => outbox.add(patchEvent(patch)),
    reset: () => outbox.reset(),
    state: ({ state, trouble }) => outbox.add(event("state", { state, trouble })),
  });
  const beat = setInterval(
    () => outbox.add(event("beat", { at: Date.now(), revision: cluster.revision })),
    limits.beatMs,
  );
  const close = once(() => {
    clearInterval(beat);
    leave();
    streams.open--;
    outbox.close();
  });
  signal.addEventListener("abort", close);
  if (signal.aborted) close();

  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = greeting === "" ? await outbox.take() : greeting;
        greeting = "";
        if (text === null) controller.close();
        else controller.enqueue(encoder.encode(text));
      },
      cancel: close,
    },
    // Nothing is taken before the reader asks: what waits, waits in the bounded outbox.
    { highWaterMark: 0 },
  );
}

/** What waits for one reader: bounded, because a reader may be slow for ever. */
class Outbox {
  readonly #bound: number;
  #events: string[] = [];
  #bytes = 0;
  #isReset = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(bound: number) {
    this.#bound = bound;
  }

  add(text: string): void {
    // After a reset everything is fetched anew: nothing before that is of use.
    if (this.#isReset || this.#isClosed) return;
    if (this.#bytes + text.length > this.#bound) {
      this.reset();
      return;
    }
    this.#events.push(text);
    this.#bytes += text.length;
    this.#wake();
  }

  reset(): void {
    if (this.#isClosed) return;
    this.#isReset = true;
    this.#events = [event("reset", {})];
    this.#bytes = 0;
    this.#wake();
  }

  close(): void {
    this.#isClosed = true;
    this.#events = [];
    this.#wake();
  }

  /** All that waits, as soon as something does; `null` at the end. */
  async take(): Promise<string | null> {
    while (this.#events.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#isClosed) return null;
    const text = this.#events.join("");
    this.#events = [];
    this.#bytes = 0;
    this.#isReset = false;
    return text;
  }
}

function patchEvent({ revision, text }: KeptPatch): string {
  return `id: ${revision}\nevent: patch\ndata: ${text}\n\n`;
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}
