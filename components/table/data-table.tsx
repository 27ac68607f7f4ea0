"use client";

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { type TableView, tableKinds } from "../../lib/diagram/table-view.ts";
import type { View } from "../../lib/diagram/view.ts";
import { columnsOf, firstColumns } from "../../lib/table/columns.ts";
import { useMessages } from "../messages/use-messages.ts";
import type { Search } from "../search/use-search.ts";
import { widthOf } from "./column-width.ts";
import { HeadCell } from "./head-cell.tsx";
import { TableRow } from "./table-row.tsx";
import { TableTools } from "./table-tools.tsx";
import { useRows } from "./use-rows.ts";
import { useWindow } from "./use-window.ts";

interface DataTableProps {
  readonly name: string;
  readonly model: Model;
  readonly tick: number;
  readonly view: View;
  readonly search: Search;
  readonly onTable: (table: TableView) => void;
  readonly onSelect: (id: string) => void;
}

const rowHeight = 30;

/** The diagram as a table: the same search, grouping, moment and selection. Any number of rows; those in view are drawn. */
export default function DataTable({ name, model, tick, view, search, onTable, onSelect }: DataTableProps) {
  const { number, t } = useMessages();
  const { table, grouping, selection } = view;
  const { kind, sort } = table;
  const columns = table.columns ?? firstColumns[kind];
  const found = search.trouble === null && model.complete ? search.matches?.ids : undefined;
  const shown = useMemo(() => (found ? new Set(found) : null), [found]);
  const rows = useRows({
    name,
    model,
    tick,
    at: view.at,
    table,
    grouping,
    query: search.trouble === null ? view.find : "",
    shown,
  });
  const scroller = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [active, setActive] = useState(0);
  const total = rows.total ?? 0;
  const { first, last, show } = useWindow({ scroller, count: total, rowHeight });
  const { want } = rows;
  useEffect(() => want(first, Math.max(first, last)), [want, first, last]);

  const place = `${kind} ${grouping} ${JSON.stringify(sort)} ${view.find}`;
  useEffect(() => {
    void place;
    setActive(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [place]);

  const known = useRef(rows);
  known.current = rows;
  useEffect(() => {
    const index = selection === null ? -1 : known.current.indexOf(selection);
    if (index < 0) return;
    setActive(index);
    show(index);
  }, [selection, show]);

  const go = (index: number) => {
    const next = Math.max(0, Math.min(total - 1, index));
    setActive(next);
    show(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 300) / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) go(next);
    else if (event.key === "Enter") {
      const row = rows.row(active);
      if (row) onSelect(row.resource.id);
    } else return;
    event.preventDefault();
  };

  const widths = ["10rem", ...columns.map(widthOf)].join(" ");
  const isActiveDrawn = active >= first && active <= last;
  return (
    <section className="table-view" aria-label={t("view.table")}>
      <div className="table-top">
        <div className="table-kinds" role="tablist" aria-label={t("table.kinds")}>
          {tableKinds.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              aria-selected={one === kind}
              onClick={() => onTable({ kind: one, sort: null, columns: null })}
            >
              {t(`kind.${one}`)}
              {one === kind && rows.total !== null && <span>{number(rows.total)}</span>}
            </button>
          ))}
        </div>
        <TableTools name={name} view={view} columns={columns} known={columnsOf(kind)} onTable={onTable} />
      </div>
      {rows.isLost && (
        <p className="table-note" role="status">
          {t("table.lost")}
        </p>
      )}
      <div ref={scroller} className="table-scroll">
        <table
          id={gridId}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose rows can be walked
          role="grid"
          tabIndex={0}
          aria-label={t("table.label", { kind: t(`kind.${kind}`), n: number(total) })}
          aria-rowcount={total + 1}
          aria-colcount={columns.length + 1}
          aria-activedescendant={total > 0 && isActiveDrawn ? `${gridId}-${active}` : undefined}
          aria-busy={rows.total === null}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr aria-rowindex={1} style={{ gridTemplateColumns: widths }}>
              <HeadCell path="group" table={table} onTable={onTable} label={t(`rail.group.${grouping}`)} />
              {columns.map((path) => (
                <HeadCell key={path} path={path} table={table} onTable={onTable} />
              ))}
            </tr>
          </thead>
          <tbody style={{ height: total * rowHeight }}>
            {Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset).map((index) => (
              <TableRow
                key={index}
                id={`${gridId}-${index}`}
                index={index}
                top={index * rowHeight}
                widths={widths}
                row={rows.row(index)}
                columns={columns}
                model={model}
                isActive={index === active}
                isSelected={selection !== null && rows.row(index)?.resource.id === selection}
                onOpen={(id) => {
                  setActive(index);
                  onSelect(id);
                }}
              />
            ))}
          </tbody>
        </table>
        {rows.total === 0 && (
          <p className="table-empty">{t(view.find.trim() === "" ? "table.empty" : "table.empty.found")}</p>
        )}
      </div>
    </section>
  );
}
