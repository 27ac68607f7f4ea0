import type { Card } from "../snapshot/card-shape.ts";
import { heldSlots } from "../snapshot/slots.ts";
import { cardOf } from "./card.ts";
import { homeOf } from "./home.ts";
import type { Layout, Place, Rect } from "./layout.ts";
import { slotCell } from "./locate.ts";
import { headerHeight, podColumns, rowHeight, titleHeight, unit } from "./measure.ts";
import type { Model } from "./model.ts";

/** Where on the diagram a resource is drawn, and on whose card; `null`: nowhere, such as a policy. */
export interface Spot extends Rect {
  readonly home: string;
}

const inset = unit / 2;
const bodyWidth = 15 * unit;
/** Where a row's pod begins, after its branch. */
const podStart = 312;
const pip = { pitch: 18, size: 14 };

/** `isUnfolded`: cards show a row per branch, as they do when near; else a cell. */
export function spotOf(model: Model, layout: Layout, id: string, isUnfolded: boolean): Spot | null {
  const resource = model.byId.get(id);
  if (!resource) return null;
  const home = homeOf(model, resource);
  if (home === null) return inTray(layout, id);
  const place = layout.places.get(home);
  if (!place) {
    const frame = layout.folded.get(home);
    return frame ? { ...rectOf(frame), home: frame.id } : inTray(layout, id);
  }
  const card = cardOf(model, home);
  return { ...((card && partOf(card, place, id, isUnfolded)) ?? rectOf(place)), home };
}

function partOf(card: Card, place: Place, id: string, isUnfolded: boolean): Rect | null {
  if (id === card.id) return { x: place.x, y: place.y, width: place.width, height: headerHeight };
  for (const { key, eni, slots, pods } of card.enis) {
    const section = place.sections.find((one) => one.key === key);
    if (!section) continue;
    const top = place.y + section.y;
    if (eni.id === id) return { x: place.x, y: top, width: place.width, height: titleHeight };
    const drawn = isUnfolded ? heldSlots(slots ?? []) : (slots ?? []);
    const index = drawn.findIndex(({ branch, pods: own }) => branch?.id === id || own.some((pod) => pod.id === id));
    if (index >= 0) {
      if (!isUnfolded) return { ...slotCell(place, section.y, index), width: 32, height: 32 };
      const isPod = drawn[index]?.branch?.id !== id;
      const x = place.x + inset + (isPod ? podStart : 0);
      const y = top + titleHeight + index * rowHeight;
      return { x, y, width: isPod ? bodyWidth - podStart : podStart - 20, height: rowHeight };
    }
    const at = pods.findIndex((pod) => pod.id === id);
    if (at < 0) continue;
    const before = slots ? heldSlots(slots).length * rowHeight : 0;
    const columns = isUnfolded ? podColumns : Math.floor(bodyWidth / pip.pitch);
    const pitch = bodyWidth / columns;
    return {
      x: place.x + inset + (at % columns) * pitch,
      y: top + titleHeight + before + Math.floor(at / columns) * rowHeight,
      width: isUnfolded ? pitch - 8 : pip.size,
      height: rowHeight,
    };
  }
  return null;
}

function inTray({ trays }: Layout, id: string): Spot | null {
  for (const { tray, x, y, width } of trays) {
    const row = tray.resources.findIndex((one) => one.id === id);
    if (row >= 0) return { x, y: y + (row + 1.5) * unit, width, height: unit, home: tray.id };
  }
  return null;
}

function rectOf({ x, y, width, height }: Rect): Rect {
  return { x, y, width, height };
}
