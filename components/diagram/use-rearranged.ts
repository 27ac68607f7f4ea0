"use client";

import { useEffect, useRef } from "react";
import type { Viewport } from "../../lib/diagram/fit.ts";
import { isFolded, sameFold } from "../../lib/diagram/fold.ts";
import type { Layout } from "../../lib/diagram/layout.ts";
import type { ViewportRef } from "./viewport.ts";

interface Options {
  readonly layout: Layout;
  readonly viewport: ViewportRef;
  readonly moveTo: (next: Viewport, animate?: boolean) => void;
  /** What was looked at is elsewhere now. */
  readonly onLost: () => void;
}

/** Keeps the reader's place when cards are arranged anew: a group that is turned over stays under the hand that turned it. */
export function useRearranged({ layout, viewport, moveTo, onLost }: Options): void {
  const before = useRef(layout);
  useEffect(() => {
    const old = before.current;
    before.current = layout;
    if (old === layout) return;
    if (old.grouping !== layout.grouping || old.order !== layout.order) return onLost();
    if (sameFold(old.fold, layout.fold)) return;
    const turned = layout.arrangement.filter(({ key }) => isFolded(old.fold, key) !== isFolded(layout.fold, key));
    const key = turned.length === 1 ? turned[0]?.key : undefined;
    const from = key === undefined ? undefined : outerFrame(old, key);
    const to = key === undefined ? undefined : outerFrame(layout, key);
    if (!from || !to) return onLost();
    const { x, y, zoom } = viewport.current;
    moveTo({ zoom, x: x + (from.x - to.x) * zoom, y: y + (from.y - to.y) * zoom });
  }, [layout, viewport, moveTo, onLost]);
}

function outerFrame({ frames }: Layout, key: string) {
  return frames.find(({ depth, id }) => depth === 0 && id === key);
}
