import { outlineOf } from "../../lib/diagram/card.ts";
import type { Layout, Place } from "../../lib/diagram/layout.ts";
import { isCellLit, type Lit } from "../../lib/diagram/lit.ts";
import { slotCell } from "../../lib/diagram/locate.ts";
import { slotColumns, unit } from "../../lib/diagram/measure.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { readCell } from "../../lib/snapshot/outline.ts";
import type { Palette } from "./palette.ts";

export interface Picture {
  readonly model: Model;
  /** Moves with every change of the model, which grows in place. */
  readonly revision: number;
  readonly layout: Layout;
  readonly lit: Lit | null;
  readonly palette: Palette;
}

/** All slots of a cluster as pixels, one per cell of the lattice; made when asked for, and again only when something of it is another. */
export class Bitmaps {
  #slots: Kept | null = null;
  #heat: Kept | null = null;

  /** One texel per slot, where the cards have its cell: from here to cards nothing moves. */
  slots(picture: Picture): HTMLCanvasElement {
    this.#slots = keptOr(this.#slots, picture, atTheirPlaces);
    return this.#slots.bitmap;
  }

  /** The body of every tile filled with its slots, for zooms at which a cell is less than a pixel. */
  heat(picture: Picture): HTMLCanvasElement {
    this.#heat = keptOr(this.#heat, picture, fillingTiles);
    return this.#heat.bitmap;
  }
}

interface Kept {
  readonly picture: Picture;
  readonly bitmap: HTMLCanvasElement;
}

function keptOr(kept: Kept | null, picture: Picture, paintSlots: PaintSlots): Kept {
  const isSame =
    kept !== null && (Object.keys(picture) as (keyof Picture)[]).every((key) => kept.picture[key] === picture[key]);
  return isSame ? kept : { picture, bitmap: bitmapOf(picture, paintSlots) };
}

type PaintSlots = (
  place: Place,
  sectionY: number,
  count: number,
  paint: (x: number, y: number, order: number) => void,
) => void;

const atTheirPlaces: PaintSlots = (place, sectionY, count, paint) => {
  for (let order = 0; order < count; order += 1) {
    const { x, y } = slotCell(place, sectionY, order);
    paint(x / unit, y / unit, order);
  }
};

const fillingTiles: PaintSlots = (place, _, count, paint) => {
  const left = (place.x + unit / 2) / unit;
  const top = place.y / unit;
  const rows = Math.max(1, place.height / unit - 1);
  const across = Math.min(count, slotColumns);
  const down = Math.ceil(count / slotColumns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < slotColumns; column += 1) {
      const order = Math.floor((row * down) / rows) * slotColumns + Math.floor((column * across) / slotColumns);
      if (order < count) paint(left + column, top + row, order);
    }
  }
};

function bitmapOf({ model, layout, lit, palette }: Picture, paintSlots: PaintSlots): HTMLCanvasElement {
  const bitmap = document.createElement("canvas");
  bitmap.width = Math.max(1, Math.ceil(layout.bounds.width / unit));
  bitmap.height = Math.max(1, Math.ceil(layout.bounds.height / unit));
  const context = bitmap.getContext("2d");
  if (!context) return bitmap;
  const image = context.createImageData(bitmap.width, bitmap.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (const place of layout.places.values()) {
    let before = 0;
    for (const { key, cells } of outlineOf(model, place.id).sections) {
      const section = cells && place.sections.find((one) => one.key === key);
      if (!section) continue;
      const first = before;
      before += cells.length;
      paintSlots(place, section.y, cells.length, (x, y, order) => {
        const color = colorOf(cells[order] as number, palette);
        const dim = lit !== null && !isCellLit(lit, model, place.id, first + order);
        pixels[Math.floor(y) * bitmap.width + Math.floor(x)] = dim ? faded(color) : color;
      });
    }
  }
  context.putImageData(image, 0, 0);
  return bitmap;
}

function colorOf(code: number, palette: Palette): number {
  const { state, hue } = readCell(code);
  return state === "used" ? (palette.hues[hue] ?? palette.unknown) : palette.states[state];
}

/** A quarter of the strength; pixels are ABGR. */
function faded(color: number): number {
  return (((color >>> 24) >> 2) << 24) | (color & 0xffffff);
}
