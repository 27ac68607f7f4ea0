"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Popover } from "../frame/popover.tsx";
import { useT } from "../messages/use-messages.ts";
import { type Exported, type ExportName, exportLabel, exportNames } from "./exports.ts";
import { type Saved, save } from "./save.ts";

/** What is seen, as a file: with the search and the moment that are in force. */
export function ExportMenu({ exported }: { readonly exported: Exported }) {
  const t = useT();
  const [trouble, setTrouble] = useState<Exclude<Saved, "saved"> | null>(null);
  const run = async (name: ExportName, close: () => void) => {
    const saved = await save(name, exported);
    setTrouble(saved === "saved" ? null : saved);
    if (saved === "saved") close();
  };
  return (
    <Popover label={t("export.title")} className="icon-button" button={<Download size={15} aria-hidden />}>
      {(close) => (
        <div className="menu">
          <h3>{t(exported.view.find.trim() === "" ? "export.whole" : "export.filtered")}</h3>
          {exportNames.map((name) => (
            <button key={name} type="button" onClick={() => void run(name, close)}>
              {t(exportLabel(name))}
            </button>
          ))}
          <p className="menu-note" role="status">
            {trouble && t(`export.${trouble}`)}
          </p>
        </div>
      )}
    </Popover>
  );
}
