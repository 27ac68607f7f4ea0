"use client";

import { useCallback, useEffect, useState } from "react";
import { formatView, parseView, type View } from "../../lib/diagram/view.ts";

/** The view as the address of the page says it. Choices make a step in the history; typing does not. */
export function useView(first: View) {
  const [view, setView] = useState(first);
  useEffect(() => {
    const back = () => setView(parseView(window.location.search));
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  const change = useCallback((part: Partial<View>) => {
    const before = parseView(window.location.search);
    const next = { ...before, ...part };
    const query = formatView(next);
    const address = query === "" ? window.location.pathname : `${window.location.pathname}?${query}`;
    if (query !== formatView(before)) {
      if (Object.keys(part).every((key) => key === "find")) window.history.replaceState(null, "", address);
      else window.history.pushState(null, "", address);
    }
    setView(next);
  }, []);
  return [view, change] as const;
}
