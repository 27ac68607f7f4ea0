import { type Card, cardOf } from "./card.ts";
import { type Grouping, groupPathOf } from "./grouping.ts";
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

interface Outer {
  readonly key: string;
  readonly label: string | null;
  readonly columns: number;
  readonly inners: readonly Inner[];
}

interface Inner {
  readonly key: string;
  readonly label: string | null;
  /** Ids top to bottom per column; a gap remembers the height of a card that went away. */
  readonly columns: readonly (readonly Cell[])[];
}

type Cell = string | { readonly gap: number };

const gap = unit;
const pitch = cardWidth + gap;
const frameHeader = 2 * unit;
const outerInset = unit;
const outerGap = 2 * unit;
const aspect = 1.5;

/**
 * Group, then node group, then cards in columns: deterministic and O(n).
 * With the layout before, what is there stays where it is: newcomers take gaps or the shortest column, and only what stands below a card that grew moves.
 */
export function layoutOf(model: Model, grouping: Grouping, before?: Layout): Layout {
  const known = before?.grouping === grouping ? before : undefined;
  const sizes = new Map<string, Size>();
  const groups = new Map<string, Map<string, { label: string | null; outer: string | null; ids: string[] }>>();
  for (const instance of ofKind(model, "instance")) {
    const card = cardOf(model, instance.id) as Card;
    sizes.set(instance.id, measure(card, known?.places.get(instance.id)));
    const [outer, inner] = groupPathOf(instance, grouping);
    const inners = groups.get(outer ?? "") ?? new Map();
    groups.set(outer ?? "", inners);
    const members = inners.get(inner ?? "") ?? { label: inner, outer, ids: [] };
    inners.set(inner ?? "", members);
    members.ids.push(instance.id);
  }

  const arrangement = arrange(groups, sizes, known?.arrangement ?? []);
  return { grouping, arrangement, ...place(arrangement, sizes, traysOf(model)) };
}

type Groups = ReadonlyMap<string, ReadonlyMap<string, { label: string | null; outer: string | null; ids: string[] }>>;

function arrange(groups: Groups, sizes: ReadonlyMap<string, Size>, before: readonly Outer[]): Outer[] {
  const total = sizes.size;
  let area = 0;
  for (const { height } of sizes.values()) area += pitch * (height + gap);
  const wanted = Math.max(1, Math.sqrt(area * aspect) / (pitch + outerInset));
  const earlier = new Map(before.map((outer) => [outer.key, outer]));

  return inOrder([...groups.keys()], [...earlier.keys()]).map((key) => {
    const members = groups.get(key) ?? new Map();
    const old = earlier.get(key);
    let count = 0;
    for (const { ids } of members.values()) count += ids.length;
    const ideal = Math.max(1, Math.round((wanted * count) / Math.max(1, total)));
    const columns = old && ideal < old.columns * 2 && ideal * 2 > old.columns ? old.columns : ideal;
    const oldInners = new Map(old && old.columns === columns ? old.inners.map((inner) => [inner.key, inner]) : []);
    const inners = inOrder([...members.keys()], [...oldInners.keys()]).map((innerKey): Inner => {
      const { ids, label } = members.get(innerKey) ?? { ids: [], label: null };
      return { key: innerKey, label, columns: fill(ids, columns, sizes, oldInners.get(innerKey)?.columns) };
    });
    return { key, label: [...members.values()][0]?.outer ?? null, columns, inners };
  });
}

/** Earlier keys keep their order; new ones follow by name; what is unknown comes last at first sight. */
function inOrder(keys: readonly string[], earlier: readonly string[]): string[] {
  const present = new Set(keys);
  const kept = earlier.filter((key) => present.has(key));
  const known = new Set(kept);
  const added = keys.filter((key) => !known.has(key)).sort(compareNames);
  return [...kept, ...added];
}

function compareNames(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function fill(
  ids: readonly string[],
  count: number,
  sizes: ReadonlyMap<string, Size>,
  before: readonly (readonly Cell[])[] | undefined,
): Cell[][] {
  const present = new Set(ids);
  const columns: Cell[][] = (before ?? []).map((column) =>
    trimmed(column.map((cell) => (typeof cell === "string" && !present.has(cell) ? { gap: oldHeight } : cell))),
  );
  while (columns.length < count) columns.push([]);
  const settled = new Set(columns.flat().filter((cell) => typeof cell === "string"));
  const heights = columns.map((column) => column.reduce((sum, cell) => sum + heightOf(cell, sizes) + gap, 0));
  for (const id of ids.filter((id) => !settled.has(id)).sort(compareNames)) {
    const height = heightOf(id, sizes);
    if (takeGap(columns, id, height)) continue;
    const shortest = heights.indexOf(Math.min(...heights));
    (columns[shortest] as Cell[]).push(id);
    heights[shortest] = (heights[shortest] as number) + height + gap;
  }
  return columns;
}
