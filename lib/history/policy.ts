import type { Keyframe } from "./shelf.ts";

/** What a keyframe would save the next reader, and what it costs. Bytes before compression. */
export interface Weight {
  readonly changes: number;
  readonly rawBytes: number;
  /** Of the newest keyframe; 0 = there is none. */
  readonly keyframeBytes: number;
}

/**
 * Whether to write a keyframe: opening a moment replays at most about 1,000 changes or half of what the keyframe itself weighs,
 * and keyframes of large clusters do not outweigh the changes between them.
 */
export function isKeyframeDue({ changes, rawBytes, keyframeBytes }: Weight): boolean {
  if (changes >= 4000) return true;
  if (rawBytes >= Math.max(4_000_000, keyframeBytes / 2)) return true;
  return changes >= 1000 && rawBytes >= keyframeBytes / 8;
}

interface Limits {
  /** Epoch milliseconds: what is older may go. */
  readonly cutoff: number;
  readonly isTooLarge: boolean;
  /** The recording still reaches back to its first change. */
  readonly startsEmpty: boolean;
}

/** The keyframe that shall be the oldest; `null` when nothing is to be forgotten. The newest is never forgotten. */
export function keyframeToKeep(
  keyframes: readonly Keyframe[],
  { cutoff, isTooLarge, startsEmpty }: Limits,
): Keyframe | null {
  const past = keyframes.findLastIndex(({ at }) => at <= cutoff);
  const first = startsEmpty ? 0 : 1;
  const keep = Math.max(past, isTooLarge ? first : -1);
  return keep >= first ? (keyframes[keep] ?? null) : null;
}
