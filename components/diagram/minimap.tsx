"use client";

import { useEffect, useRef } from "react";
import type { Layout } from "../../lib/diagram/layout.ts";
import type { Lit } from "../../lib/diagram/lit.ts";
import { unit } from "../../lib/diagram/measure.ts";
import type { Model } from "../../lib/diagram/model.ts";
import type { Bitmaps } from "./bitmaps.ts";
import { type Palette, paletteOf } from "./palette.ts";
import type { ViewportRef } from "./viewport.ts";

interface MinimapProps {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly lit: Lit | null;
  readonly bitmaps: Bitmaps;
  readonly viewport: ViewportRef;
  readonly theme: string;
  /** Looks at a point of the world. */
  readonly onLook: (x: number, y: number) => void;
}

const width = 176;
const height = 112;
const margin = 6;
/** A busy cluster is drawn anew this often at most. */
const restMs = 900;

/** All of it, small, with a frame around what is in view; dragging moves the view. Keys move the diagram itself, so it is no stop of theirs. */
export function Minimap({ model, revision, layout, lit, bitmaps, viewport, theme, onLook }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawnAt = useRef(0);
  const dragging = useRef(false);
  const { bounds } = layout;
  const scale = Math.min(
    (width - 2 * margin) / Math.max(1, bounds.width),
    (height - 2 * margin) / Math.max(1, bounds.height),
  );
  const left = (width - bounds.width * scale) / 2;
  const top = (height - bounds.height * scale) / 2;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    const palette = paletteOf(element, theme);
    const ratio = window.devicePixelRatio || 1;
    element.width = width * ratio;
    element.height = height * ratio;
    let still: HTMLCanvasElement | null = null;
    const draw = () => {
      still ??= stillOf({
        palette,
        layout,
        scale,
        ratio,
        heat: bitmaps.heat({ model, revision, layout, lit, palette }),
      });
      const { x, y, zoom, width: wide, height: high } = viewport.current;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, element.width, element.height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.drawImage(still, left, top, bounds.width * scale, bounds.height * scale);
      context.strokeStyle = palette.accent;
      context.lineWidth = 1.5;
      const box = [
        left - (x / zoom) * scale,
        top - (y / zoom) * scale,
        (wide / zoom) * scale,
        (high / zoom) * scale,
      ] as const;
      const fromX = Math.max(1, box[0]);
      const fromY = Math.max(1, box[1]);
      const toX = Math.min(width - 1, box[0] + box[2]);
      const toY = Math.min(height - 1, box[1] + box[3]);
      if (toX > fromX && toY > fromY)
        context.strokeRect(fromX, fromY, Math.max(3, toX - fromX), Math.max(3, toY - fromY));
    };
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        drawnAt.current = performance.now();
        draw();
      });
    };
    const wait = Math.max(0, drawnAt.current + restMs - performance.now());
    const timer = setTimeout(soon, drawnAt.current === 0 ? 0 : wait);
    const stop = viewport.subscribe(soon);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      stop();
    };
  }, [model, revision, layout, lit, bitmaps, viewport, theme, scale, left, top, bounds]);

  const look = (event: React.PointerEvent) => {
    const rect = event.currentTarget.getBoundingClientRect();
    onLook((event.clientX - rect.left - left) / scale, (event.clientY - rect.top - top) / scale);
  };
  return (
    <canvas
      ref={canvas}
      className="minimap"
      style={{ width, height }}
      aria-hidden
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        look(event);
      }}
      onPointerMove={(event) => dragging.current && look(event)}
      onPointerUp={() => {
        dragging.current = false;
      }}
      onPointerCancel={() => {
        dragging.current = false;
      }}
    />
  );
}

interface Still {
  readonly palette: Palette;
  readonly layout: Layout;
  readonly scale: number;
  readonly ratio: number;
  readonly heat: HTMLCanvasElement;
}

/** Everything but the view's frame. */
function stillOf({ palette, layout, scale, ratio, heat }: Still): HTMLCanvasElement {
  const still = document.createElement("canvas");
  still.width = Math.max(1, Math.round(layout.bounds.width * scale * ratio));
  still.height = Math.max(1, Math.round(layout.bounds.height * scale * ratio));
  const context = still.getContext("2d");
  if (!context) return still;
  const by = scale * ratio;
  context.fillStyle = palette.line;
  for (const { x, y, width: wide, height: high, strip } of layout.frames)
    if (strip) context.fillRect(x * by, y * by, wide * by, high * by);
  context.globalAlpha = 0.35;
  for (const { x, y, width: wide, height: high } of [...layout.places.values(), ...layout.trays])
    context.fillRect(x * by, y * by, wide * by, high * by);
  context.globalAlpha = 1;
  context.drawImage(heat, 0, 0, heat.width * unit * by, heat.height * unit * by);
  return still;
}
