import { arrange, type Outer } from "./arrange.ts";
import { outlineOf } from "./card.ts";
import type { Grouping } from "./grouping.ts";
import { cardWidth, measure, type Size, unit } from "./measure.ts";
import { type Model, ofKind } from "./model.ts";
import { type Tray, traysOf } from "./tray.ts";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Place extends Rect, Size {
  readonly id: string;
}

export interface TrayPlace extends Rect {
  readonly id: string;
  readonly tray: Tray;
}

/** A frame around cards: `depth` 0 holds frames of depth 1, which hold cards. `label` `null` = the value is not known. */
export interface Frame extends Rect {
  readonly id: string;
  readonly depth: 0 | 1;
  readonly label: string | null;
  readonly count: number;
}

/** Where everything is, in world units. Positions are multiples of `unit`, cards half a unit to the right of one. */
export interface Layout {
  readonly grouping: Grouping;
  readonly places: ReadonlyMap<string, Place>;
  readonly frames: readonly Frame[];
  readonly trays: readonly TrayPlace[];
  readonly bounds: Rect;
  readonly arrangement: readonly Outer[];
}

export const gap = unit;
export const pitch = cardWidth + gap;
const outerHeader = 3 * unit;
const innerHeader = unit;
const outerInset = unit;
const outerGap = 2 * unit;

/**
 * Group, then group within it, then cards in columns: deterministic and O(n).
 * With the layout before, what is there stays where it is: newcomers take gaps or the shortest column, and only what stands below a card that grew moves.
 */
export function layoutOf(model: Model, grouping: Grouping, before?: Layout): Layout {
  const known = before?.grouping === grouping ? before : undefined;
  const sizes = new Map<string, Size>();
  for (const { id } of ofKind(model, "instance")) {
    sizes.set(id, measure(outlineOf(model, id), known?.places.get(id)));
  }
  const arrangement = arrange({
    instances: ofKind(model, "instance"),
    grouping,
    heightOf: (id) => (sizes.get(id) ?? known?.places.get(id))?.height ?? 0,
    pitch,
    gap,
    ...(known && { before: known.arrangement }),
  });

  const places = new Map<string, Place>();
  const frames: Frame[] = [];
  let x = 0;
  let shelf = 0;
  let shelfHeight = 0;
  let right = 0;
  const wrapAt = shelfWidth(arrangement, sizes);
  for (const outer of arrangement) {
    const width = outer.columns * pitch + 2 * outerInset;
    if (x > 0 && x + width > wrapAt) {
      shelf += shelfHeight + outerGap;
      x = 0;
      shelfHeight = 0;
    }
    const outerFrame = frames.push({} as Frame) - 1;
    let y = shelf + outerHeader;
    let count = 0;
    for (const inner of outer.inners) {
      const left = x + outerInset;
      const top = y;
      let height = 0;
      let members = 0;
      inner.columns.forEach((column, index) => {
        let bottom = top + innerHeader;
        for (const cell of column) {
          if (typeof cell !== "string") {
            bottom += cell.gap + gap;
            continue;
          }
          const size = sizes.get(cell) as Size;
          places.set(cell, { id: cell, x: left + gap / 2 + index * pitch, y: bottom, width: cardWidth, ...size });
          bottom += size.height + gap;
          members += 1;
        }
        height = Math.max(height, bottom - top);
      });
      frames.push({
        id: `${outer.key}/${inner.key}`,
        depth: 1,
        label: inner.label,
        count: members,
        x: left,
        y: top,
        width: outer.columns * pitch,
        height,
      });
      y += height;
      count += members;
    }
    frames[outerFrame] = { id: outer.key, depth: 0, label: outer.label, count, x, y: shelf, width, height: y - shelf };
    shelfHeight = Math.max(shelfHeight, y - shelf);
    x += width + outerGap;
    right = Math.max(right, x);
  }

  const trays = placeTrays(traysOf(model), right);
  return { grouping, arrangement, places, frames, trays, bounds: boundsOf([...frames, ...trays]) };
}

/** Groups stand side by side until the whole is about half as wide again as it is high. */
function shelfWidth(arrangement: readonly Outer[], sizes: ReadonlyMap<string, Size>): number {
  let area = 0;
  for (const { height } of sizes.values()) area += pitch * (height + gap);
  const columns = arrangement.reduce((sum, outer) => sum + outer.columns, 0);
  const all = columns * pitch + arrangement.length * (2 * outerInset + outerGap);
  const wanted = Math.sqrt(area * 1.5) * 1.6;
  return arrangement.length <= 4 ? all : Math.min(all, wanted);
}

function placeTrays(trays: readonly Tray[], x: number): TrayPlace[] {
  let y = 0;
  let column = x;
  return trays.map((tray, index) => {
    if (index > 0 && (trays[index - 1]?.kind !== tray.kind || y > 3000)) {
      if (y > 1500) {
        column += pitch;
        y = 0;
      }
    }
    const height = (tray.resources.length + 2) * unit;
    const place = { id: tray.id, tray, x: column + gap / 2, y, width: cardWidth, height };
    y += height + gap;
    return place;
  });
}

function boundsOf(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let right = 0;
  let bottom = 0;
  for (const { x, y, width, height } of rects) {
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: 0, y: 0, width: right, height: bottom };
}
