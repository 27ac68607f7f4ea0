import { apply } from "../../recording/change.ts";
import type { CollectionName } from "../../recording/collections.ts";
import { emptyObservation, itemsOf, type Observation } from "../../recording/observation.ts";
import { changeOf, type Reading } from "../../recording/reading.ts";
import type { Source } from "../source.ts";

/** A source at work, and what it has told so far. */
export interface RunningSource {
  readonly readings: Reading[];
  readonly observation: Observation;
  /** Resolves when the claim holds, checked after each reading. */
  until(claim: (observation: Observation, readings: readonly Reading[]) => boolean): Promise<void>;
  stop(): Promise<void>;
}

export function run(source: Source): RunningSource {
  const stop = new AbortController();
  const readings: Reading[] = [];
  const waiting = new Set<() => void>();
  let observation = emptyObservation;
  const done = source.run((told) => {
    for (const reading of told) {
      readings.push(reading);
      observation = apply(observation, changeOf(observation, reading));
    }
    for (const check of waiting) check();
  }, stop.signal);
  return {
    readings,
    get observation() {
      return observation;
    },
    until: (claim) =>
      new Promise((resolve) => {
        const check = () => {
          if (!claim(observation, readings)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    async stop() {
      stop.abort();
      await done;
    },
  };
}

export function idsOf(observation: Observation, collection: CollectionName): string[] {
  return [...itemsOf(observation, collection).keys()].sort();
}

/** Resolves when the claim holds, looked at between turns of the event loop. */
export async function eventually(claim: () => boolean): Promise<void> {
  while (!claim()) await new Promise((resolve) => setTimeout(resolve, 2));
}
