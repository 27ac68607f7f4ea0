import type { Card } from "../snapshot/card-shape.ts";
import type { Outline } from "../snapshot/outline.ts";
import { cardOf } from "./card.ts";
import { homeOf } from "./home.ts";
import type { Layout, Place, Rect } from "./layout.ts";
import { headerHeight, podColumns, rowHeight, slotColumns, titleHeight, unit } from "./measure.ts";
import type { Model } from "./model.ts";

/** The part of the diagram that shows a resource; `null` for what is not drawn, such as a security group. */
export function locate(model: Model, layout: Layout, id: string): Rect | null {
  const resource = model.byId.get(id);
  if (!resource) return null;
  const home = homeOf(model, resource);
  const place = home === null ? undefined : layout.places.get(home);
  const card = home === null ? null : cardOf(model, home);
  if (place) return (card && partOf(card, place, id)) ?? place;
  const tray = layout.trays.find((one) => one.tray.resources.some((other) => other.id === id));
  if (!tray) return null;
  const row = tray.tray.resources.findIndex((other) => other.id === id);
  return { x: tray.x, y: tray.y + (row + 1) * unit, width: tray.width, height: unit };
}

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

function partOf(card: Card, place: Place, id: string): Rect | null {
  if (id === card.id) return { x: place.x, y: place.y, width: place.width, height: headerHeight };
  for (const { key, eni, slots, pods } of card.enis) {
    const section = place.sections.find((one) => one.key === key);
    if (!section) continue;
    const top = place.y + section.y;
    if (eni.id === id) return { x: place.x, y: top, width: place.width, height: titleHeight };
    const row = (index: number) => ({
      x: place.x,
      y: top + titleHeight + index * rowHeight,
      width: place.width,
      height: rowHeight,
    });
    const held = (slots ?? []).filter(({ state }) => state !== "free");
    const slot = held.findIndex((one) => one.branch?.id === id || one.pods.some((pod) => pod.id === id));
    if (slot >= 0) return row(slot);
    const pod = pods.findIndex((one) => one.id === id);
    if (pod >= 0) return row(Math.floor(pod / podColumns));
  }
  return null;
}
