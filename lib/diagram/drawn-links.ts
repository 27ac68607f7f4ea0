import type { Layout } from "./layout.ts";
import type { Link } from "./links.ts";
import type { Model } from "./model.ts";
import { type Spot, spotOf } from "./spot.ts";

/** A link between two places of the diagram. */
export interface DrawnLink {
  readonly link: Link;
  readonly from: Spot;
  readonly to: Spot;
}

export interface DrawnLinks {
  /** The nearest first. */
  readonly links: readonly DrawnLink[];
  readonly total: number;
}

/** So many lines can be followed, and drawn in a frame. */
export const mostLinks = 60;

interface Options {
  readonly model: Model;
  readonly layout: Layout;
  readonly links: readonly Link[];
  /** Where those stand that no card shows. */
  readonly hubs: ReadonlyMap<string, Spot>;
  readonly isUnfolded: boolean;
  /** Lines within one card are drawn. */
  readonly isInside: boolean;
  readonly centre: { readonly x: number; readonly y: number };
}

/** The links nearest to a point, and how many there are. */
export function drawLinks({ model, layout, links, hubs, isUnfolded, isInside, centre }: Options): DrawnLinks {
  const placed: (DrawnLink & { readonly distance: number })[] = [];
  const spot = (id: string) => hubs.get(id) ?? spotOf(model, layout, id, isUnfolded);
  let total = 0;
  for (const link of links) {
    const from = spot(link.from);
    const to = spot(link.to);
    if (!from || !to) continue;
    if (from.home === to.home && (!isInside || isSame(from, to))) continue;
    total += 1;
    placed.push({ link, from, to, distance: Math.min(distanceTo(from, centre, hubs), distanceTo(to, centre, hubs)) });
  }
  placed.sort((a, b) => a.distance - b.distance || (a.link.to < b.link.to ? -1 : 1));
  return { links: placed.slice(0, mostLinks), total };
}

/** A pod and its branch are one cell, or one row whose wire is drawn already. */
function isSame(a: Spot, b: Spot): boolean {
  return a.y === b.y && a.height === b.height;
}

function distanceTo(spot: Spot, { x, y }: Options["centre"], hubs: Options["hubs"]): number {
  if (hubs.get(spot.home) === spot) return Number.POSITIVE_INFINITY;
  return Math.hypot(spot.x + spot.width / 2 - x, spot.y + spot.height / 2 - y);
}
