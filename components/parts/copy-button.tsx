"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "../messages/use-messages.ts";

/** Copies a text and says so with a check mark. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1400);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      className="copy"
      data-copied={copied}
      aria-label={copied ? t("copy.done") : t("copy.action", { what })}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    >
      {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
    </button>
  );
}
