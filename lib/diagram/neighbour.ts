import type { Layout } from "./layout.ts";

/** The nearest card in a direction (`[1, 0]` = right); `null` when there is none. */
export function neighbourOf({ places }: Layout, from: string, [dx, dy]: readonly [number, number]): string | null {
  const start = places.get(from);
  if (!start) return null;
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const place of places.values()) {
    if (place.id === from) continue;
    const across = place.x + place.width / 2 - (start.x + start.width / 2);
    const down = place.y - start.y;
    const along = across * dx + down * dy;
    if (along <= 0) continue;
    const aside = Math.abs(across * dy) + Math.abs(down * dx);
    const distance = along + 2.5 * aside;
    if (distance >= least) continue;
    least = distance;
    best = place.id;
  }
  return best;
}
