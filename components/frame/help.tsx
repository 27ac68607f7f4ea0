"use client";

import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { MessageKey } from "../messages/messages.ts";
import { useT } from "../messages/use-messages.ts";
import { Legend } from "../rail/legend.tsx";

const shortcuts: readonly (readonly [keys: string, what: MessageKey])[] = [
  ["/", "help.find"],
  ["Esc", "help.esc"],
  ["← ↑ ↓ →", "help.arrows"],
  ["Enter", "help.enter"],
  ["[", "help.rail"],
  ["?", "help.help"],
];

export function Help({ onClose }: { readonly onClose: () => void }) {
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
      <dl>
        {shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <h2>{t("rail.legend")}</h2>
      <Legend detailed />
    </dialog>
  );
}
