"use client";

import { useEffect, useRef } from "react";
import { type Actions, actionFor } from "./shortcuts.ts";

/** Heeds shortcuts anywhere on the page; an open dialog has the keys for itself. */
export function useShortcuts(actions: Actions) {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest("dialog[open]")) return;
      const isTyping = target?.matches("input, textarea, select, [contenteditable]") ?? false;
      const action = actionFor(event, current.current, isTyping);
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
