import type { Change } from "../recording/change.ts";
import type { Recording } from "../recording/recording.ts";
import type { Simulation } from "./simulate.ts";

/** Records a simulation from where it stands until a moment (epoch milliseconds), looking at it at regular times. */
export function record(
  simulation: Simulation,
  { until, everyMs }: { readonly until: number; readonly everyMs: number },
): Recording {
  const { cluster, region, about } = simulation.scenario;
  const changes: Change[] = [simulation.advance(simulation.now)];
  for (let at = simulation.now + everyMs; at <= until; at += everyMs) changes.push(simulation.advance(at));
  return { header: { cluster, region, about }, changes };
}
