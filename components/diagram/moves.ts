import type { Layout, Rect } from "../../lib/diagram/layout.ts";
import { moveMs } from "./motion.ts";

/** Cards on their way from one layout to the next. */
export interface Move {
  rectOf(id: string, place: Rect): Rect;
  readonly isOver: boolean;
}

/** Where cards are between two layouts, by the clock of animation frames. */
export function startMove(before: Layout, after: Layout, startedAt: number): (now: number) => Move {
  const from = new Map<string, Rect>();
  for (const [id, { x, y }] of after.places) {
    const old = before.places.get(id);
    if (old && (old.x !== x || old.y !== y)) from.set(id, old);
  }
  return (now) => {
    const share = Math.min(1, (now - startedAt) / moveMs);
    const eased = 1 - (1 - share) ** 3;
    return {
      isOver: from.size === 0 || share === 1,
      rectOf(id, place) {
        const old = from.get(id);
        if (!old) return place;
        return { ...place, x: old.x + (place.x - old.x) * eased, y: old.y + (place.y - old.y) * eased };
      },
    };
  };
}
