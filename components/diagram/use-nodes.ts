"use client";

import { useMemo, useRef } from "react";
import { cardOf, outlineOf } from "../../lib/diagram/card.ts";
import { type GridIndex, within } from "../../lib/diagram/cull.ts";
import { axesOf, isByMajority } from "../../lib/diagram/grouping.ts";
import type { Frame, Layout } from "../../lib/diagram/layout.ts";
import { isHostLit, type Lit } from "../../lib/diagram/lit.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import { foldedStop } from "../../lib/diagram/stops.ts";
import { useT } from "../messages/use-messages.ts";
import type { AnchorNode } from "./anchor-point.tsx";
import type { FrameNode } from "./group-frame.tsx";
import type { HubNode } from "./hub-card.tsx";
import type { InstanceNode } from "./instance-card.tsx";
import type { OutlineNode } from "./outline-card.tsx";
import type { TrayNode } from "./tray-card.tsx";
import type { InView } from "./use-in-view.ts";

export type DiagramNode = InstanceNode | OutlineNode | TrayNode | FrameNode | HubNode | AnchorNode;

interface NodesOptions {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly frames: readonly Frame[];
  readonly inView: InView;
  readonly lit: Lit | null;
  readonly selection: string | null;
  /** The stop that Tab leads to. */
  readonly active: string | null;
  readonly onFold: (group: string) => void;
}

const noHandles: never[] = [];

/** What React Flow gets: frames, and the cards in view. A card that is drawn as before keeps its object. */
export function useNodes(options: NodesOptions): DiagramNode[] {
  const { model, revision, layout, frames, inView, lit, selection, active, onFold } = options;
  const t = useT();
  const known = useRef(new Map<string, DiagramNode>());
  return useMemo(() => {
    void revision;
    const [outer, inner] = axesOf(layout.grouping);
    const tabbable = tabbableIn(inView, layout, frames, active);
    const nodes: DiagramNode[] = frames.map((frame) => ({
      ...boxOf(`frame/${frame.depth}/${frame.id}`, frame),
      type: "frame",
      zIndex: -2 + frame.depth,
      data: {
        frame,
        unnamed: t(isByMajority(frame.depth === 0 ? outer : inner) ? "diagram.noneGroup" : "diagram.unknownGroup"),
        axis: t(`rail.group.${frame.depth === 0 ? outer : inner}`),
        onFold,
        tabbable: tabbable === foldedStop(frame.id),
        faded: frame.strip !== null && lit !== null && !holdsLit(layout, frame, lit),
      },
    }));
    for (const id of inView.ids) {
      const tray = layout.trays.find((one) => one.id === id);
      if (tray) {
        const data = { tray: tray.tray, lit: lit?.ids ?? null, selection, tabbable: tabbable === id };
        nodes.push({ ...boxOf(id, tray), type: "tray", data });
        continue;
      }
      const place = layout.places.get(id);
      const instance = get(model, "instance", id);
      if (!place || !instance) continue;
      const card = cardOf(model, id);
      const box = boxOf(id, place);
      const shared = { place, selection, tabbable: tabbable === id };
      nodes.push(
        card
          ? {
              ...box,
              type: "instance",
              data: { ...shared, card, outline: outlineOf(model, id), level: inView.cards, lit: lit?.ids ?? null },
            }
          : {
              ...box,
              type: "outline",
              data: { ...shared, instance, outline: outlineOf(model, id), faded: lit !== null && !isHostLit(lit, id) },
            },
      );
    }
    const next = new Map<string, DiagramNode>();
    const kept = nodes.map((node) => {
      const before = known.current.get(node.id);
      const result = before !== undefined && sameNode(before, node) ? before : node;
      next.set(node.id, result);
      return result;
    });
    known.current = next;
    return kept;
  }, [model, revision, layout, frames, inView, lit, selection, active, onFold, t]);
}

/** As many frames as may be elements of the page: the canvas draws the outlines of the rest. */
const mostFrames = 90;

/** The frames in view, the largest first when there are very many. */
export function framesIn(layout: Layout, index: GridIndex, area: Parameters<typeof within>[1]): readonly Frame[] {
  if (layout.frames.length <= mostFrames) return layout.frames;
  const inArea = new Set(within(index, area));
  const frames = layout.frames.filter(({ id, depth }) => inArea.has(`${depth}/${id}`));
  if (frames.length <= mostFrames) return frames;
  return frames.sort((a, b) => a.depth - b.depth || b.width * b.height - a.width * a.height).slice(0, mostFrames);
}

function tabbableIn(
  { ids }: InView,
  layout: Layout,
  frames: readonly Frame[],
  active: string | null,
): string | undefined {
  const folded = frames.filter(({ strip }) => strip !== null).map(({ id }) => foldedStop(id));
  if (active !== null && (ids.includes(active) || folded.includes(active))) return active;
  return ids.find((id) => layout.places.has(id)) ?? ids[0] ?? folded[0];
}

function holdsLit({ folded }: Layout, { id }: Frame, lit: Lit): boolean {
  for (const [instance, frame] of folded) if (frame.id === id && isHostLit(lit, instance)) return true;
  return false;
}

function boxOf(id: string, { x, y, width, height }: Frame | { x: number; y: number; width: number; height: number }) {
  return { id, position: { x, y }, width, height, measured: { width, height }, handles: noHandles };
}

function sameNode(a: DiagramNode, b: DiagramNode): boolean {
  if (a.position.x !== b.position.x || a.position.y !== b.position.y || a.height !== b.height || a.width !== b.width)
    return false;
  const before = a.data as Record<string, unknown>;
  return Object.entries(b.data).every(
    ([key, value]) =>
      before[key] === value || (alike.has(key) && JSON.stringify(before[key]) === JSON.stringify(value)),
  );
}

/** Made anew with every layout, and often the same. */
const alike: ReadonlySet<string> = new Set(["place", "frame"]);
