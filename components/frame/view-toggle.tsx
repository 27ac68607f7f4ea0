"use client";

import { Table2, Workflow } from "lucide-react";
import { useT } from "../messages/use-messages.ts";

const views = [
  { isTable: false, label: "view.diagram", Icon: Workflow },
  { isTable: true, label: "view.table", Icon: Table2 },
] as const;

interface ViewToggleProps {
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
}

/** The same things as a diagram or as a table. */
export function ViewToggle({ isTable, onTable }: ViewToggleProps) {
  const t = useT();
  return (
    <fieldset className="view-toggle" aria-label={t("view.label")}>
      {views.map(({ isTable: wanted, label, Icon }) => (
        <button
          key={label}
          type="button"
          className="icon-button"
          aria-label={t(label)}
          title={t(label)}
          aria-pressed={isTable === wanted}
          onClick={() => onTable(wanted)}
        >
          <Icon size={15} aria-hidden />
        </button>
      ))}
    </fieldset>
  );
}
