"use client";

import { Columns3, Download } from "lucide-react";
import type { TableView } from "../../lib/diagram/table-view.ts";
import type { View } from "../../lib/diagram/view.ts";
import { exportAddress } from "../export/exports.ts";
import { Popover } from "../frame/popover.tsx";
import { useT } from "../messages/use-messages.ts";
import { columnLabel } from "./column-label.ts";

interface TableToolsProps {
  readonly name: string;
  readonly view: View;
  /** Those that are shown. */
  readonly columns: readonly string[];
  /** Those there are. */
  readonly known: readonly string[];
  readonly onTable: (table: TableView) => void;
}

/** Which columns are shown, and all rows as a file. */
export function TableTools({ name, view, columns, known, onTable }: TableToolsProps) {
  const t = useT();
  const { table } = view;
  const choose = (path: string, isShown: boolean) => {
    const next = isShown ? [...columns, path] : columns.filter((one) => one !== path);
    if (next.length > 0) onTable({ ...table, columns: next });
  };
  return (
    <span className="table-tools">
      <Popover label={t("table.columns")} className="icon-button" button={<Columns3 size={15} aria-hidden />}>
        {() => (
          <fieldset className="menu column-list">
            <legend>{t("table.columns")}</legend>
            {known.map((path) => (
              <label key={path}>
                <input
                  type="checkbox"
                  checked={columns.includes(path)}
                  onChange={({ target }) => choose(path, target.checked)}
                />
                {t(columnLabel(path))}
              </label>
            ))}
            <button type="button" onClick={() => onTable({ ...table, columns: null })}>
              {t("table.columns.reset")}
            </button>
          </fieldset>
        )}
      </Popover>
      <a
        className="icon-button"
        href={exportAddress("csv", { cluster: name, view, theme: "light", kind: table.kind, columns })}
        download
        aria-label={t("table.csv")}
        title={t("table.csv")}
      >
        <Download size={15} aria-hidden />
      </a>
    </span>
  );
}
