import type { View } from "../../lib/diagram/view.ts";
import type { MessageKey } from "../messages/messages.ts";

/** Formats that the server writes, by the name it knows them by, and the bitmap that the page makes of the drawing. */
export const exportNames = ["png", "svg", "json", "csv", "drawio", "mermaid", "html", "markdown"] as const;
export type ExportName = (typeof exportNames)[number];

export function exportLabel(name: ExportName): MessageKey {
  return `export.${name}`;
}

export interface Exported {
  readonly cluster: string;
  readonly view: Pick<View, "find" | "at" | "grouping">;
  readonly theme: "light" | "dark";
  /** Of the table: one kind, and its columns. */
  readonly kind?: string;
  readonly columns?: readonly string[];
}

/** Where the server gives what is seen as a file. */
export function exportAddress(name: Exclude<ExportName, "png">, { cluster, view, theme, kind, columns }: Exported) {
  const parameters = new URLSearchParams({ format: name });
  if (view.find.trim() !== "") parameters.set("query", view.find);
  if (view.at !== null) parameters.set("at", String(view.at));
  parameters.set("group", view.grouping);
  if (name === "svg") parameters.set("theme", theme);
  if (kind !== undefined) parameters.set("kind", kind);
  if (columns !== undefined) parameters.set("columns", columns.join(","));
  return `/api/clusters/${encodeURIComponent(cluster)}/export?${parameters}`;
}
