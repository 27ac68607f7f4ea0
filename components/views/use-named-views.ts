"use client";

import { useCallback, useEffect, useState } from "react";
import { type NamedView, parseNamedViews } from "../../lib/diagram/named-views.ts";

const key = "trunkscope.views";

/** The reader's named views, kept in this browser. Saving says whether the browser kept them. */
export function useNamedViews() {
  const [views, setViews] = useState<readonly NamedView[]>([]);
  useEffect(() => {
    setViews(read());
    const onChange = (event: StorageEvent) => {
      if (event.key === key || event.key === null) setViews(read());
    };
    window.addEventListener("storage", onChange);
    return () => window.removeEventListener("storage", onChange);
  }, []);
  const keep = useCallback((next: readonly NamedView[]): boolean => {
    try {
      window.localStorage.setItem(key, JSON.stringify(next));
    } catch {
      return false;
    }
    setViews(next);
    return true;
  }, []);
  return [views, keep] as const;
}

function read(): readonly NamedView[] {
  try {
    return parseNamedViews(window.localStorage.getItem(key));
  } catch {
    // A browser may refuse to keep anything for this page.
    return [];
  }
}
