import { arrange, type Outer } from "./arrange.ts";
import { outlineOf } from "./card.ts";
import { type Fold, isFolded, sameFold, unfolded } from "./fold.ts";
import { type Grouping, groupPathOf } from "./grouping.ts";
import { cardWidth, measure, type Size, unit } from "./measure.ts";
import { type Model, ofKind } from "./model.ts";
import { compareBy, type Order } from "./order.ts";
import { type Strip, stripOf } from "./strip.ts";
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
  /** What stands for the cards of a collapsed frame; `null`: it is open. */
  readonly strip: Strip | null;
}

export interface Arrangement {
  readonly order: Order;
  readonly fold: Fold;
}

/** Where everything is, in world units. Positions are multiples of `unit`, cards half a unit to the right of one. */
export interface Layout extends Arrangement {
  readonly grouping: Grouping;
  readonly places: ReadonlyMap<string, Place>;
  readonly frames: readonly Frame[];
  readonly trays: readonly TrayPlace[];
  readonly bounds: Rect;
  /** Which collapsed frame an instance without a place is in. */
  readonly folded: ReadonlyMap<string, Frame>;
  readonly arrangement: readonly Outer[];
  /** How far to the right groups may stand before the next shelf begins. */
  readonly shelf: number;
}

export const gap = unit;
export const pitch = cardWidth + gap;
const outerHeader = 3 * unit;
const innerHeader = unit;
const outerInset = unit;
const outerGap = 2 * unit;
const stripHeight = 3 * unit;
const asNamed: Arrangement = { order: "name", fold: unfolded };

/**
 * Group, then group within it, then cards in columns: deterministic and O(n).
 * With the layout before, what is there stays where it is: newcomers take gaps or the shortest column, and only what stands below a card that grew moves.
 */
export function layoutOf(
  model: Model,
  grouping: Grouping,
  before?: Layout,
  { order, fold }: Arrangement = asNamed,
): Layout {
  const known = before?.grouping === grouping && before.order === order ? before : undefined;
  const sizes = new Map<string, Size>();
  for (const { id } of ofKind(model, "instance")) {
    sizes.set(id, measure(outlineOf(model, id), known?.places.get(id)));
  }
  const arrangement = arrange({
    instances: ofKind(model, "instance"),
    pathOf: (instance) => groupPathOf(instance, outlineOf(model, instance.id).majority, grouping),
    compare: compareBy(model, order),
    heightOf: (id) => (sizes.get(id) ?? known?.places.get(id))?.height ?? 0,
    pitch,
    gap,
    ...(known && { before: known.arrangement }),
  });

  const places = new Map<string, Place>();
  const folded = new Map<string, Frame>();
  const frames: Frame[] = [];
  const open = arrangement.filter(({ key }) => !isFolded(fold, key));
  const shelf = shelfOf(arrangement.length, open, sizes, known && sameFold(known.fold, fold) ? known.shelf : undefined);
  let x = 0;
  let y = 0;
  let shelfHeight = 0;
  let right = 0;
  for (const outer of arrangement) {
    const isOpen = !isFolded(fold, outer.key);
    const width = (isOpen ? outer.columns : 1) * pitch + 2 * outerInset;
    if (x > 0 && x + width > shelf) {
      y += shelfHeight + outerGap;
      x = 0;
      shelfHeight = 0;
    }
    const corner = { x, y };
    const height = isOpen ? placeOpen(outer, corner) : placeFolded(outer, corner);
    shelfHeight = Math.max(shelfHeight, height);
    x += width + outerGap;
    right = Math.max(right, x);
  }

  const trays = placeTrays(traysOf(model), right);
  const bounds = boundsOf([...frames, ...trays]);
  return { grouping, order, fold, arrangement, places, folded, frames, trays, bounds, shelf };

  function placeFolded({ key, label, inners }: Outer, corner: Corner): number {
    const ids = inners.flatMap(({ columns }) => columns.flat().filter((cell) => typeof cell === "string"));
    const height = outerHeader + stripHeight;
    const strip = stripOf(ids.map((id) => outlineOf(model, id)));
    const width = pitch + 2 * outerInset;
    const frame = { id: key, depth: 0, label, count: ids.length, ...corner, width, height, strip } as const;
    frames.push(frame);
    for (const id of ids) folded.set(id, frame);
    return height;
  }

  function placeOpen(outer: Outer, corner: Corner): number {
    const width = outer.columns * pitch + 2 * outerInset;
    const outerFrame = frames.push({} as Frame) - 1;
    let top = corner.y + outerHeader;
    let count = 0;
    for (const inner of outer.inners) {
      const left = corner.x + outerInset;
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
        strip: null,
      });
      top += height;
      count += members;
    }
    const height = top - corner.y;
    frames[outerFrame] = { id: outer.key, depth: 0, label: outer.label, count, ...corner, width, height, strip: null };
    return height;
  }
}

type Corner = Pick<Rect, "x" | "y">;

/** Groups stand side by side until the whole is about half as wide again as it is high; a width once chosen is kept while it is about right. */
function shelfOf(
  groups: number,
  open: readonly Outer[],
  sizes: ReadonlyMap<string, Size>,
  before: number | undefined,
): number {
  if (groups <= 4) return Number.POSITIVE_INFINITY;
  let area = (groups - open.length) * (pitch + 2 * outerInset) * (outerHeader + stripHeight + outerGap);
  for (const outer of open) {
    for (const { columns } of outer.inners)
      for (const cell of columns.flat())
        if (typeof cell === "string") area += pitch * ((sizes.get(cell)?.height ?? 0) + gap);
  }
  const wanted = Math.sqrt(area * 1.5) * 1.6;
  return before !== undefined && wanted < before * 1.3 && before < wanted * 1.3 ? before : wanted;
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
