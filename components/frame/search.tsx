"use client";

import { ChevronDown, ChevronUp, Search as Glass, X } from "lucide-react";
import { useMemo } from "react";
import { useMessages } from "../messages/use-messages.ts";

interface SearchProps {
  readonly find: string;
  readonly found: ReadonlySet<string> | null;
  readonly selection: string | null;
  readonly onFind: (text: string) => void;
  readonly onJump: (id: string) => void;
}

/** Finds as you type; Enter and the arrows go from match to match. */
export function Search({ find, found, selection, onFind, onJump }: SearchProps) {
  const { number, t } = useMessages();
  const ids = useMemo(() => [...(found ?? [])], [found]);
  const at = selection === null ? -1 : ids.indexOf(selection);
  const step = (by: number) => {
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length;
    const id = ids[next];
    if (id !== undefined) onJump(id);
  };
  return (
    <search className="search" data-active={find !== ""}>
      <Glass size={14} aria-hidden />
      <input
        id="find"
        type="text"
        value={find}
        maxLength={512}
        autoComplete="off"
        spellCheck={false}
        placeholder={t("top.find")}
        aria-label={t("top.find.label")}
        aria-describedby="find-count"
        onChange={(event) => onFind(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && ids.length > 0) step(event.shiftKey ? -1 : 1);
        }}
      />
      <span id="find-count" className="search-count" role="status">
        {found &&
          (ids.length === 0
            ? t("top.find.none")
            : at >= 0
              ? t("top.find.of", { at: number(at + 1), n: number(ids.length) })
              : t("top.find.count", { n: ids.length }))}
      </span>
      {find === "" ? (
        <kbd aria-hidden>/</kbd>
      ) : (
        <>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("top.find.previous")}
            disabled={ids.length === 0}
            onClick={() => step(-1)}
          >
            <ChevronUp size={13} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("top.find.next")}
            disabled={ids.length === 0}
            onClick={() => step(1)}
          >
            <ChevronDown size={13} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("top.find.clear")}
            onClick={() => onFind("")}
          >
            <X size={13} aria-hidden />
          </button>
        </>
      )}
    </search>
  );
}
