import { tick } from "../recording/change.ts";
import type { Recording } from "../recording/recording.ts";
import { createTopology, type Topology } from "../topology/topology.ts";
import type { Snapshot } from "./snapshot.ts";
import { takeSnapshot } from "./take.ts";

/** The topology of a recording at a moment, having seen all that came before it: that is what tells cooling from leaked. */
export function replay({ header, changes }: Recording, at: number): Topology {
  const topology = createTopology({ cluster: header.eksName ?? header.cluster });
  let goesOn = false;
  for (const change of changes) {
    goesOn = change.at > at;
    if (goesOn) break;
    topology.advance(change);
  }
  if (goesOn && topology.observation.at > 0) topology.advance(tick(at));
  return topology;
}

/** The snapshot of a recording at a moment (epoch milliseconds). Its revision is the number of changes seen. */
export function snapshotAt(recording: Recording, at: number): Snapshot {
  const revision = recording.changes.filter((change) => change.at <= at).length;
  return takeSnapshot(replay(recording, at), { header: recording.header, mode: "recording", revision });
}
