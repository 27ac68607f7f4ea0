import type { Language } from "../messages/language.ts";

/** A language is called by its own name in every language. */
export const ownNames = { en: "English", "zh-tw": "繁體中文" } satisfies Record<Language, string>;
