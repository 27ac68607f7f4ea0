"use client";

import type { Model } from "../../lib/diagram/model.ts";
import type { Row } from "../../lib/snapshot/found.ts";
import { useT } from "../messages/use-messages.ts";
import { Name } from "../parts/name.tsx";
import { TableCell } from "./table-cell.tsx";

interface TableRowProps {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly widths: string;
  readonly row: Row | null | undefined;
  readonly columns: readonly string[];
  readonly model: Model;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onOpen: (id: string) => void;
}

/** One row, or the place of one that is on its way. The grid has the focus and the keys. */
export function TableRow(props: TableRowProps) {
  const { id, index, top, widths, row, columns, model, isActive, isSelected, onOpen } = props;
  const t = useT();
  const group = row?.group;
  return (
    <tr
      id={id}
      className="table-row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-active={isActive}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: widths }}
      onClick={() => row && onOpen(row.resource.id)}
    >
      <td className="table-group">
        {row === undefined && <i className="table-bone" title={t("table.loading")} />}
        {row === null && <em>{t("table.gone")}</em>}
        {row && (group ? <Name text={group} most={24} /> : <em className="quiet">{t("table.ungrouped")}</em>)}
      </td>
      {row && columns.map((path) => <TableCell key={path} path={path} resource={row.resource} model={model} />)}
    </tr>
  );
}
