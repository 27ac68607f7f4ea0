"use client";

import { useEffect, useRef, useState } from "react";
import type { GridIndex } from "../../lib/diagram/cull.ts";
import type { Layout, Rect } from "../../lib/diagram/layout.ts";
import type { Lit } from "../../lib/diagram/lit.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { useT } from "../messages/use-messages.ts";
import type { Bitmaps } from "./bitmaps.ts";
import { drawFar } from "./draw-far.ts";
import { isMotionReduced } from "./motion.ts";
import { type Move, startMove } from "./moves.ts";
import { paletteOf } from "./palette.ts";
import type { ViewportRef } from "./viewport.ts";

interface FarCanvasProps {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly index: GridIndex;
  readonly lit: Lit | null;
  readonly selection: string | null;
  readonly active: Rect | null;
  readonly bareFrames: Layout["frames"];
  readonly bitmaps: Bitmaps;
  readonly viewport: ViewportRef;
  readonly shown: boolean;
  /** Light or dark, so that colours are read again. */
  readonly theme: string;
}

/** It goes on being drawn while it fades out under the cards. */
const fadeMs = 320;

/** All cards at once: one texel per slot in a bitmap, one `drawImage` per frame. */
export function FarCanvas(props: FarCanvasProps) {
  const { model, revision, layout, index, lit, selection, active, bareFrames, bitmaps, viewport, shown, theme } = props;
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawn = useLasting(shown);
  const laidOut = useRef(layout);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !isDrawn) {
      laidOut.current = layout;
      return;
    }
    // The colours are read anew when the theme is another.
    const palette = paletteOf(element, theme);
    const picture = { model, revision, layout, lit, palette };
    const draw = (move: Move | null) =>
      drawFar({
        element,
        context,
        slots: bitmaps.slots(picture),
        heat: bitmaps.heat(picture),
        palette,
        model,
        layout,
        index,
        lit,
        selection,
        active,
        bareFrames,
        move,
        viewport: viewport.current,
        t,
      });
    let frame = 0;
    let move: Move | null = null;
    if (laidOut.current !== layout && !isMotionReduced()) {
      const moveAt = startMove(laidOut.current, layout, performance.now());
      const step = () => {
        move = moveAt(performance.now());
        if (move.isOver) move = null;
        else frame = requestAnimationFrame(step);
        draw(move);
      };
      step();
    } else draw(null);
    laidOut.current = layout;
    const stop = viewport.subscribe(() => draw(move));
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [model, revision, layout, index, lit, selection, active, bareFrames, bitmaps, viewport, isDrawn, theme, t]);

  return <canvas ref={canvas} className="far" data-shown={shown} aria-hidden />;
}

/** Stays true a little longer than it is. */
function useLasting(isOn: boolean): boolean {
  const [lasting, setLasting] = useState(isOn);
  useEffect(() => {
    if (isOn) return setLasting(true);
    const timer = setTimeout(() => setLasting(false), fadeMs);
    return () => clearTimeout(timer);
  }, [isOn]);
  return isOn || lasting;
}
