"use client";

import { type Edge, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { Focus, Maximize, Minus, Plus } from "lucide-react";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { cardOf, outlineOf } from "../../lib/diagram/card.ts";
import { gridIndex, within } from "../../lib/diagram/cull.ts";
import { bringIntoView, firstViewport, fitAll, leastZoom, mostZoom, type Viewport } from "../../lib/diagram/fit.ts";
import { axesOf } from "../../lib/diagram/grouping.ts";
import type { Layout } from "../../lib/diagram/layout.ts";
import { type Level, levelOf, mostCards } from "../../lib/diagram/level.ts";
import { isHostLit, type Lit } from "../../lib/diagram/lit.ts";
import { cellAt, locate } from "../../lib/diagram/locate.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import { neighbourOf } from "../../lib/diagram/neighbour.ts";
import { useT } from "../messages/use-messages.ts";
import { FarCanvas } from "./far-canvas.tsx";
import { type FrameNode, GroupFrame } from "./group-frame.tsx";
import { InstanceCard, type InstanceNode } from "./instance-card.tsx";
import { OutlineCard, type OutlineNode } from "./outline-card.tsx";
import { SightContext } from "./sight.ts";
import { TrayCard, type TrayNode } from "./tray-card.tsx";
import { ViewportRef } from "./viewport.ts";

export interface DiagramProps {
  readonly model: Model;
  /** Moves with every change of the model, which grows in place. */
  readonly revision: number;
  readonly layout: Layout;
  readonly lit: Lit | null;
  readonly selection: string | null;
  /** Something to bring into view: a new object each time. */
  readonly goal: { readonly id: string } | null;
  readonly theme: string;
  readonly onSelect: (id: string | null) => void;
  /** Details of these instances are wanted. */
  readonly onWant: (ids: readonly string[]) => void;
  /** Selects a slot of an instance whose details may not be here yet. */
  readonly onSlot: (instanceId: string, order: number) => void;
}

type DiagramNode = InstanceNode | OutlineNode | TrayNode | FrameNode;

const nodeTypes = { instance: InstanceCard, outline: OutlineCard, tray: TrayCard, frame: GroupFrame };
/** What the server draws for, until the browser says how much room there is. */
const firstRoom = { width: 1000, height: 740 };
const noHandles: never[] = [];

export function Diagram(props: DiagramProps) {
  return (
    <SightContext value={props.model}>
      <Canvas {...props} />
    </SightContext>
  );
}

interface InView {
  readonly level: Level;
  readonly ids: readonly string[];
}

function Canvas({ model, revision, layout, lit, selection, goal, theme, onSelect, onWant, onSlot }: DiagramProps) {
  const t = useT();
  const flow = useRef<ReactFlowInstance<DiagramNode> | null>(null);
  const wrapper = useRef<HTMLElement>(null);
  const [viewport] = useState(
    () => new ViewportRef({ ...firstRoom, ...firstViewport(layout.bounds, firstRoom, layout.places.size) }),
  );
  const [first] = useState(() => viewport.current);
  /** Where to look as soon as React Flow is there to be told. */
  const wanted = useRef<Viewport | null>(null);
  const [ready, setReady] = useState(false);
  const touched = useRef(false);
  const index = useMemo(() => gridIndex([...layout.places.values(), ...layout.trays]), [layout]);
  const [inView, setInView] = useState<InView>(() => look(index, viewport, undefined));
  const [active, setActive] = useState<string | null>(null);
  const wantsFocus = useRef<string | null>(null);

  const lookAgain = useCallback(
    () => setInView((before) => settle(before, look(index, viewport, before.level))),
    [index, viewport],
  );
  useEffect(lookAgain, [lookAgain]);
  useEffect(() => onWant(inView.ids), [inView, onWant]);

  const moveTo = useCallback(
    (next: Viewport, animate = true) => {
      const still = !animate || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (flow.current) void flow.current.setViewport(next, still ? {} : { duration: 160 });
      else wanted.current = next;
      if (still || !flow.current) {
        viewport.set(next);
        lookAgain();
      }
    },
    [viewport, lookAgain],
  );

  // The room changes when a panel opens: what is selected stays in sight, and an untouched first view stays whole.
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      if (width === 0 || height === 0) return;
      viewport.set({ width, height });
      if (!touched.current) moveTo(firstViewport(layout.bounds, { width, height }, layout.places.size), false);
      else lookAgain();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [viewport, layout, moveTo, lookAgain]);

  const show = useCallback(
    (id: string, leastZoomWanted: number) => {
      const target = locate(model, layout, id);
      if (!target) return;
      touched.current = true;
      // A panel may have opened in this very frame.
      const { clientWidth: width = 0, clientHeight: height = 0 } = wrapper.current ?? {};
      if (width > 0 && height > 0) viewport.set({ width, height });
      const next = bringIntoView(viewport.current, target, viewport.current, leastZoomWanted);
      if (next.x !== viewport.current.x || next.y !== viewport.current.y || next.zoom !== viewport.current.zoom)
        moveTo(next);
    },
    [model, layout, viewport, moveTo],
  );

  const handled = useRef<object | null>(null);
  useEffect(() => {
    if (!ready || !goal || handled.current === goal) return;
    handled.current = goal;
    touched.current = true;
    // After the inspector has taken its room.
    const frame = requestAnimationFrame(() => show(goal.id, 0.5));
    return () => cancelAnimationFrame(frame);
  }, [ready, goal, show]);

  const nodes = useNodes({ model, revision, layout, inView, lit, selection, active });

  useEffect(() => {
    const id = wantsFocus.current;
    if (id === null || !inView.ids.includes(id)) return;
    wantsFocus.current = null;
    wrapper.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  });

  const pick = (event: MouseEvent | globalThis.MouseEvent) => {
    const target = event.target instanceof Element ? event.target.closest("[data-id]") : null;
    const id = target?.getAttribute("data-id");
    if (id) {
      const home = target?.closest("[data-id]")?.getAttribute("data-card");
      if (home) setActive(home);
      onSelect(id);
    }
  };

  const pickFar = (event: MouseEvent) => {
    if (inView.level !== "far") return onSelect(null);
    const rect = wrapper.current?.getBoundingClientRect();
    const at = viewport.current;
    const x = (event.clientX - (rect?.left ?? 0) - at.x) / at.zoom;
    const y = (event.clientY - (rect?.top ?? 0) - at.y) / at.zoom;
    const [id] = within(index, { x, y, width: 1, height: 1 });
    const place = id === undefined ? undefined : layout.places.get(id);
    if (!place) return onSelect(null);
    const outline = outlineOf(model, place.id);
    const cell = cellAt(outline, place, x, y);
    if (!cell) return onSelect(place.id);
    let order = cell.index;
    for (const { key, cells } of outline.sections) {
      if (key === cell.key) break;
      order += cells?.length ?? 0;
    }
    onSlot(place.id, order);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const direction = directions[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = active ?? inView.ids[0] ?? [...layout.places.keys()][0];
    if (from === undefined) return;
    event.preventDefault();
    const focused = document.activeElement?.getAttribute("data-card") === from;
    const next = focused ? neighbourOf(layout, from, direction) : from;
    if (next === null) return;
    setActive(next);
    wantsFocus.current = next;
    show(next, 0.3);
  };

  return (
    <section
      ref={wrapper}
      className="diagram"
      data-level={inView.level}
      aria-label={t("diagram.label", { cluster: model.head.cluster })}
      id="diagram"
      onKeyDown={onKeyDown}
    >
      <FarCanvas
        model={model}
        revision={revision}
        layout={layout}
        index={index}
        lit={lit}
        selection={selection}
        viewport={viewport}
        shown={inView.level === "far"}
        theme={theme}
      />
      <ReactFlow
        nodes={nodes}
        edges={noEdges}
        nodeTypes={nodeTypes}
        defaultViewport={first}
        width={firstRoom.width}
        height={firstRoom.height}
        minZoom={leastZoom}
        maxZoom={mostZoom}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        onInit={(instance) => {
          flow.current = instance;
          if (wanted.current) void instance.setViewport(wanted.current);
          setReady(true);
        }}
        proOptions={{ hideAttribution: true }}
        onMove={(event, next) => {
          if (event) touched.current = true;
          viewport.set(next);
          lookAgain();
        }}
        onNodeClick={pick}
        onPaneClick={pickFar}
      />
      <div className="zoom-buttons">
        <button
          type="button"
          className="icon-button"
          aria-label={t("diagram.zoomIn")}
          title={t("diagram.zoomIn")}
          onClick={() => zoomBy(1.3)}
        >
          <Plus size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t("diagram.zoomOut")}
          title={t("diagram.zoomOut")}
          onClick={() => zoomBy(1 / 1.3)}
        >
          <Minus size={14} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t("diagram.fit")}
          title={t("diagram.fit")}
          onClick={() => {
            touched.current = true;
            moveTo(fitAll(layout.bounds, viewport.current));
          }}
        >
          <Maximize size={13} aria-hidden />
        </button>
        {selection !== null && (
          <button
            type="button"
            className="icon-button"
            aria-label={t("diagram.toSelection")}
            title={t("diagram.toSelection")}
            onClick={() => show(selection, 1)}
          >
            <Focus size={14} aria-hidden />
          </button>
        )}
      </div>
    </section>
  );

  function zoomBy(factor: number) {
    const { x, y, zoom, width, height } = viewport.current;
    const next = Math.min(mostZoom, Math.max(leastZoom, zoom * factor));
    touched.current = true;
    moveTo({
      zoom: next,
      x: width / 2 - ((width / 2 - x) / zoom) * next,
      y: height / 2 - ((height / 2 - y) / zoom) * next,
    });
  }
}

const noEdges: Edge[] = [];

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function look(index: ReturnType<typeof gridIndex>, viewport: ViewportRef, before: Level | undefined): InView {
  const { x, y, zoom, width, height } = viewport.current;
  const area = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const rim = 240;
  const ids = within(
    index,
    { x: area.x - rim, y: area.y - rim, width: area.width + 2 * rim, height: area.height + 2 * rim },
    mostCards,
  );
  const level = levelOf(zoom, ids.length, before);
  return { level, ids: level === "far" ? [] : ids.sort() };
}

function settle(before: InView, after: InView): InView {
  const same = before.level === after.level && before.ids.length === after.ids.length;
  return same && before.ids.every((id, at) => id === after.ids[at]) ? before : after;
}

interface NodesOptions {
  readonly model: Model;
  readonly revision: number;
  readonly layout: Layout;
  readonly inView: InView;
  readonly lit: Lit | null;
  readonly selection: string | null;
  readonly active: string | null;
}

/** What React Flow gets: frames, and the cards in view. A card that is drawn as before keeps its object. */
function useNodes({ model, revision, layout, inView, lit, selection, active }: NodesOptions): DiagramNode[] {
  const t = useT();
  const known = useRef(new Map<string, DiagramNode>());
  return useMemo(() => {
    void revision;
    const [outer, inner] = axesOf(layout.grouping);
    const nodes: DiagramNode[] = layout.frames.map((frame) => ({
      id: `frame/${frame.depth}/${frame.id}`,
      type: "frame",
      position: { x: frame.x, y: frame.y },
      width: frame.width,
      height: frame.height,
      handles: noHandles,
      zIndex: -2 + frame.depth,
      data: { frame, axis: t(`rail.group.${frame.depth === 0 ? outer : inner}`) },
    }));
    const tabbable =
      active !== null && inView.ids.includes(active) ? active : inView.ids.find((id) => layout.places.has(id));
    for (const id of inView.ids) {
      const tray = layout.trays.find((one) => one.id === id);
      if (tray) {
        const { x, y, width, height } = tray;
        nodes.push({
          id,
          type: "tray",
          position: { x, y },
          width,
          height,
          handles: noHandles,
          data: { tray: tray.tray, lit: lit?.ids ?? null, selection },
        });
        continue;
      }
      const place = layout.places.get(id);
      const instance = get(model, "instance", id);
      if (!place || !instance) continue;
      const card = cardOf(model, id);
      const box = {
        id,
        position: { x: place.x, y: place.y },
        width: place.width,
        height: place.height,
        handles: noHandles,
      };
      const shared = { place, selection, tabbable: tabbable === id };
      nodes.push(
        card
          ? { ...box, type: "instance", data: { ...shared, card, level: inView.level, lit: lit?.ids ?? null } }
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
      const same = before !== undefined && sameNode(before, node);
      const result = same ? before : node;
      next.set(node.id, result);
      return result;
    });
    known.current = next;
    return kept;
  }, [model, revision, layout, inView, lit, selection, active, t]);
}

function sameNode(a: DiagramNode, b: DiagramNode): boolean {
  if (a.position.x !== b.position.x || a.position.y !== b.position.y || a.height !== b.height || a.width !== b.width)
    return false;
  const before = a.data as Record<string, unknown>;
  return Object.entries(b.data).every(
    ([key, value]) =>
      before[key] === value || (key === "place" && a.height === b.height && samePlace(before[key], value)),
  );
}

function samePlace(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
