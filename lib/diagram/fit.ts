import type { Rect } from "./layout.ts";

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

const margin = 20;
export const leastZoom = 0.01;
export const mostZoom = 2;
/** Below this names cannot be read: a first view of a cluster of some size rather shows its upper part. */
const readable = 0.42;
/** Below this they are not even drawn: a narrow screen starts at the left instead. */
const legible = 0.28;
const someCards = 40;

/** The viewport that shows all of it. */
export function fitAll(bounds: Rect, room: Room): Viewport {
  const zoom = clamp(
    Math.min(
      (room.width - 2 * margin) / Math.max(1, bounds.width),
      (room.height - 2 * margin) / Math.max(1, bounds.height),
    ),
    leastZoom,
    1.25,
  );
  return {
    zoom,
    x: (room.width - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: Math.max(margin, (room.height - bounds.height * zoom) / 2) - bounds.y * zoom,
  };
}

/** What a newcomer sees first: all of it, or the upper part of it when all of it could not be read. */
export function firstViewport(bounds: Rect, room: Room, cards: number): Viewport {
  const all = fitAll(bounds, room);
  if (all.zoom >= readable || cards > someCards) return all;
  const acrossZoom = (room.width - 2 * margin) / Math.max(1, bounds.width);
  const zoom = acrossZoom < legible ? readable : clamp(Math.min(acrossZoom, readable), all.zoom, 1);
  const x = bounds.width * zoom <= room.width - margin ? (room.width - bounds.width * zoom) / 2 : margin;
  return { zoom, x, y: Math.max(margin, (room.height - bounds.height * zoom) / 2) };
}

/** The viewport with a rectangle well inside; the same one when it is already. */
export function bringIntoView(viewport: Viewport, target: Rect, room: Room, leastZoomWanted = 0): Viewport {
  const zoom = Math.min(Math.max(viewport.zoom, leastZoomWanted), (room.width - 2 * margin) / target.width);
  const box = {
    left: target.x * zoom + viewport.x,
    top: target.y * zoom + viewport.y,
    width: target.width * zoom,
    height: target.height * zoom,
  };
  const inside =
    zoom === viewport.zoom &&
    box.left >= margin &&
    box.top >= 2 * margin &&
    box.left + Math.min(box.width, room.width - 2 * margin) <= room.width - margin &&
    box.top + Math.min(box.height, room.height / 2) <= room.height - margin;
  if (inside) return viewport;
  return {
    zoom,
    x: room.width / 2 - (target.x + target.width / 2) * zoom,
    y: room.height / 2.4 - (target.y + Math.min(target.height, room.height / zoom) / 2) * zoom,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
