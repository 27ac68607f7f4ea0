import type { Change } from "../../lib/recording/change.ts";
import { emptyObservation } from "../../lib/recording/observation.ts";
import { type Recording, spanOf } from "../../lib/recording/recording.ts";
import type { Simulation } from "../../lib/simulator/simulate.ts";

/** Where a world's changes come from. */
export interface Feed {
  readonly cluster: string;
  readonly region: string;
  /** Epoch milliseconds in the feed's own time. */
  readonly startsAt: number;
  /** What happened up to a moment since the last call; the first call tells everything. */
  advance(until: number): readonly Change[];
  /** Missing for a recording, which cannot be changed. */
  readonly simulation: Simulation | null;
}

export function simulationFeed(simulation: Simulation): Feed {
  const { cluster, region, start } = simulation.scenario;
  return { cluster, region, startsAt: start, simulation, advance: (until) => [simulation.advance(until)] };
}

/** Plays a recording once, from its first moment. */
export function recordingFeed({ header, changes }: Recording): Feed {
  let next = 0;
  return {
    cluster: header.cluster,
    region: header.region ?? "eu-west-1",
    startsAt: spanOf({ header, changes })?.from ?? emptyObservation.at,
    simulation: null,
    advance(until) {
      const from = next;
      while (next < changes.length && (changes[next]?.at ?? Number.POSITIVE_INFINITY) <= until) next++;
      return changes.slice(from, next);
    },
  };
}
