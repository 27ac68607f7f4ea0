"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { TableView } from "../../lib/diagram/table-view.ts";
import { useT } from "../messages/use-messages.ts";
import { columnLabel } from "./column-label.ts";

interface HeadCellProps {
  readonly path: string;
  readonly table: TableView;
  readonly onTable: (table: TableView) => void;
  readonly label?: string;
}

/** The head of a column: sorts by it, then the other way, then not. */
export function HeadCell({ path, table, onTable, label }: HeadCellProps) {
  const t = useT();
  const { sort } = table;
  const isGroup = path === "group";
  const isSorted = isGroup ? sort === null : sort?.path === path;
  const direction = !isSorted ? "none" : !isGroup && sort?.descending ? "descending" : "ascending";
  const name = label ?? t(columnLabel(path));
  const next = isGroup || direction === "descending" ? null : { path, descending: direction === "ascending" };
  return (
    <th scope="col" aria-sort={direction}>
      <button
        type="button"
        title={t("table.sort.by", { column: name })}
        onClick={() => onTable({ ...table, sort: next })}
      >
        <span>{name}</span>
        {direction === "ascending" && <ArrowUp size={12} aria-label={t("table.sort.ascending")} />}
        {direction === "descending" && <ArrowDown size={12} aria-label={t("table.sort.descending")} />}
      </button>
    </th>
  );
}
