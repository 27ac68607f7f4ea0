"use client";

import { useCallback, useEffect, useState } from "react";
import { type GridIndex, within } from "../../lib/diagram/cull.ts";
import { type Level, levelOf, mostCards } from "../../lib/diagram/level.ts";
import type { ViewportRef } from "./viewport.ts";

export interface InView {
  readonly level: Level;
  /** Cards and trays in the page. */
  readonly ids: readonly string[];
  /** Those that are still to come: so many at once would hold up a frame, and the far view stays until all are there. */
  readonly coming: readonly string[];
  /** How cards look: while they fade out towards the far view, as they did before. */
  readonly cards: Exclude<Level, "far">;
}

/** Cards go on being there for so long while the far view comes up behind them. */
const leaveMs = 160;
/** Cards that one frame may bring. */
const perFrame = 14;
/** World units around the view in which cards stand ready. */
const rim = 240;

/** What is in view and how near, looked at again when asked to. */
export function useInView(index: GridIndex, viewport: ViewportRef) {
  const [inView, setInView] = useState<InView>(() => look(index, viewport, undefined));
  const lookAgain = useCallback(
    () => setInView((before) => settle(before, look(index, viewport, before))),
    [index, viewport],
  );
  useEffect(lookAgain, [lookAgain]);
  const isLeaving = inView.level === "far" && inView.ids.length > 0;
  useEffect(() => {
    if (!isLeaving) return;
    const timer = setTimeout(
      () => setInView((before) => (before.level === "far" ? { ...before, ids: [] } : before)),
      leaveMs,
    );
    return () => clearTimeout(timer);
  }, [isLeaving]);
  const isComing = inView.coming.length > 0;
  useEffect(() => {
    if (!isComing) return;
    let frame = requestAnimationFrame(function bring() {
      setInView(bringSome);
      frame = requestAnimationFrame(bring);
    });
    return () => cancelAnimationFrame(frame);
  }, [isComing]);
  return [inView, lookAgain] as const;
}

function bringSome({ coming, ids, ...rest }: InView): InView {
  return { ...rest, ids: [...ids, ...coming.slice(0, perFrame)].sort(), coming: coming.slice(perFrame) };
}

function look(index: GridIndex, viewport: ViewportRef, before: InView | undefined): InView {
  const { x, y, zoom, width, height } = viewport.current;
  const left = -x / zoom - rim;
  const top = -y / zoom - rim;
  const ids = within(
    index,
    { x: left, y: top, width: width / zoom + 2 * rim, height: height / zoom + 2 * rim },
    mostCards,
  );
  const level = levelOf(zoom, ids.length, before?.level);
  if (level === "far") return { level, ids: before?.ids ?? [], coming: [], cards: before?.cards ?? "small" };
  ids.sort();
  const there = new Set(before?.ids);
  const coming = before === undefined ? [] : ids.filter((id) => !there.has(id));
  // A few are no matter; the server draws all of them.
  if (coming.length <= perFrame) return { level, ids, coming: [], cards: level };
  return { level, ids: ids.filter((id) => there.has(id)), coming, cards: level };
}

function settle(before: InView, after: InView): InView {
  if (before.level !== after.level || before.cards !== after.cards) return after;
  // What is fading out is not taken up again.
  if (before.ids === after.ids || after.level === "far") return before;
  return isSame(before.ids, after.ids) && isSame(before.coming, after.coming) ? before : after;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
