import { outlineOf } from "../../lib/diagram/card.ts";
import type { Layout, Place } from "../../lib/diagram/layout.ts";
import { isCellLit, type Lit } from "../../lib/diagram/lit.ts";
import { slotCell } from "../../lib/diagram/locate.ts";
import { slotColumns, unit } from "../../lib/diagram/measure.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { type Outline, readCell } from "../../lib/snapshot/outline.ts";
import type { Palette } from "./palette.ts";

export interface Picture {
  readonly model: Model;
  /** Moves with every change of the model, which grows in place. */
  readonly revision: number;
  readonly layout: Layout;
  readonly lit: Lit | null;
  readonly palette: Palette;
}

/** All slots of a cluster as pixels, one per cell of the lattice; made when asked for, and where something is another only there. */
export class Bitmaps {
  readonly #slots = new Bitmap(atTheirPlaces);
  readonly #heat = new Bitmap(fillingTiles);

  /** One texel per slot, where the cards have its cell: from here to cards nothing moves. */
  slots(picture: Picture): HTMLCanvasElement {
    return this.#slots.of(picture);
  }

  /** The body of every tile filled with its slots, for zooms at which a cell is less than a pixel. */
  heat(picture: Picture): HTMLCanvasElement {
    return this.#heat.of(picture);
  }
}

interface Painted {
  readonly place: Place;
  readonly outline: Outline;
}

class Bitmap {
  readonly #paintSlots: PaintSlots;
  #picture: Picture | null = null;
  #canvas: HTMLCanvasElement | null = null;
  #image: ImageData | null = null;
  #painted = new Map<string, Painted>();

  constructor(paintSlots: PaintSlots) {
    this.#paintSlots = paintSlots;
  }

  of(picture: Picture): HTMLCanvasElement {
    const before = this.#picture;
    if (this.#canvas && before && keys.every((key) => before[key] === picture[key])) return this.#canvas;
    this.#picture = picture;
    const stale = this.#canvas && before && isKin(before, picture) ? this.#stale(picture) : null;
    if (this.#canvas && stale) this.#repaint(this.#canvas, picture, stale);
    else this.#canvas = this.#paint(picture);
    return this.#canvas;
  }

  /** The cards that look another now; `null`: some stand elsewhere. */
  #stale({ model, layout }: Picture): readonly Place[] | null {
    if (layout.places.size !== this.#painted.size) return null;
    const stale: Place[] = [];
    for (const place of layout.places.values()) {
      const painted = this.#painted.get(place.id);
      if (!painted || !isAlike(painted.place, place)) return null;
      if (painted.outline !== outlineOf(model, place.id)) stale.push(place);
    }
    return stale;
  }

  #repaint(canvas: HTMLCanvasElement, picture: Picture, stale: readonly Place[]): void {
    const context = canvas.getContext("2d");
    const image = this.#image;
    if (!context || !image) return;
    const pixels = new Uint32Array(image.data.buffer);
    for (const place of stale) {
      const left = Math.floor(place.x / unit);
      const top = Math.floor(place.y / unit);
      const width = Math.ceil(place.width / unit) + 1;
      const height = Math.ceil(place.height / unit);
      for (let row = top; row < Math.min(top + height, image.height); row += 1)
        pixels.fill(0, row * image.width + left, row * image.width + Math.min(left + width, image.width));
      this.#paintPlace(picture, place, pixels, image.width);
      context.putImageData(image, 0, 0, left, top, width, height);
    }
  }

  #paint(picture: Picture): HTMLCanvasElement {
    const { bounds, places } = picture.layout;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.ceil(bounds.width / unit));
    canvas.height = Math.max(1, Math.ceil(bounds.height / unit));
    this.#painted = new Map();
    const context = canvas.getContext("2d");
    if (!context) return canvas;
    this.#image = context.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(this.#image.data.buffer);
    for (const place of places.values()) this.#paintPlace(picture, place, pixels, canvas.width);
    context.putImageData(this.#image, 0, 0);
    return canvas;
  }

  #paintPlace({ model, lit, palette }: Picture, place: Place, pixels: Uint32Array, width: number): void {
    const outline = outlineOf(model, place.id);
    this.#painted.set(place.id, { place, outline });
    let before = 0;
    for (const { key, cells } of outline.sections) {
      const section = cells && place.sections.find((one) => one.key === key);
      if (!section) continue;
      const first = before;
      before += cells.length;
      this.#paintSlots(place, section.y, cells.length, (x, y, order) => {
        const color = colorOf(cells[order] as number, palette);
        const dim = lit !== null && !isCellLit(lit, model, place.id, first + order);
        pixels[Math.floor(y) * width + Math.floor(x)] = dim ? faded(color) : color;
      });
    }
  }
}

const keys = ["model", "revision", "layout", "lit", "palette"] as const;

/** What was painted before can be kept, but for what has changed. */
function isKin(before: Picture, { model, layout, lit, palette }: Picture): boolean {
  const { width, height } = before.layout.bounds;
  return (
    before.model === model &&
    before.lit === lit &&
    before.palette === palette &&
    width === layout.bounds.width &&
    height === layout.bounds.height
  );
}

function isAlike(a: Place, b: Place): boolean {
  return (
    a.x === b.x &&
    a.y === b.y &&
    a.height === b.height &&
    a.sections.length === b.sections.length &&
    a.sections.every(({ y }, at) => y === b.sections[at]?.y)
  );
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

function colorOf(code: number, palette: Palette): number {
  const { state, hue } = readCell(code);
  return state === "used" ? (palette.hues[hue] ?? palette.unknown) : palette.states[state];
}

/** A quarter of the strength; pixels are ABGR. */
function faded(color: number): number {
  return (((color >>> 24) >> 2) << 24) | (color & 0xffffff);
}
