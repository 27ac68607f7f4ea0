import { setImmediate as breathe } from "node:timers/promises";
import type { Change, ItemChanges } from "../recording/change.ts";
import { applyInPlace, entries, type MutableObservation } from "../recording/change.ts";
import { writeChange } from "../recording/ndjson.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { packText, unpackChange } from "./codec.ts";

/** Items per part: packing one keeps a thread for a few milliseconds, and then others may run. */
const partItems = 1000;

/** An observation as packed changes from the empty one. The observation may grow while this runs: what it was at the call is packed. */
export async function packKeyframe(live: Observation): Promise<{ parts: Uint8Array[]; rawBytes: number }> {
  const observation = frozen(live);
  const parts: Uint8Array[] = [];
  let rawBytes = 0;
  for (const change of partsOf(observation)) {
    const packed = await packText(writeChange(change));
    parts.push(packed.body);
    rawBytes += packed.rawBytes;
    await breathe();
  }
  return { parts, rawBytes };
}

/** The observation that packed parts hold. */
export async function openKeyframe(parts: readonly Uint8Array[]): Promise<MutableObservation> {
  const observation: MutableObservation = { ...emptyObservation, items: {}, failures: {}, readAt: {} };
  for (const part of parts) {
    applyInPlace(observation, unpackChange(part));
    if (parts.length > 1) await breathe();
  }
  return observation;
}

function* partsOf({ at, items, failures, readAt }: Observation): Iterable<Change> {
  for (const [collection, known] of entries<ReadonlyMap<string, unknown>>(items)) {
    let part = new Map<string, unknown>();
    for (const [id, item] of known) {
      part.set(id, item);
      if (part.size < partItems) continue;
      yield { at, items: { [collection]: part } as ItemChanges, failures: {}, readAt: {} };
      part = new Map();
    }
    // Also when empty: a collection without items was read, and that is known.
    if (part.size > 0 || known.size === 0)
      yield { at, items: { [collection]: part } as ItemChanges, failures: {}, readAt: {} };
  }
  yield { at, items: {}, failures, readAt };
}

/** Items are never changed in place, their maps are. */
function frozen({ at, items, failures, readAt }: Observation): Observation {
  const copied = entries<ReadonlyMap<string, unknown>>(items).map(([collection, known]) => [
    collection,
    new Map(known),
  ]);
  return { at, items: Object.fromEntries(copied), failures: { ...failures }, readAt: { ...readAt } };
}
