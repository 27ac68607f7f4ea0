"use client";

import { useSyncExternalStore } from "react";
import type { ShownTheme, Theme } from "./themes.ts";

const queries = {
  dark: "(prefers-color-scheme: dark)",
  contrast: "(prefers-contrast: more)",
  forced: "(forced-colors: active)",
} as const;

/** What the theme comes to on this system; whoever copies colours reads them anew when it changes. */
export function useShownTheme(theme: Theme): ShownTheme {
  const dark = useMedia(queries.dark);
  const contrast = useMedia(queries.contrast);
  const forced = useMedia(queries.forced);
  if (forced) return "forced";
  if (theme === "light" || theme === "dark") return theme;
  if (theme === "contrast" || contrast) return dark ? "contrast-dark" : "contrast-light";
  return dark ? "dark" : "light";
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}
