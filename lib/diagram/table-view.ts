import { columnsOf, defaultColumns } from "../table/columns.ts";
import type { Sort } from "../table/order.ts";
import type { ResourceKind } from "../topology/resources.ts";

/** What the table shows, as far as the address of the page says it. */
export interface TableView {
  readonly kind: ResourceKind;
  /** `null` = by group, as the diagram stands. */
  readonly sort: Sort | null;
  /** `null` = the usual ones of the kind. */
  readonly columns: readonly string[] | null;
}

export const firstTable: TableView = { kind: "instance", sort: null, columns: null };

export const tableKinds = Object.keys(defaultColumns) as readonly ResourceKind[];

/** What it cannot use counts as not said. */
export function tableIn(parameters: URLSearchParams): TableView {
  const kind = tableKinds.find((one) => one === parameters.get("kind")) ?? firstTable.kind;
  const known = columnsOf(kind);
  const sorted = parameters.get("sort") ?? "";
  const path = sorted.replace(/^-/, "");
  const columns = [...new Set((parameters.get("columns") ?? "").split(","))].filter((one) => known.includes(one));
  return {
    kind,
    sort: known.includes(path) ? { path, descending: sorted.startsWith("-") } : null,
    columns: columns.length > 0 ? columns : null,
  };
}

export function formatTable({ kind, sort, columns }: TableView, parameters: URLSearchParams): void {
  if (kind !== firstTable.kind) parameters.set("kind", kind);
  if (sort !== null) parameters.set("sort", sortText(sort));
  if (columns !== null) parameters.set("columns", columns.join(","));
}

/** As addresses have it: a minus in front from the greatest on. */
export function sortText({ path, descending }: Sort): string {
  return `${descending ? "-" : ""}${path}`;
}
