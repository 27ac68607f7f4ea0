"use client";

import { type Edge, MarkerType } from "@xyflow/react";
import { useMemo } from "react";
import { type DrawnLink, drawLinks } from "../../lib/diagram/drawn-links.ts";
import { homeOf } from "../../lib/diagram/home.ts";
import type { Layout, Rect } from "../../lib/diagram/layout.ts";
import { type Link, linksOf } from "../../lib/diagram/links.ts";
import type { Lit } from "../../lib/diagram/lit.ts";
import type { Model } from "../../lib/diagram/model.ts";
import type { Spot } from "../../lib/diagram/spot.ts";
import type { Translate } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { type AnchorNode, anchorAt } from "./anchor-point.tsx";
import { type HubNode, hubHeight, hubWidth } from "./hub-card.tsx";
import type { InView } from "./use-in-view.ts";
import type { ViewportRef, ViewportState } from "./viewport.ts";

interface Options {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly inView: InView;
  readonly lit: Lit | null;
  readonly selection: string | null;
  readonly viewport: ViewportRef;
}

export interface Links {
  readonly edges: Edge[];
  readonly nodes: (AnchorNode | HubNode)[];
  readonly shown: number;
  readonly total: number;
}

const none: Links = { edges: [], nodes: [], shown: 0, total: 0 };
const mostHubs = 8;

/** The lines of what is selected, between small anchors on cards and rows; what no card shows gets a card for the time. */
export function useLinks({ model, revision, layout, inView, lit, selection, viewport }: Options): Links {
  const t = useT();
  const links = useMemo(() => {
    void revision;
    const resource = selection === null ? undefined : model.byId.get(selection);
    if (!resource) return [];
    const here = linksOf(model, resource);
    const far = [...(lit?.far.keys() ?? [])].map((id): Link => ({ from: resource.id, to: id, label: null }));
    return [...here, ...far];
  }, [model, revision, selection, lit]);

  const hubs = useMemo(
    () => (selection === null ? noHubs : placeHubs(model, layout, links, selection, viewport)),
    [model, layout, links, selection, viewport],
  );

  return useMemo(() => {
    if (links.length === 0) return none;
    const { x, y, zoom, width, height } = viewport.current;
    const { level } = inView;
    const { links: drawn, total } = drawLinks({
      model,
      layout,
      links,
      hubs,
      isUnfolded: level === "near",
      isInside: level === "near" || (level === "middle" && links.length < 6),
      centre: { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom },
    });
    const scale = hubs.size === 0 ? 1 : ([...hubs.values()][0] as Spot).height / hubHeight;
    const notes = notesOf(links, selection, t);
    const nodes: (AnchorNode | HubNode)[] = [...hubs].map(([id, spot]) => ({
      id: `hub/${id}`,
      type: "hub",
      position: { x: spot.x, y: spot.y },
      width: spot.width,
      height: spot.height,
      measured: { width: spot.width, height: spot.height },
      handles: noHandles,
      zIndex: 20,
      data: { about: id, scale, isSelected: id === selection, note: notes.get(id) ?? null },
    }));
    const edges = drawn.map((one, order) => {
      const ends = endsOf(one);
      const id = `link/${one.link.from}/${one.link.to}`;
      nodes.push(anchorAt(`${id}/from`, ends.from), anchorAt(`${id}/to`, ends.to));
      const isCurved = hubs.has(one.link.from) !== hubs.has(one.link.to);
      return edgeOf(id, one.link, { t, isCurved, isFlowing: order < 24 });
    });
    return { edges, nodes, shown: drawn.length, total };
  }, [model, layout, links, hubs, inView, selection, viewport, t]);
}

const noHubs: ReadonlyMap<string, Spot> = new Map();
const noHandles: never[] = [];

/** Beside the card of what is selected; for what no card shows, at the left of the view. */
function placeHubs(
  model: Model,
  layout: Layout,
  links: readonly Link[],
  selection: string,
  viewport: ViewportRef,
): ReadonlyMap<string, Spot> {
  const selected = model.byId.get(selection);
  const ids = new Set<string>();
  if (selected && isHub(model, selection)) ids.add(selection);
  for (const { from, to } of links) {
    for (const id of [from, to]) if (ids.size < mostHubs && isHub(model, id)) ids.add(id);
  }
  const home = selected && homeOf(model, selected);
  const place = home == null ? undefined : layout.places.get(home);
  const { x, y, zoom, width: room } = viewport.current;
  const scale = place ? 1 : Math.max(1, 1 / zoom);
  const width = hubWidth * scale;
  const height = hubHeight * scale;
  const left = place ? place.x - width - 56 : hubLeft(layout, { x, zoom, width: room });
  const top = place ? place.y + 84 : Math.max((16 - y) / zoom, 0);
  return new Map(
    [...ids].map((id, at) => [id, { x: left, y: top + at * height * 1.22, width, height, home: `hub/${id}` }]),
  );
}

/** Screen pixels that hubs beside the diagram take, with air around them. */
export const hubRoom = hubWidth + 64;

/** Beside the diagram where its edge is in view or near it, else at the left of the view. */
function hubLeft({ bounds }: Layout, { x, zoom, width }: Pick<ViewportState, "x" | "zoom" | "width">): number {
  return isEdgeNear({ x, width }) ? bounds.x - (hubRoom - 16) / zoom : (16 - x) / zoom;
}

/** Whether there is a way to make room for hubs at the left edge without losing sight of what is looked at. */
export function isEdgeNear({ x, width }: Pick<ViewportState, "x" | "width">): boolean {
  return width > 720 - 120 && x > -width / 2;
}

function isHub(model: Model, id: string): boolean {
  const kind = model.byId.get(id)?.kind;
  return kind === undefined || kind === "policy" || kind === "securityGroup" || kind === "subnet";
}

interface End {
  readonly x: number;
  readonly y: number;
  readonly side: "left" | "right";
}

/** Within a card a line runs along its left edge; between cards it takes the sides that face each other. */
function endsOf({ from, to }: DrawnLink): { readonly from: End; readonly to: End } {
  const isColumn = from.home.startsWith("hub/") && to.home.startsWith("hub/");
  if (from.home === to.home || isColumn) return { from: sideOf(from, "left"), to: sideOf(to, "left") };
  const isForward = from.x + from.width / 2 <= to.x + to.width / 2;
  return { from: sideOf(from, isForward ? "right" : "left"), to: sideOf(to, isForward ? "left" : "right") };
}

function sideOf({ x, y, width, height }: Rect, side: End["side"]): End {
  return { x: side === "left" ? x : x + width, y: y + height / 2, side };
}

interface Look {
  readonly t: Translate;
  readonly isCurved: boolean;
  readonly isFlowing: boolean;
}

function edgeOf(id: string, { from, to, label }: Link, { t, isCurved, isFlowing }: Look): Edge {
  return {
    id,
    source: `${id}/from`,
    target: `${id}/to`,
    type: isCurved ? "default" : "smoothstep",
    className: isFlowing ? "link flowing" : "link",
    zIndex: 10,
    focusable: false,
    selectable: false,
    interactionWidth: 0,
    markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: "var(--accent)" },
    ...(label?.as === "vlan" && {
      label: t("card.vlan", { vlan: label.vlan ?? "?" }),
      labelShowBg: true,
      labelBgPadding: [4, 2] as [number, number],
    }),
    ariaLabel: `${from} → ${to}`,
  };
}

/** What the rules between the selected group and a peer let through, to stand on the peer. */
function notesOf(links: readonly Link[], selection: string | null, t: Translate): Map<string, string> {
  const notes = new Map<string, string>();
  for (const { from, to, label } of links) {
    if (label?.as !== "rule") continue;
    const peer = from === selection ? to : from;
    const text = `${t(label.isEgress ? "diagram.rule.out" : "diagram.rule.in")} ${label.traffic}`;
    const before = notes.get(peer);
    notes.set(peer, before === undefined ? text : `${before}, ${text}`);
  }
  return notes;
}
