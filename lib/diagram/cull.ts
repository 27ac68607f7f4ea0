import type { Rect } from "./layout.ts";

/** Finds what is in view without walking everything: ids by the cells of a coarse grid they touch. */
export interface GridIndex {
  readonly cells: ReadonlyMap<number, readonly string[]>;
  readonly rects: ReadonlyMap<string, Rect>;
}

const side = 1152;
const stride = 1 << 16;

export function gridIndex(rects: Iterable<Rect & { readonly id: string }>): GridIndex {
  const cells = new Map<number, string[]>();
  const byId = new Map<string, Rect>();
  for (const rect of rects) {
    byId.set(rect.id, rect);
    for (const key of cellsOf(rect)) {
      const ids = cells.get(key);
      if (ids) ids.push(rect.id);
      else cells.set(key, [rect.id]);
    }
  }
  return { cells, rects: byId };
}

/** Ids whose rectangles touch the area. Stops once there are more than `most`, for those who only ask whether there are. */
export function within(index: GridIndex, area: Rect, most = Number.POSITIVE_INFINITY): string[] {
  const found = new Set<string>();
  for (const key of cellsOf(area)) {
    for (const id of index.cells.get(key) ?? []) {
      if (touches(index.rects.get(id) as Rect, area)) found.add(id);
    }
    if (found.size > most) break;
  }
  return [...found];
}

export function touches(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function* cellsOf({ x, y, width, height }: Rect): Generator<number> {
  for (let row = Math.max(0, Math.floor(y / side)); row <= Math.floor((y + height) / side); row += 1) {
    for (let column = Math.max(0, Math.floor(x / side)); column <= Math.floor((x + width) / side); column += 1) {
      yield row * stride + column;
    }
  }
}
