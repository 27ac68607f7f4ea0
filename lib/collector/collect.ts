import type { Change } from "../recording/change.ts";
import type { Observation } from "../recording/observation.ts";
import { changeOf, type Reading } from "../recording/reading.ts";
import type { Clock, Source } from "../sources/source.ts";
import { Journal } from "./journal.ts";

export interface CollectorOptions {
  readonly sources: readonly Source[];
  /** The live observation: whoever takes the changes owns it and has applied each when `take` returns. */
  readonly observation: () => Observation;
  /** Takes every change at once, and each second an empty one: states that time alone changes move on. */
  readonly take: (change: Change) => void;
  /** Gets what is worth recording: one change per tick, and one a minute when nothing but the clock moves. */
  readonly keep: (change: Change) => void;
  readonly clock: Clock;
}

const tickMs = 200;
const secondMs = 1000;

/** Grows the recording of one live cluster from its sources until `signal` aborts. Rejects when a source breaks: that is a bug. */
export async function collect(options: CollectorOptions, signal: AbortSignal): Promise<void> {
  const { sources, clock } = options;
  const stop = new AbortController();
  const inner = AbortSignal.any([signal, stop.signal]);
  const folder = new Folder(options);
  const running = sources.map((source) => source.run((readings) => folder.take(readings), inner));
  try {
    await Promise.all([...running, keepTicking(folder, clock, inner)]);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
    folder.finish();
  }
}

async function keepTicking(folder: Folder, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(tickMs, signal);
    folder.tick(clock.now());
  }
}

/** Folds readings into the live observation, in the order they came. */
class Folder {
  readonly #options: CollectorOptions;
  readonly #journal: Journal;
  #movedAt = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#journal = new Journal(options.keep);
  }

  take(readings: readonly Reading[]): void {
    for (const reading of readings) {
      const change = changeOf(this.#options.observation(), reading);
      if (saysNothing(change)) continue;
      this.#options.take(change);
      this.#journal.add(change);
    }
  }

  tick(now: number): void {
    const { at } = this.#options.observation();
    if (now - this.#movedAt >= secondMs && now > at && at > 0) {
      this.#movedAt = now;
      this.#options.take({ at: now, items: {}, failures: {}, readAt: {} });
    }
    this.#journal.settle(now);
  }

  finish(): void {
    this.#journal.finish();
  }
}

function saysNothing({ items, failures, readAt }: Change): boolean {
  return [items, failures, readAt].every((part) => Object.keys(part).length === 0);
}
