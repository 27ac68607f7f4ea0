import { type Language, languageFor } from "../messages/language.ts";
import { type Zone, zoneOf } from "../messages/zone.ts";
import { type Theme, themes } from "./themes.ts";

/** How one reader wants the page. Each is kept in a cookie of its name, so that the server draws the first page with it. */
export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly zone: Zone;
  /** In pixels. */
  readonly inspectorWidth: number;
}

/** The inspector's width in pixels. */
export const inspectorWidths = { least: 320, most: 800, usual: 400 };

/** From what the browser sent; `accepted` is its `Accept-Language`. */
export function preferencesFrom(kept: (name: keyof Preferences) => string | undefined, accepted: string | null) {
  return {
    theme: themes.find((theme) => theme === kept("theme")) ?? "system",
    language: languageFor(kept("language"), accepted),
    zone: zoneOf(kept("zone")),
    inspectorWidth: widthFrom(kept("inspectorWidth")),
  } satisfies Preferences;
}

function widthFrom(text: string | undefined): number {
  const { least, most, usual } = inspectorWidths;
  const width = /^\d{1,4}$/.test(text ?? "") ? Number(text) : usual;
  return Math.min(most, Math.max(least, width));
}
