"use client";

import { createContext, useContext } from "react";
import type { Preferences } from "./preferences.ts";
import type { ShownTheme } from "./themes.ts";

interface Choices {
  readonly preferences: Preferences;
  /** The theme that is on the screen: what the system wants where the reader leaves it to the system. */
  readonly shownTheme: ShownTheme;
  /** Keeps it for the next visit, too. */
  choose(next: Partial<Preferences>): void;
}

export const PreferencesContext = createContext<Choices | null>(null);

export function usePreferences(): Choices {
  const choices = useContext(PreferencesContext);
  if (!choices) throw new Error("Something is drawn outside of the page's layout.");
  return choices;
}
