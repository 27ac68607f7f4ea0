"use client";

import { type ReactNode, use, useEffect, useMemo, useState } from "react";
import { catalogueIn } from "../messages/catalogues.ts";
import { languageTags } from "../messages/language.ts";
import { messagesOf } from "../messages/messages.ts";
import { MessagesContext } from "../messages/use-messages.ts";
import { Announcer } from "../parts/announcer.tsx";
import { browserZone } from "./browser-zone.ts";
import type { Preferences } from "./preferences.ts";
import { PreferencesContext } from "./use-preferences.ts";
import { useShownTheme } from "./use-shown-theme.ts";

interface PreferencesProviderProps {
  readonly first: Preferences;
  readonly children: ReactNode;
}

/** Everything below is told in the reader's language and zone, and can change them. */
export function PreferencesProvider({ first, children }: PreferencesProviderProps) {
  const [preferences, setPreferences] = useState(first);
  const { theme, zone } = preferences;
  // The texts stay until those of another language are there, or for good where these cannot be loaded.
  const [language, setLanguage] = useState(first.language);
  const shownTheme = useShownTheme(theme);
  const catalogue = use(catalogueIn(language));
  const messages = useMemo(() => messagesOf(catalogue, language, zone), [catalogue, language, zone]);

  useEffect(() => {
    document.documentElement.lang = languageTags[language];
  }, [language]);

  // Whoever reads local time and has travelled since reads it where they are.
  useEffect(() => {
    if (first.zone !== "utc") setPreferences((before) => ({ ...before, zone: browserZone() }));
  }, [first.zone]);

  const choices = useMemo(
    () => ({
      preferences,
      shownTheme,
      choose(next: Partial<Preferences>) {
        for (const [name, value] of Object.entries(next)) keep(name, String(value));
        // At once: what copies colours reads them while it is drawn.
        if (next.theme) document.documentElement.dataset["theme"] = next.theme;
        setPreferences((before) => ({ ...before, ...next }));
        const { language: wanted } = next;
        if (!wanted) return;
        catalogueIn(wanted).then(
          () => setLanguage(wanted),
          () => setPreferences((before) => ({ ...before, language })),
        );
      },
    }),
    [preferences, shownTheme, language],
  );
  return (
    <PreferencesContext value={choices}>
      <MessagesContext value={messages}>
        <Announcer>{children}</Announcer>
      </MessagesContext>
    </PreferencesContext>
  );
}

function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
}
