import type { Outline } from "../snapshot/outline.ts";
import type { Place } from "./layout.ts";
import { slotColumns, titleHeight, unit } from "./measure.ts";

/** Where the cell of a slot is, from the origin of the world. Cells are one lattice unit wide and high. */
export function slotCell(place: Place, sectionY: number, index: number): { readonly x: number; readonly y: number } {
  return {
    x: place.x + unit / 2 + (index % slotColumns) * unit,
    y: place.y + sectionY + titleHeight + Math.floor(index / slotColumns) * unit,
  };
}

/** Which slot of which section holds a point, for the bitmap that has no elements to click. */
export function cellAt(
  { sections }: Outline,
  place: Place,
  x: number,
  y: number,
): { readonly key: number; readonly index: number } | null {
  for (const { key, cells } of sections) {
    const section = place.sections.find((one) => one.key === key);
    if (!cells || !section) continue;
    const column = Math.floor((x - place.x - unit / 2) / unit);
    const row = Math.floor((y - place.y - section.y - titleHeight) / unit);
    if (column < 0 || column >= slotColumns || row < 0) continue;
    const index = row * slotColumns + column;
    if (index < cells.length) return { key, index };
  }
  return null;
}
