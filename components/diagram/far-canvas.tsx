"use client";

import { useEffect, useRef } from "react";
import { cardOf } from "../../lib/diagram/card.ts";
import { type GridIndex, within } from "../../lib/diagram/cull.ts";
import { paintOf } from "../../lib/diagram/hue.ts";
import type { Layout, Place } from "../../lib/diagram/layout.ts";
import { slotCell } from "../../lib/diagram/locate.ts";
import { slotColumns, unit } from "../../lib/diagram/measure.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import type { Slot } from "../../lib/diagram/slots.ts";
import { t } from "../messages/messages.ts";
import { shortNode } from "../parts/label-of.ts";
import { type Palette, paletteOf } from "./palette.ts";
import type { Lit } from "./sight.ts";
import { isLit } from "./slot-grid.tsx";
import type { ViewportRef } from "./viewport.ts";

interface FarCanvasProps {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly index: GridIndex;
  readonly lit: Lit;
  readonly selection: string | null;
  readonly viewport: ViewportRef;
  readonly shown: boolean;
  /** Light or dark, so that colours are read again. */
  readonly theme: string;
}

/** All cards at once: one texel per slot in a bitmap, one `drawImage` per frame. */
export function FarCanvas(props: FarCanvasProps) {
  const { model, revision, layout, index, lit, selection, viewport, shown, theme } = props;
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !shown) return;
    // The colours and the model are read anew when either of them moves.
    void theme;
    void revision;
    const palette = paletteOf(element);
    const slots = slotsBitmap({ model, layout, lit, palette });
    const heat = heatBitmap({ model, layout, lit, palette });
    const draw = () =>
      drawFrame({ element, context, slots, heat, palette, model, layout, index, lit, selection, viewport });
    draw();
    return viewport.subscribe(draw);
  }, [model, revision, layout, index, lit, selection, viewport, shown, theme]);

  return <canvas ref={canvas} className="far" data-shown={shown} aria-hidden />;
}

interface BitmapOptions {
  readonly model: Model;
  readonly layout: Layout;
  readonly lit: Lit;
  readonly palette: Palette;
}

/** One texel per slot, where the cards have its cell: from here to cards nothing moves. */
function slotsBitmap(options: BitmapOptions): HTMLCanvasElement {
  return bitmapOf(options, (place, sectionY, slots, paint) => {
    slots.forEach((slot, order) => {
      const { x, y } = slotCell(place, sectionY, order);
      paint(x / unit, y / unit, slot);
    });
  });
}

/** The body of every tile filled with its slots, for zooms at which a cell is less than a pixel. */
function heatBitmap(options: BitmapOptions): HTMLCanvasElement {
  return bitmapOf(options, (place, _, slots, paint) => {
    const left = (place.x + unit / 2) / unit;
    const top = place.y / unit;
    const rows = Math.max(1, place.height / unit - 1);
    const across = Math.min(slots.length, slotColumns);
    const down = Math.ceil(slots.length / slotColumns);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < slotColumns; column += 1) {
        const order = Math.floor((row * down) / rows) * slotColumns + Math.floor((column * across) / slotColumns);
        const slot = slots[order];
        if (slot) paint(left + column, top + row, slot);
      }
    }
  });
}

type PaintSlots = (
  place: Place,
  sectionY: number,
  slots: readonly Slot[],
  paint: (x: number, y: number, slot: Slot) => void,
) => void;

function bitmapOf({ model, layout, lit, palette }: BitmapOptions, paintSlots: PaintSlots): HTMLCanvasElement {
  const bitmap = document.createElement("canvas");
  bitmap.width = Math.max(1, Math.ceil(layout.bounds.width / unit));
  bitmap.height = Math.max(1, Math.ceil(layout.bounds.height / unit));
  const context = bitmap.getContext("2d");
  if (!context) return bitmap;
  const image = context.createImageData(bitmap.width, bitmap.height);
  const pixels = new Uint32Array(image.data.buffer);
  const paint = (x: number, y: number, slot: Slot) => {
    const color = colorOf(slot, palette);
    const dim = lit !== null && !isLit(lit, slot);
    pixels[Math.floor(y) * bitmap.width + Math.floor(x)] = dim ? faded(color) : color;
  };
  for (const place of layout.places.values()) {
    for (const { eni, slots } of cardOf(model, place.id)?.enis ?? []) {
      const section = slots && place.sections.find(({ key }) => key === eni.id);
      if (section) paintSlots(place, section.y, slots, paint);
    }
  }
  context.putImageData(image, 0, 0);
  return bitmap;
}

function colorOf({ state, branch }: Slot, palette: Palette): number {
  if (state !== "used") return palette.states[state];
  const groupId = [...(branch?.groupIds ?? [])].sort()[0];
  return groupId === undefined ? palette.unknown : (palette.hues[paintOf(groupId).hue] ?? palette.unknown);
}

/** A quarter of the strength; pixels are ABGR. */
function faded(color: number): number {
  return (((color >>> 24) >> 2) << 24) | (color & 0xffffff);
}

interface FrameOptions extends Pick<FarCanvasProps, "model" | "layout" | "index" | "lit" | "selection" | "viewport"> {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly slots: HTMLCanvasElement;
  readonly heat: HTMLCanvasElement;
  readonly palette: Palette;
}

/** Between these zooms the slots at their places turn into tiles filled with them. */
const blendFrom = 0.09;
const blendTo = 0.13;
const mostTiles = 6000;
const mostNames = 260;

function drawFrame({
  element,
  context,
  slots,
  heat,
  palette,
  model,
  layout,
  index,
  lit,
  selection,
  viewport,
}: FrameOptions) {
  const { x, y, zoom, width, height } = viewport.current;
  const ratio = window.devicePixelRatio || 1;
  if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const area = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const ids = within(index, area).slice(0, mostTiles);
  context.fillStyle = palette.surface;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  for (const id of ids) {
    const place = layout.places.get(id);
    if (!place) continue;
    const box: [number, number, number, number] = [
      Math.round(place.x * zoom + x) + 0.5,
      Math.round(place.y * zoom + y) + 0.5,
      Math.round(place.width * zoom),
      Math.round(place.height * zoom),
    ];
    context.globalAlpha = lit !== null && !lit.has(id) ? 0.3 : 1;
    context.fillRect(...box);
    if (zoom > 0.04) context.strokeRect(...box);
  }
  for (const tray of layout.trays) {
    context.globalAlpha = lit === null || tray.tray.resources.some((one) => lit.has(one.id)) ? 1 : 0.3;
    const box = [tray.x * zoom + x, tray.y * zoom + y, tray.width * zoom, tray.height * zoom] as const;
    context.fillRect(...box);
    context.strokeRect(...box);
    if (zoom < 0.1) continue;
    context.fillStyle = palette.text;
    context.font = `500 11px ${palette.font}`;
    context.fillText(t(`tray.${tray.tray.kind}`), box[0] + 5, box[1] + 14);
    context.fillStyle = palette.surface;
  }
  context.globalAlpha = 1;
  const heatShare = Math.min(1, Math.max(0, (blendTo - zoom) / (blendTo - blendFrom)));
  for (const [bitmap, share] of [
    [slots, 1 - heatShare],
    [heat, heatShare],
  ] as const) {
    if (share === 0) continue;
    context.globalAlpha = share;
    context.imageSmoothingEnabled = zoom * unit < 1;
    context.drawImage(bitmap, x, y, bitmap.width * unit * zoom, bitmap.height * unit * zoom);
  }
  context.globalAlpha = 1;

  const chosen = selection === null ? undefined : layout.places.get(selection);
  if (chosen) {
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.strokeRect(chosen.x * zoom + x, chosen.y * zoom + y, chosen.width * zoom, chosen.height * zoom);
  }
  if (zoom < 0.14 || ids.length > mostNames) return;
  context.fillStyle = palette.text;
  context.font = `500 11px ${palette.font}`;
  context.textBaseline = "middle";
  for (const id of ids) {
    const place = layout.places.get(id);
    const card = place && cardOf(model, id);
    if (!place || !card) continue;
    const name = printable(card.instance.nodeName ? shortNode(card.instance.nodeName) : card.id);
    const room = Math.floor((place.width * zoom - 8) / 6.9);
    if (room < 5) continue;
    context.globalAlpha = lit !== null && !lit.has(id) ? 0.3 : 1;
    context.fillText(shorten(name, room), place.x * zoom + x + 5, (place.y + unit) * zoom + y);
  }
  context.globalAlpha = 1;
}
