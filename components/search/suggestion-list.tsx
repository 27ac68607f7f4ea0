"use client";

import type { Suggestion } from "../../lib/query/complete.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";

interface SuggestionListProps {
  readonly id: string;
  readonly isOpen: boolean;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly onChoose: (suggestion: Suggestion) => void;
}

/** What could be typed next; the input keeps the focus. */
export function SuggestionList({ id, isOpen, suggestions, active, onChoose }: SuggestionListProps) {
  const { number, t } = useMessages();
  return (
    <div id={id} className="suggestions" role="listbox" aria-label={t("find.suggestions")} hidden={!isOpen}>
      {isOpen &&
        suggestions.map((suggestion, index) => (
          <div
            key={`${suggestion.insert} ${suggestion.from}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="suggestion"
            // The input keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(suggestion)}
            onKeyDown={(event) => event.key === "Enter" && onChoose(suggestion)}
          >
            <span className="mono">
              <Name text={suggestion.insert} most={44} />
            </span>
            <em>
              {suggestion.kind === "field"
                ? t(`query.field.${suggestion.field}`)
                : suggestion.count !== undefined && number(suggestion.count)}
            </em>
          </div>
        ))}
    </div>
  );
}
