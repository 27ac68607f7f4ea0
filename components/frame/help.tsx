"use client";

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useT } from "../messages/use-messages.ts";
import { Legend } from "../rail/legend.tsx";
import { ShortcutList } from "../shortcuts/shortcut-list.tsx";

/** Every shortcut, and what slots look like. */
export default function Help({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="help" onClose={onClose} aria-label={t("help.title")}>
      <header>
        <h2>{t("help.title")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t("help.close")}
          onClick={() => dialog.current?.close()}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      <ShortcutList />
      <h2>{t("rail.legend")}</h2>
      <Legend detailed />
    </dialog>
  );
}
