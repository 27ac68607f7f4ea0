import type { Layout, Rect } from "./layout.ts";

export type Direction = "left" | "right" | "up" | "down";

/** What arrow keys stop at: cards, trays and collapsed groups, by id. */
export function stopsOf({ places, trays, frames }: Layout): ReadonlyMap<string, Rect> {
  const stops = new Map<string, Rect>(places);
  for (const tray of trays) stops.set(tray.id, tray);
  for (const frame of frames) if (frame.strip) stops.set(foldedStop(frame.id), frame);
  return stops;
}

/** Id of a collapsed group among stops: groups may be called like anything. */
export function foldedStop(group: string): string {
  return `group/${group}`;
}

export function groupOfStop(stop: string): string | null {
  return stop.startsWith("group/") ? stop.slice("group/".length) : null;
}

/** The nearest rectangle in a direction, one beside before one askew; `null` when there is none. */
export function nearestIn(
  rects: Iterable<readonly [string, Rect]>,
  start: Rect,
  direction: Direction,
  from?: string,
): string | null {
  const isAcross = direction === "left" || direction === "right";
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  const here = spansOf(start, isAcross);
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, rect] of rects) {
    if (id === from) continue;
    const there = spansOf(rect, isAcross);
    if ((middleOf(there.along) - middleOf(here.along)) * sign <= 0.5) continue;
    const ahead = Math.max(0, sign > 0 ? there.along[0] - here.along[1] : here.along[0] - there.along[1]);
    const aside = Math.max(0, there.beside[0] - here.beside[1], here.beside[0] - there.beside[1]);
    const askew = Math.abs(there.beside[0] - here.beside[0]);
    const distance = ahead + 4 * aside + 0.2 * askew;
    if (distance >= least) continue;
    least = distance;
    best = id;
  }
  return best;
}

type Span = readonly [from: number, to: number];

function spansOf({ x, y, width, height }: Rect, isAcross: boolean): { readonly along: Span; readonly beside: Span } {
  const across: Span = [x, x + width];
  const down: Span = [y, y + height];
  return isAcross ? { along: across, beside: down } : { along: down, beside: across };
}

function middleOf([from, to]: Span): number {
  return (from + to) / 2;
}
