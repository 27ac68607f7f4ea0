import type { HistoryMoment } from "./history.ts";

/** At most `limit` moments for the same span: those of equal stretches of time as one, which stands at the last of them. */
export function thinOut(moments: readonly HistoryMoment[], limit: number): readonly HistoryMoment[] {
  const [first, last] = [moments[0], moments.at(-1)];
  if (moments.length <= limit || !first || !last) return moments;
  const byStretch = Map.groupBy(moments, ({ at }) => Math.floor(((at - first.at) * limit) / (last.at - first.at + 1)));
  return [...byStretch.values()].map((together) => ({
    at: together.at(-1)?.at ?? last.at,
    changes: together.reduce((sum, { changes }) => sum + changes, 0),
  }));
}
