"use client";

import { ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { outlineOf } from "../../lib/diagram/card.ts";
import { gridIndex, within } from "../../lib/diagram/cull.ts";
import { bringIntoView, firstViewport, fitAll, leastZoom, mostZoom, type Viewport } from "../../lib/diagram/fit.ts";
import type { Layout, Rect } from "../../lib/diagram/layout.ts";
import type { Lit } from "../../lib/diagram/lit.ts";
import { cellAt } from "../../lib/diagram/locate.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { spotOf } from "../../lib/diagram/spot.ts";
import { groupOfStop, stopsOf } from "../../lib/diagram/stops.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useAnnounce } from "../parts/announcer.tsx";
import { labelOf } from "../parts/label-of.ts";
import { byKey } from "../shortcuts/shortcuts.ts";
import { AnchorPoint } from "./anchor-point.tsx";
import { Bitmaps } from "./bitmaps.ts";
import { FarCanvas } from "./far-canvas.tsx";
import { GroupFrame } from "./group-frame.tsx";
import { HubCard } from "./hub-card.tsx";
import { InstanceCard } from "./instance-card.tsx";
import { Minimap } from "./minimap.tsx";
import { isMotionReduced, moveMs } from "./motion.ts";
import { OutlineCard } from "./outline-card.tsx";
import { SightContext } from "./sight.ts";
import { TrayCard } from "./tray-card.tsx";
import { useInView } from "./use-in-view.ts";
import { useKeyboard } from "./use-keyboard.ts";
import { hubRoom, isEdgeNear, useLinks } from "./use-links.ts";
import { type DiagramNode, framesIn, useNodes } from "./use-nodes.ts";
import { useRearranged } from "./use-rearranged.ts";
import { ViewportRef } from "./viewport.ts";
import { ZoomBar } from "./zoom-bar.tsx";

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
  /** Collapses a group, or opens it. */
  readonly onFold: (group: string) => void;
  /** Lifts the path of a resource out. */
  readonly onFocusPath: (id: string) => void;
}

const nodeTypes = {
  instance: InstanceCard,
  outline: OutlineCard,
  tray: TrayCard,
  frame: GroupFrame,
  hub: HubCard,
  anchor: AnchorPoint,
};
/** What the server draws for, until the browser says how much room there is. */
const firstRoom = { width: 1000, height: 740 };
/** What fits a screen needs no map. */
const fewestMapped = 20;
const noPaths: ReadonlySet<string> = new Set(["instance", "securityGroup", "policy", "subnet", "unjoined"]);

export function Diagram(props: DiagramProps) {
  return (
    <SightContext value={props.model}>
      <Canvas {...props} />
    </SightContext>
  );
}

function Canvas(props: DiagramProps) {
  const { model, revision, layout, lit, selection, goal, theme, onSelect, onWant, onSlot, onFold } = props;
  const { t, number } = useMessages();
  const announce = useAnnounce();
  const flow = useRef<ReactFlowInstance<DiagramNode> | null>(null);
  const wrapper = useRef<HTMLElement>(null);
  const [viewport] = useState(
    () => new ViewportRef({ ...firstRoom, ...firstViewport(layout.bounds, firstRoom, layout.places.size) }),
  );
  const [first] = useState(() => viewport.current);
  const [bitmaps] = useState(() => new Bitmaps());
  /** Where to look as soon as React Flow is there to be told. */
  const wanted = useRef<Viewport | null>(null);
  const [ready, setReady] = useState(false);
  const touched = useRef(false);
  const index = useMemo(() => gridIndex([...layout.places.values(), ...layout.trays]), [layout]);
  const frameIndex = useMemo(
    () => gridIndex(layout.frames.map((frame) => ({ ...frame, id: `${frame.depth}/${frame.id}` }))),
    [layout],
  );
  const stops = useMemo(() => stopsOf(layout), [layout]);
  const [inView, lookAgain] = useInView(index, viewport);
  const isFar = inView.level === "far";
  useEffect(() => onWant(isFar ? [] : inView.ids), [inView.ids, isFar, onWant]);

  const moveTo = useCallback(
    (next: Viewport, animate = true) => {
      const still = !animate || isMotionReduced();
      if (flow.current) void flow.current.setViewport(next, still ? {} : { duration: moveMs });
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

  const showRect = useCallback(
    (target: Rect, leastZoomWanted: number) => {
      touched.current = true;
      // A panel may have opened in this very frame.
      const { clientWidth: width = 0, clientHeight: height = 0 } = wrapper.current ?? {};
      if (width > 0 && height > 0) viewport.set({ width, height });
      const next = bringIntoView(viewport.current, target, viewport.current, leastZoomWanted);
      if (next.x !== viewport.current.x || next.y !== viewport.current.y || next.zoom !== viewport.current.zoom)
        moveTo(next);
    },
    [viewport, moveTo],
  );
  const show = useCallback(
    (id: string, leastZoomWanted: number) => {
      const target = spotOf(model, layout, id, viewport.current.zoom > 0.8 || leastZoomWanted > 0.8);
      const place = target && layout.places.get(target.home);
      // A row is shown with the card it is on.
      if (target) showRect(place ? { ...target, x: place.x, width: place.width } : target, leastZoomWanted);
    },
    [model, layout, viewport, showRect],
  );
  const fitWhole = useCallback(() => {
    touched.current = true;
    moveTo(fitAll(layout.bounds, viewport.current));
  }, [layout, viewport, moveTo]);

  // What no card shows stands beside the diagram.
  const makeRoom = useCallback(() => {
    const { x, y, zoom, width } = viewport.current;
    if (isEdgeNear({ x, width }) && x < hubRoom) moveTo({ x: hubRoom, y, zoom });
  }, [viewport, moveTo]);

  const handled = useRef<object | null>(null);
  useEffect(() => {
    if (!ready || !goal || handled.current === goal) return;
    handled.current = goal;
    touched.current = true;
    // After the inspector has taken its room.
    const frame = requestAnimationFrame(() => {
      if (model.byId.get(goal.id) && !spotOf(model, layout, goal.id, false)) makeRoom();
      else show(goal.id, 0.5);
    });
    return () => cancelAnimationFrame(frame);
  }, [ready, goal, show, makeRoom, model, layout]);

  useRearranged({
    layout,
    viewport,
    moveTo,
    onLost: () => (selection !== null ? show(selection, 0) : fitWhole()),
  });

  const zoomBy = (factor: number) => {
    const { x, y, zoom, width, height } = viewport.current;
    const next = Math.min(mostZoom, Math.max(leastZoom, zoom * factor));
    touched.current = true;
    moveTo({
      zoom: next,
      x: width / 2 - ((width / 2 - x) / zoom) * next,
      y: height / 2 - ((height / 2 - y) / zoom) * next,
    });
  };
  const toSelection = selection === null ? null : () => show(selection, 1);
  const kind = selection === null ? undefined : model.byId.get(selection)?.kind;
  const focusPath =
    selection === null || kind === undefined || noPaths.has(kind) ? null : () => props.onFocusPath(selection);

  const { active, ring, handlers } = useKeyboard({
    section: wrapper,
    stops,
    isFar,
    hasSelection: selection !== null,
    drawn: inView,
    onShow: (stop) => {
      const rect = stops.get(stop);
      if (rect) showRect(rect, 0);
    },
    onSelect,
    onFold,
    onSay: (stop) => announce(textOf(stop)),
    actions: byKey({
      zoomIn: () => zoomBy(1.3),
      zoomOut: () => zoomBy(1 / 1.3),
      fit: fitWhole,
      actualSize: () => zoomBy(1 / viewport.current.zoom),
      toSelection: toSelection ?? undefined,
      focusPath: focusPath ?? undefined,
    }),
  });

  const frames = useMemo(() => {
    void inView;
    const { x, y, zoom, width, height } = viewport.current;
    return framesIn(layout, frameIndex, { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom });
  }, [layout, frameIndex, inView, viewport]);
  const bareFrames = useMemo(() => {
    const drawn = new Set(frames);
    return drawn.size === layout.frames.length ? noFrames : layout.frames.filter((frame) => !drawn.has(frame));
  }, [layout, frames]);
  const cards = useNodes({ model, revision, layout, frames, inView, lit, selection, active, onFold });
  const links = useLinks({ model, revision, layout, inView, lit, selection, viewport });
  const nodes = useMemo(() => (links.nodes.length > 0 ? [...cards, ...links.nodes] : cards), [cards, links]);

  const pick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target.closest("[data-id]") : null;
    const id = target?.getAttribute("data-id");
    // React Flow writes an id of its own on what is no resource, such as a frame.
    const isOwn = target?.classList.contains("react-flow__node") && !model.byId.has(id ?? "");
    if (id && !isOwn) onSelect(id);
    else if (isFar) pickFar(event);
  };

  const pickFar = (event: MouseEvent) => {
    if (!isFar) return onSelect(null);
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

  function textOf(stop: string): string {
    const group = groupOfStop(stop);
    if (group !== null) return t("diagram.at.group", { name: printable(group) });
    const instance = get(model, "instance", stop);
    if (!instance) return t("diagram.at.tray");
    const cells = outlineOf(model, stop).sections.flatMap((section) => section.cells ?? []);
    return t("diagram.at.instance", { name: printable(labelOf(instance)), n: number(cells.length) });
  }

  return (
    <section
      ref={wrapper}
      className="diagram"
      data-level={inView.level}
      data-cards={inView.cards}
      aria-label={t("diagram.label", { cluster: model.head.cluster })}
      aria-describedby="diagram-keys"
      id="diagram"
      tabIndex={isFar ? 0 : -1}
      {...handlers}
    >
      <p id="diagram-keys" className="sr-only">
        {t("diagram.keys")}
      </p>
      <FarCanvas
        model={model}
        revision={revision}
        layout={layout}
        index={index}
        lit={lit}
        selection={selection}
        active={ring}
        bareFrames={bareFrames}
        bitmaps={bitmaps}
        viewport={viewport}
        shown={isFar || inView.coming.length > 0}
        theme={theme}
      />
      <ReactFlow
        nodes={nodes}
        edges={links.edges}
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
      {links.total > links.shown && (
        <p className="links-note" role="status">
          {t("diagram.links", { shown: number(links.shown), n: number(links.total) })}
        </p>
      )}
      {layout.places.size + layout.folded.size >= fewestMapped && (
        <Minimap
          model={model}
          revision={revision}
          layout={layout}
          lit={lit}
          bitmaps={bitmaps}
          viewport={viewport}
          theme={theme}
          onLook={(x, y) => {
            const { zoom, width, height } = viewport.current;
            touched.current = true;
            moveTo({ zoom, x: width / 2 - x * zoom, y: height / 2 - y * zoom }, false);
          }}
        />
      )}
      <ZoomBar
        viewport={viewport}
        onZoomBy={zoomBy}
        onZoomTo={(zoom) => zoomBy(zoom / viewport.current.zoom)}
        onFit={fitWhole}
        onSelection={toSelection}
        onFocusPath={focusPath}
      />
    </section>
  );
}

const noFrames: Layout["frames"] = [];
