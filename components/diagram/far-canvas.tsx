"use client";

import { useEffect, useRef } from "react";
import { outlineOf } from "../../lib/diagram/card.ts";
import { type GridIndex, within } from "../../lib/diagram/cull.ts";
import type { Layout, Place } from "../../lib/diagram/layout.ts";
import { isCellLit, isHostLit, type Lit } from "../../lib/diagram/lit.ts";
import { slotCell } from "../../lib/diagram/locate.ts";
import { slotColumns, unit } from "../../lib/diagram/measure.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { readCell } from "../../lib/snapshot/outline.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { shortNode } from "../parts/label-of.ts";
import { type Palette, paletteOf } from "./palette.ts";
import type { ViewportRef } from "./viewport.ts";

interface FarCanvasProps {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly index: GridIndex;
  readonly lit: Lit | null;
  readonly selection: string | null;
  readonly viewport: ViewportRef;
  readonly shown: boolean;
  /** Light or dark, so that colours are read again. */
  readonly theme: string;
}

/** All cards at once: one texel per slot in a bitmap, one `drawImage` per frame. */
export function FarCanvas(props: FarCanvasProps) {
  const { model, revision, layout, index, lit, selection, viewport, shown, theme } = props;
  const t = useT();
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
      drawFrame({ element, context, slots, heat, palette, model, layout, index, lit, selection, viewport, t });
    draw();
    return viewport.subscribe(draw);
  }, [model, revision, layout, index, lit, selection, viewport, shown, theme, t]);

  return <canvas ref={canvas} className="far" data-shown={shown} aria-hidden />;
}

interface BitmapOptions {
  readonly model: Model;
  readonly layout: Layout;
  readonly lit: Lit | null;
  readonly palette: Palette;
}

/** One texel per slot, where the cards have its cell: from here to cards nothing moves. */
function slotsBitmap(options: BitmapOptions): HTMLCanvasElement {
  return bitmapOf(options, (place, sectionY, count, paint) => {
    for (let order = 0; order < count; order += 1) {
      const { x, y } = slotCell(place, sectionY, order);
      paint(x / unit, y / unit, order);
    }
  });
}

/** The body of every tile filled with its slots, for zooms at which a cell is less than a pixel. */
function heatBitmap(options: BitmapOptions): HTMLCanvasElement {
  return bitmapOf(options, (place, _, count, paint) => {
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
  });
}

type PaintSlots = (
  place: Place,
  sectionY: number,
  count: number,
  paint: (x: number, y: number, order: number) => void,
) => void;

function bitmapOf({ model, layout, lit, palette }: BitmapOptions, paintSlots: PaintSlots): HTMLCanvasElement {
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

interface FrameOptions extends Pick<FarCanvasProps, "model" | "layout" | "index" | "lit" | "selection" | "viewport"> {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly slots: HTMLCanvasElement;
  readonly heat: HTMLCanvasElement;
  readonly palette: Palette;
  readonly t: Translate;
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
  t,
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
    context.globalAlpha = lit !== null && !isHostLit(lit, id) ? 0.3 : 1;
    context.fillRect(...box);
    if (zoom > 0.04) context.strokeRect(...box);
  }
  for (const tray of layout.trays) {
    context.globalAlpha = lit === null || tray.tray.resources.some((one) => lit.ids.has(one.id)) ? 1 : 0.3;
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
    const instance = place && get(model, "instance", id);
    if (!place || !instance) continue;
    const name = printable(instance.nodeName ? shortNode(instance.nodeName) : id);
    const room = Math.floor((place.width * zoom - 8) / 6.9);
    if (room < 5) continue;
    context.globalAlpha = lit !== null && !isHostLit(lit, id) ? 0.3 : 1;
    context.fillText(shorten(name, room), place.x * zoom + x + 5, (place.y + unit) * zoom + y);
  }
  context.globalAlpha = 1;
}
