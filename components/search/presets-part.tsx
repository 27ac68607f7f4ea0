"use client";

import { presets } from "../../lib/query/presets.ts";
import { useT } from "../messages/use-messages.ts";

/** Ready-made searches; pressing the one that is on takes it away. */
export function PresetsPart({ find, onFind }: { readonly find: string; readonly onFind: (text: string) => void }) {
  const t = useT();
  return (
    <section className="rail-part">
      <h2>{t("preset.title")}</h2>
      <div className="presets">
        {presets.map(({ id, query }) => (
          <button
            key={id}
            type="button"
            aria-pressed={find === query}
            title={query}
            onClick={() => onFind(find === query ? "" : query)}
          >
            {t(`preset.${id}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
