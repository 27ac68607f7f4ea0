import type { Language } from "./language.ts";
import type { Catalogue } from "./messages.ts";

/** Each language is a chunk of its own: a reader of one never loads the other. */
const load = {
  en: async () => (await import("./en.ts")).en,
  "zh-tw": async () => (await import("./zh-tw.ts")).zhTw,
} satisfies Record<Language, () => Promise<Catalogue>>;

const loaded = new Map<Language, Promise<Catalogue>>();

/** The same promise for the same language, as React wants it. */
export function catalogueIn(language: Language): Promise<Catalogue> {
  const known = loaded.get(language);
  if (known) return known;
  const catalogue = load[language]();
  loaded.set(language, catalogue);
  // Whoever asks again after a failure tries again.
  catalogue.catch(() => loaded.delete(language));
  return catalogue;
}
