import type { KeyboardEvent } from "react";
import { type InspectorPart, inspectorParts } from "../../lib/diagram/view.ts";
import { useMessages } from "../messages/use-messages.ts";

interface PartTabsProps {
  readonly part: InspectorPart;
  readonly onPart: (part: InspectorPart) => void;
  /** How many events there are; `null` = not known yet. */
  readonly events: number | null;
}

export const partPanelId = "inspector-part";

export function partTabId(part: InspectorPart): string {
  return `inspector-tab-${part}`;
}

/** Which part of the inspector is shown; arrow keys move along. */
export function PartTabs({ part, onPart, events }: PartTabsProps) {
  const { number, t } = useMessages();
  const move = (event: KeyboardEvent) => {
    const to = targets[event.key]?.(inspectorParts.indexOf(part));
    const next = to === undefined ? undefined : inspectorParts.at(to % inspectorParts.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onPart(next);
    document.getElementById(partTabId(next))?.focus();
  };
  return (
    <div className="part-tabs" role="tablist" aria-label={t("inspector.parts")}>
      {inspectorParts.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={partTabId(one)}
          aria-selected={one === part}
          aria-controls={one === part ? partPanelId : undefined}
          tabIndex={one === part ? 0 : -1}
          onClick={() => onPart(one)}
          onKeyDown={move}
        >
          {t(`inspector.part.${one}`)}
          {one === "events" && events !== null && events > 0 && <span className="tab-count">{number(events)}</span>}
        </button>
      ))}
    </div>
  );
}

const targets: Readonly<Record<string, (index: number) => number>> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  Home: () => 0,
  End: () => -1,
};
