"use client";

import { type FocusEvent, type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Rect } from "../../lib/diagram/layout.ts";
import { type Direction, groupOfStop, nearestIn } from "../../lib/diagram/stops.ts";

interface Options {
  readonly section: RefObject<HTMLElement | null>;
  readonly stops: ReadonlyMap<string, Rect>;
  /** Cards are no elements of the page: the section itself holds the focus, and a ring shows where it is. */
  readonly isFar: boolean;
  readonly hasSelection: boolean;
  /** Changes when cards come and go. */
  readonly drawn: unknown;
  /** Brings a stop into view. */
  readonly onShow: (stop: string) => void;
  readonly onSelect: (id: string) => void;
  readonly onFold: (group: string) => void;
  /** Says where the keyboard is when no element does. */
  readonly onSay: (stop: string) => void;
  readonly actions: Readonly<Record<string, () => void>>;
}

/** Where the keyboard is: a card, tray or group, and the part of it; `null` = its head. */
interface Post {
  readonly stop: string;
  readonly item: string | null;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Arrow keys by geometry, within a card and from card to card; a focus that outlives the elements that had it. */
export function useKeyboard(options: Options) {
  const { section, stops, isFar, drawn } = options;
  const [post, setPost] = useState<Post | null>(null);
  const [hasRing, setHasRing] = useState(false);
  /** The diagram has the focus, or had it in an element that has gone. */
  const isHolding = useRef(false);

  const focusPost = useCallback(
    ({ stop, item }: Post): boolean => {
      const root = rootOf(section.current, stop);
      if (!root) return false;
      const part = item === null ? null : root.querySelector<HTMLElement>(`[data-id="${CSS.escape(item)}"]`);
      const target = part ?? headOf(root);
      target?.focus({ preventScroll: true });
      return target !== null && document.activeElement === target;
    },
    [section],
  );

  useEffect(() => {
    void drawn;
    // React Flow takes cards in and out of the page after this.
    const frame = requestAnimationFrame(() => {
      const element = section.current;
      if (!element || !isHolding.current) return;
      const now = document.activeElement;
      if (now !== document.body && now !== element) return;
      if (post && !isFar && focusPost(post)) return;
      element.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [drawn, post, isFar, section, focusPost]);

  const go = (next: Post) => {
    setPost(next);
    if (next.stop !== post?.stop) options.onShow(next.stop);
    if (isFar || !focusPost(next)) {
      section.current?.focus({ preventScroll: true });
      if (isFar) options.onSay(next.stop);
    }
  };

  const walk = (direction: Direction) => {
    const [first] = stops.keys();
    const here = post && stops.has(post.stop) ? post : first === undefined ? null : { stop: first, item: null };
    if (!here) return;
    const root = isFar ? null : rootOf(section.current, here.stop);
    const focused = document.activeElement;
    const isInside = root?.contains(focused) ?? false;
    if (!isInside && !(isFar && post)) return go(here);
    if (root && focused instanceof HTMLElement) {
      const inside = stepInside(root, focused, direction);
      if (inside !== undefined) return go({ stop: here.stop, item: inside });
    }
    const next = nearestIn(stops, stops.get(here.stop) as Rect, direction, here.stop);
    if (next !== null) go({ stop: next, item: null });
  };

  const open = (event: KeyboardEvent) => {
    if (isFar && event.target === section.current && post) {
      const group = groupOfStop(post.stop);
      event.preventDefault();
      if (group !== null) options.onFold(group);
      else options.onSelect(post.stop);
      return;
    }
    const part = event.target instanceof HTMLElement ? event.target : null;
    const id = part?.getAttribute("data-id");
    if (!id || part instanceof HTMLButtonElement) return;
    event.preventDefault();
    options.onSelect(id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLElement && event.target.matches("select, input")) return;
    const direction = directions[event.key];
    if (direction) {
      event.preventDefault();
      return walk(direction);
    }
    if (event.key === "Enter" || event.key === " ") return open(event);
    if (event.key === "Escape" && !options.hasSelection && post?.item != null) {
      event.stopPropagation();
      return go({ stop: post.stop, item: null });
    }
    const action = options.actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  const onFocus = (event: FocusEvent) => {
    isHolding.current = true;
    setHasRing(event.target === section.current);
    const found = postOf(event.target);
    if (found) setPost((before) => (before?.stop === found.stop && before.item === found.item ? before : found));
  };

  const onBlur = (event: FocusEvent) => {
    const { target, relatedTarget } = event;
    if (section.current?.contains(relatedTarget)) return;
    setHasRing(false);
    if (relatedTarget !== null) isHolding.current = false;
    else
      requestAnimationFrame(() => {
        // Still there: the reader has left it. Gone: it was taken from the reader.
        if (target.isConnected && document.activeElement === document.body) isHolding.current = false;
      });
  };

  return {
    active: post?.stop ?? null,
    ring: isFar && hasRing && post ? (stops.get(post.stop) ?? null) : null,
    handlers: { onKeyDown, onFocus, onBlur },
  };
}

function rootOf(section: HTMLElement | null, stop: string): HTMLElement | null {
  return section?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(stop)}"]`) ?? null;
}

function headOf(root: HTMLElement): HTMLElement | null {
  return root.querySelector<HTMLElement>("[data-card]");
}

function postOf(element: Element): Post | null {
  const stop = element.closest("[data-stop]")?.getAttribute("data-stop");
  if (!stop) return null;
  return { stop, item: element.hasAttribute("data-card") ? null : element.getAttribute("data-id") };
}

/** The part next to the focused one; `null` = the head; `undefined`: there is none, the way leads out of the card. */
function stepInside(root: HTMLElement, focused: HTMLElement, direction: Direction): string | null | undefined {
  const head = headOf(root);
  const isAtHead = focused === head;
  if (isAtHead && direction !== "down") return undefined;
  const rects = new Map<string, Rect>();
  const elements = new Map<string, HTMLElement>();
  for (const part of root.querySelectorAll<HTMLElement>("[data-id]")) {
    if (part === focused) continue;
    const key = String(elements.size);
    elements.set(key, part);
    rects.set(key, part.getBoundingClientRect());
  }
  const found = nearestIn(rects, focused.getBoundingClientRect(), direction);
  if (found === null) return undefined;
  const part = elements.get(found);
  return part === head ? null : (part?.getAttribute("data-id") ?? undefined);
}
