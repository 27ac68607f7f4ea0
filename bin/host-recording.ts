import type { Observation } from "../lib/recording/observation.ts";
import { observationAt, spanOf } from "../lib/recording/recording.ts";
import type { Resource } from "../lib/topology/resources.ts";
import { buildTopology } from "../lib/topology/topology.ts";
import { parseMoment } from "./recording-file.ts";
import { openRecordingOrDump } from "./recording-or-dump.ts";
import { UsageError } from "./verb.ts";

/** A cluster at one moment, to compare a node with. */
export interface Moment {
  readonly cluster: string;
  readonly region: string | null;
  readonly at: number;
  readonly observation: Observation;
  readonly resources: ReadonlyMap<string, Resource>;
}

/** Opens a recording or dump at a moment as the command line says it; its last moment when left out. */
export async function openMoment(path: string, said: string | undefined): Promise<Moment> {
  const recording = await openRecordingOrDump(path);
  const span = spanOf(recording);
  if (span === null) throw new UsageError(`${path}: the recording is empty`);
  const at = said === undefined ? span.to : parseMoment(said);
  if (at < span.from) throw new UsageError(`the recording begins later, at ${new Date(span.from).toISOString()}`);
  const { cluster, eksName, region } = recording.header;
  const observation = observationAt(recording, at);
  const { resources } = buildTopology(observation, { cluster: eksName ?? cluster });
  return { cluster, region: region ?? null, at, observation, resources };
}
