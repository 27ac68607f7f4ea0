"use client";

import { ChevronDown, ChevronUp, Search as Glass, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Suggestion } from "../../lib/query/complete.ts";
import { useMessages } from "../messages/use-messages.ts";
import { SuggestionList } from "./suggestion-list.tsx";
import { TroubleNote } from "./trouble-note.tsx";
import type { Search } from "./use-search.ts";

interface SearchBoxProps {
  readonly search: Search;
  readonly selection: string | null;
  readonly onFind: (text: string) => void;
  readonly onJump: (id: string) => void;
}

/** Finds as you type, completes what is typed, and says where a search cannot be read; Enter and the arrows go from match to match. */
export function SearchBox({ search, selection, onFind, onJump }: SearchBoxProps) {
  const { t } = useMessages();
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const asked = useRef(0);
  const caretWanted = useRef<number | null>(null);
  const { text, trouble, matches } = search;

  const close = () => {
    asked.current += 1;
    setOpen(false);
    setActive(-1);
  };
  const offer = async (typed: string, caret: number) => {
    asked.current += 1;
    const mine = asked.current;
    const found = await search.suggest(typed, caret);
    if (mine !== asked.current) return;
    setSuggestions(found);
    setActive(-1);
    setOpen(found.length > 0);
  };
  const accept = (suggestion: Suggestion) => {
    const { insert, from, to, kind } = suggestion;
    const space = kind === "value" && text[to] !== " " && text[to] !== ")" ? " " : "";
    const next = `${text.slice(0, from)}${insert}${space}${text.slice(to)}`;
    caretWanted.current = from + insert.length + space.length;
    onFind(next);
    input.current?.focus();
    if (kind === "field") void offer(next, caretWanted.current);
    else close();
  };
  const step = async (by: 1 | -1) => {
    const id = await search.step(selection, by);
    if (id !== null) onJump(id);
  };

  useEffect(() => {
    const caret = caretWanted.current;
    if (caret === null || input.current?.value !== text) return;
    caretWanted.current = null;
    input.current.setSelectionRange(caret, caret);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const chosen = isOpen ? suggestions[active] : undefined;
    if ((event.key === "Enter" || event.key === "Tab") && chosen) {
      event.preventDefault();
      accept(chosen);
    } else if (event.key === "Enter") {
      close();
      void step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) void offer(text, event.currentTarget.selectionStart ?? text.length);
      else setActive(around(active, event.key === "ArrowDown" ? 1 : -1, suggestions.length));
    }
  };

  const isEmpty = text === "";
  const none = matches === null || matches.total === 0;
  return (
    <search
      className="search"
      data-active={!isEmpty}
      data-trouble={trouble !== null}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close();
      }}
    >
      <Glass size={14} aria-hidden />
      <input
        ref={input}
        id="find"
        type="text"
        role="combobox"
        value={text}
        maxLength={1000}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder={t("find.placeholder")}
        aria-label={t("find.label")}
        aria-describedby={trouble ? "find-trouble" : "find-count"}
        aria-invalid={trouble !== null}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
        onFocus={() => search.prepare()}
        onChange={({ target }) => {
          onFind(target.value);
          void offer(target.value, target.selectionStart ?? target.value.length);
        }}
        onKeyDown={onKeyDown}
      />
      <Count search={search} selection={selection} />
      {isEmpty ? (
        <kbd aria-hidden>/</kbd>
      ) : (
        <>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("find.previous")}
            disabled={none}
            onClick={() => void step(-1)}
          >
            <ChevronUp size={13} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("find.next")}
            disabled={none}
            onClick={() => void step(1)}
          >
            <ChevronDown size={13} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button small"
            aria-label={t("find.clear")}
            onClick={() => {
              close();
              onFind("");
              input.current?.focus();
            }}
          >
            <X size={13} aria-hidden />
          </button>
        </>
      )}
      <div className="search-below">
        {trouble && <TroubleNote id="find-trouble" text={text} trouble={trouble} />}
        <SuggestionList id={listId} isOpen={isOpen} suggestions={suggestions} active={active} onChoose={accept} />
      </div>
    </search>
  );
}

/** How many were found of how many; with one of them selected, which. */
function Count({ search, selection }: Pick<SearchBoxProps, "search" | "selection">) {
  const { number, t } = useMessages();
  const { matches, status } = search;
  return (
    <span id="find-count" className="search-count" role="status" data-status={status}>
      {status === "waiting" && t("find.waiting")}
      {status === "lost" && t("find.lost")}
      {matches && countText()}
    </span>
  );

  function countText(): string {
    if (matches === null) return "";
    const [n, of] = [number(matches.total), number(matches.of)];
    if (matches.total === 0) return t("find.none", { of });
    const at = selection === null ? -1 : matches.ids.indexOf(selection);
    return at < 0 ? t("find.count", { n, of }) : t("find.at", { at: number(matches.from + at + 1), n, of });
  }
}

/** The next of some in a circle; -1 is none of them. */
function around(active: number, by: 1 | -1, count: number): number {
  if (active < 0) return by > 0 ? 0 : count - 1;
  const next = active + by;
  return next >= count ? -1 : next;
}
