import { rules } from "../diagnosis/register.ts";
import { isSingleMoment } from "../diagnosis/single-moment.ts";
import { createWatch, type Watch } from "../diagnosis/watch.ts";
import { tick } from "../recording/change.ts";
import type { Recording } from "../recording/recording.ts";
import type { Snapshot } from "./snapshot.ts";
import { takeSnapshot, verdictOf } from "./take.ts";

/** A recording watched up to a moment: only who has seen all that came before it tells cooling from leaked. */
export function replay({ header, changes }: Recording, at: number): Watch {
  const watch = createWatch({
    rules,
    cluster: header.eksName ?? header.cluster,
    isSingleMoment: isSingleMoment(changes),
  });
  let goesOn = false;
  for (const change of changes) {
    goesOn = change.at > at;
    if (goesOn) break;
    watch.advance(change);
  }
  if (goesOn && watch.topology.observation.at > 0) watch.advance(tick(at));
  return watch;
}

/** The snapshot of a recording at a moment (epoch milliseconds). Its revision is the number of changes seen. */
export function snapshotAt(recording: Recording, at: number): Snapshot {
  const revision = recording.changes.filter((change) => change.at <= at).length;
  const { topology, diagnosis } = replay(recording, at);
  return takeSnapshot(topology, verdictOf(diagnosis), { header: recording.header, mode: "recording", revision });
}
