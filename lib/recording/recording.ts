import { apply, type Change } from "./change.ts";
import { emptyObservation, type Observation } from "./observation.ts";

/** What the whole recording is about. `filled` names facts that no source stated, so that no reader takes them for observed. */
export interface Header {
  readonly cluster: string;
  readonly region?: string;
  /** The EKS cluster's own name, when `cluster` is another one: tags carry it. */
  readonly eksName?: string;
  /** Which cluster this is in the words of whoever made the recording: where it comes from, what it shows. */
  readonly about?: string;
  /** Paths such as `instances/i-01ac…/type` whose values were filled in, with the reason. */
  readonly filled?: Readonly<Record<string, string>>;
}

/** What happened to one cluster: changes, oldest first. The first one leads from the empty observation. */
export interface Recording {
  readonly header: Header;
  readonly changes: readonly Change[];
}

/** The observation at a moment (epoch milliseconds); the empty one before the first change. */
export function observationAt(recording: Recording, at: number): Observation {
  let observation = emptyObservation;
  for (const change of recording.changes) {
    if (change.at > at) break;
    observation = apply(observation, change);
  }
  return observation;
}

/** First and last moment, epoch milliseconds; `null` for a recording without changes. */
export function spanOf(recording: Recording): { readonly from: number; readonly to: number } | null {
  const first = recording.changes[0];
  const last = recording.changes.at(-1);
  return first && last ? { from: first.at, to: last.at } : null;
}
