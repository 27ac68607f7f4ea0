import { severities } from "../../lib/diagnosis/finding.ts";
import { outlineOf } from "../../lib/diagram/card.ts";
import { type GridIndex, within } from "../../lib/diagram/cull.ts";
import type { Layout, Place, Rect } from "../../lib/diagram/layout.ts";
import { isHostLit, type Lit } from "../../lib/diagram/lit.ts";
import { slotCell } from "../../lib/diagram/locate.ts";
import { unit } from "../../lib/diagram/measure.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { troubleOf } from "../../lib/diagram/trouble.ts";
import { readCell } from "../../lib/snapshot/outline.ts";
import type { Translate } from "../messages/messages.ts";
import { shortNode } from "../parts/label-of.ts";
import type { Move } from "./moves.ts";
import type { Palette } from "./palette.ts";
import type { ViewportState } from "./viewport.ts";

interface FarPicture {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  readonly slots: HTMLCanvasElement;
  readonly heat: HTMLCanvasElement;
  readonly palette: Palette;
  readonly model: Model;
  readonly layout: Layout;
  readonly index: GridIndex;
  readonly lit: Lit | null;
  readonly selection: string | null;
  /** Where the keyboard stands. */
  readonly active: Rect | null;
  /** Frames that no element of the page draws. */
  readonly bareFrames: Layout["frames"];
  /** Cards on their way from where they stood before. */
  readonly move: Move | null;
  readonly viewport: ViewportState;
  readonly t: Translate;
}

/** Between these zooms the slots at their places turn into tiles filled with them. */
const blendFrom = 0.09;
const blendTo = 0.13;
const mostTiles = 6000;
const mostNames = 260;

/** One frame of the far view: tiles, one `drawImage` for all slots, what is selected and where the keyboard stands. */
export function drawFar(picture: FarPicture): void {
  const { element, context, palette, model, layout, index, lit, viewport, move } = picture;
  const { x, y, zoom, width, height } = viewport;
  const ratio = window.devicePixelRatio || 1;
  if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const area = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const ids = within(index, area).slice(0, mostTiles);
  const at = (place: Rect & { readonly id: string }): Rect => move?.rectOf(place.id, place) ?? place;
  const onScreen = (rect: Rect) =>
    [rect.x * zoom + x, rect.y * zoom + y, rect.width * zoom, rect.height * zoom] as const;

  context.lineWidth = 1;
  context.strokeStyle = palette.line;
  for (const frame of picture.bareFrames) if (frame.depth === 0) context.strokeRect(...onScreen(frame));

  for (const id of ids) {
    const place = layout.places.get(id);
    if (!place) continue;
    const [left, top, wide, high] = onScreen(at(place));
    const box = [Math.round(left) + 0.5, Math.round(top) + 0.5, Math.round(wide), Math.round(high)] as const;
    const { worst } = troubleOf(model, id);
    context.globalAlpha = lit !== null && !isHostLit(lit, id) ? 0.3 : 1;
    context.fillStyle = palette.surface;
    context.fillRect(...box);
    context.strokeStyle = worst === null ? palette.line : palette.severities[worst];
    if (zoom > 0.04 || worst !== null) context.strokeRect(...box);
    if (worst === null) continue;
    // A bar on the edge: the worst finding is seen by place as well as by colour.
    context.fillStyle = palette.severities[worst];
    context.fillRect(box[0], box[1], Math.max(2, 10 * zoom), box[3]);
  }
  context.strokeStyle = palette.line;
  context.fillStyle = palette.surface;
  for (const tray of layout.trays) {
    context.globalAlpha = lit === null || tray.tray.resources.some((one) => lit.ids.has(one.id)) ? 1 : 0.3;
    const box = onScreen(tray);
    context.fillRect(...box);
    context.strokeRect(...box);
    if (zoom < 0.1) continue;
    context.fillStyle = palette.text;
    context.font = `500 11px ${palette.font}`;
    context.fillText(picture.t(`tray.${tray.tray.kind}`), box[0] + 5, box[1] + 14);
    context.fillStyle = palette.surface;
  }
  drawSlots(picture, ids, at);
  if (zoom >= blendTo) drawSlotFindings(picture, ids, at);
  drawMarks(picture, onScreen, at);
  if (zoom < 0.14 || ids.length > mostNames) return;
  context.fillStyle = palette.text;
  context.font = `500 11px ${palette.font}`;
  context.textBaseline = "middle";
  for (const id of ids) {
    const place = layout.places.get(id);
    const instance = place && get(model, "instance", id);
    if (!place || !instance) continue;
    const name = printable(instance.nodeName ? shortNode(instance.nodeName) : id);
    const room = Math.floor((place.width * zoom - 12) / 6.9);
    if (room < 5) continue;
    const now = at(place);
    context.globalAlpha = lit !== null && !isHostLit(lit, id) ? 0.3 : 1;
    context.fillText(shorten(name, room), now.x * zoom + x + 8, (now.y + unit) * zoom + y);
  }
  context.globalAlpha = 1;
}

function drawSlots(
  { context, slots, heat, layout, viewport, move }: FarPicture,
  ids: readonly string[],
  at: (place: Place) => Rect,
): void {
  const { x, y, zoom } = viewport;
  const heatShare = Math.min(1, Math.max(0, (blendTo - zoom) / (blendTo - blendFrom)));
  context.imageSmoothingEnabled = zoom * unit < 1;
  for (const [bitmap, share] of [
    [slots, 1 - heatShare],
    [heat, heatShare],
  ] as const) {
    if (share === 0) continue;
    context.globalAlpha = share;
    if (!move) {
      context.drawImage(bitmap, x, y, bitmap.width * unit * zoom, bitmap.height * unit * zoom);
      continue;
    }
    for (const id of ids) {
      const place = layout.places.get(id);
      if (!place) continue;
      const now = at(place);
      const source = [
        (place.x - unit / 2) / unit,
        place.y / unit,
        place.width / unit + 1,
        place.height / unit,
      ] as const;
      const left = (now.x - unit / 2) * zoom + x;
      context.drawImage(bitmap, ...source, left, now.y * zoom + y, (now.width + unit) * zoom, now.height * zoom);
    }
  }
  context.globalAlpha = 1;
}

/** A small triangle on each slot with a finding: seen by shape as well as by colour. */
function drawSlotFindings(
  { context, palette, model, layout, lit, viewport: { x, y, zoom } }: FarPicture,
  ids: readonly string[],
  at: (place: Place) => Rect,
): void {
  const size = Math.max(4, unit * zoom * 0.45);
  for (const id of ids) {
    const { sections, worst } = outlineOf(model, id);
    const place = worst < 0 ? undefined : layout.places.get(id);
    if (!place) continue;
    const now = at(place);
    context.globalAlpha = lit !== null && !isHostLit(lit, id) ? 0.3 : 1;
    for (const { key, cells } of sections) {
      const section = place.sections.find((one) => one.key === key);
      for (const [order, code] of section ? (cells ?? []).entries() : []) {
        const severity = severities[readCell(code).rank];
        if (severity === undefined) continue;
        const cell = slotCell(place, section?.y ?? 0, order);
        const left = (cell.x - place.x + now.x) * zoom + x;
        const top = (cell.y - place.y + now.y) * zoom + y;
        context.beginPath();
        context.moveTo(left + size / 2, top);
        context.lineTo(left + size, top + size);
        context.lineTo(left, top + size);
        context.closePath();
        context.fillStyle = palette.severities[severity];
        context.fill();
        context.strokeStyle = palette.surface;
        context.stroke();
      }
    }
  }
  context.globalAlpha = 1;
}

function drawMarks(
  { context, palette, layout, selection, active }: FarPicture,
  onScreen: (rect: Rect) => readonly [number, number, number, number],
  at: (place: Place) => Rect,
): void {
  const chosen = selection === null ? undefined : layout.places.get(selection);
  context.strokeStyle = palette.accent;
  if (chosen) {
    context.lineWidth = 2;
    context.strokeRect(...onScreen(at(chosen)));
  }
  if (!active) return;
  const [left, top, wide, high] = onScreen(active);
  // Two strokes, so that the ring is seen on any ground; never smaller than a finger can find.
  const grow = Math.max(3, (12 - Math.min(wide, high)) / 2);
  const ring = [left - grow, top - grow, wide + 2 * grow, high + 2 * grow] as const;
  context.lineWidth = 5;
  context.strokeStyle = palette.surface;
  context.strokeRect(...ring);
  context.lineWidth = 2.5;
  context.strokeStyle = palette.accent;
  context.strokeRect(...ring);
}
