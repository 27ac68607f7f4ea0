"use client";

import { useEffect, useState } from "react";
import type { Theme } from "./themes.ts";

/** The theme is kept in a cookie, so that the server draws the first page in it and no script has to. */
export function useTheme(first: Theme) {
  const [theme, setTheme] = useState(first);
  const [prefersDark, setPrefersDark] = useState(false);
  useEffect(() => {
    const query = window.matchMedia("(prefers-color-scheme: dark)");
    const read = () => setPrefersDark(query.matches);
    read();
    query.addEventListener("change", read);
    return () => query.removeEventListener("change", read);
  }, []);
  const choose = (next: Theme) => {
    setTheme(next);
    document.documentElement.dataset["theme"] = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`;
  };
  return { theme, choose, shown: theme === "system" ? (prefersDark ? "dark" : "light") : theme };
}
