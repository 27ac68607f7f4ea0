"use client";

import { useEffect, useRef } from "react";
import { cardOf } from "../../lib/diagram/card.ts";
import { type GridIndex, within } from "../../lib/diagram/cull.ts";
import { paintOf } from "../../lib/diagram/hue.ts";
import type { Layout } from "../../lib/diagram/layout.ts";
import { slotCell } from "../../lib/diagram/locate.ts";
import { unit } from "../../lib/diagram/measure.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
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
    const bitmap = bitmapOf(model, layout, lit, palette);
    const draw = () => drawFrame({ element, context, bitmap, palette, model, layout, index, lit, selection, viewport });
    draw();
    return viewport.subscribe(draw);
  }, [model, revision, layout, index, lit, selection, viewport, shown, theme]);

  return <canvas ref={canvas} className="far" data-shown={shown} aria-hidden />;
}

function bitmapOf(model: Model, layout: Layout, lit: Lit, palette: Palette): HTMLCanvasElement {
  const bitmap = document.createElement("canvas");
  bitmap.width = Math.max(1, Math.ceil(layout.bounds.width / unit));
  bitmap.height = Math.max(1, Math.ceil(layout.bounds.height / unit));
  const context = bitmap.getContext("2d");
  if (!context) return bitmap;
  const image = context.createImageData(bitmap.width, bitmap.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (const place of layout.places.values()) {
    const card = cardOf(model, place.id);
    if (!card) continue;
    for (const { eni, slots } of card.enis) {
      const section = slots && place.sections.find(({ key }) => key === eni.id);
      if (!section) continue;
      slots.forEach((slot, order) => {
        const { x, y } = slotCell(place, section.y, order);
        const dim = lit !== null && !isLit(lit, slot);
        const groupId = slot.branch ? [...slot.branch.groupIds].sort()[0] : undefined;
        const hue = groupId === undefined ? palette.unknown : (palette.hues[paintOf(groupId).hue] as number);
        const color = slot.state === "used" ? hue : palette.states[slot.state];
        pixels[Math.floor(y / unit) * bitmap.width + Math.floor(x / unit)] = dim ? faded(color) : color;
      });
    }
  }
  context.putImageData(image, 0, 0);
  return bitmap;
}

/** A quarter of the strength; pixels are ABGR. */
function faded(color: number): number {
  return (((color >>> 24) >> 2) << 24) | (color & 0xffffff);
}

interface FrameOptions extends Pick<FarCanvasProps, "model" | "layout" | "index" | "lit" | "selection" | "viewport"> {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly bitmap: HTMLCanvasElement;
  readonly palette: Palette;
}

const mostTiles = 6000;
const mostNames = 260;

function drawFrame({
  element,
  context,
  bitmap,
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
  context.globalAlpha = 1;
  context.imageSmoothingEnabled = zoom * unit < 1;
  context.drawImage(bitmap, x, y, bitmap.width * unit * zoom, bitmap.height * unit * zoom);

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
    const room = Math.floor((place.width * zoom - 8) / 6.2);
    if (room < 5) continue;
    context.globalAlpha = lit !== null && !lit.has(id) ? 0.3 : 1;
    context.fillText(shorten(name, room), place.x * zoom + x + 5, (place.y + unit) * zoom + y);
  }
  context.globalAlpha = 1;
}
