"use client";

import { TriangleAlert, X } from "lucide-react";
import { useT } from "../messages/use-messages.ts";

/** Something that did not work, until it is put away. */
export function Notice({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const t = useT();
  return (
    <p className="banner" data-tone="warn" role="status">
      <TriangleAlert size={14} aria-hidden />
      <span>{text}</span>
      <button type="button" className="icon-button small" aria-label={t("help.close")} onClick={onClose}>
        <X size={13} aria-hidden />
      </button>
    </p>
  );
}
