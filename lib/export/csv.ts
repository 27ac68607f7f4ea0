import { defaultColumns, momentPaths } from "../table/columns.ts";
import { readerOf } from "../table/read-path.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import { captionLines, captionOf } from "./caption.ts";
import type { ExportView, Format } from "./export.ts";
import { shownOf } from "./shown.ts";
import { isoOf } from "./text.ts";

/**
 * One row per resource (RFC 4180). An empty cell = not known, `none` = known to be absent.
 * The last column has the caption for its name and no values, so that every row stays data.
 */
export const csv: Format = {
  label: "CSV",
  extension: "csv",
  type: "text/csv;charset=utf-8",
  write: (snapshot, view) => {
    const kinds = view.kinds && new Set<ResourceKind>(view.kinds);
    const resources = shownOf(snapshot, view).filter(({ kind }) => !kinds || kinds.has(kind));
    const paths = pathsOf(resources, view);
    const header = [...paths, captionLines(captionOf(snapshot, view)).join("\n")].map((name) => cell(guarded(name)));
    const writers = paths.map(writerOf);
    const lines = resources.map((resource) => writers.map((write) => write(resource)).join(","));
    const text = [header.join(","), ...lines.map((line) => `${line},`)].join("\r\n");
    return `${view.byteOrderMark ? "\ufeff" : ""}${text}\r\n`;
  },
};

/** A text that no spreadsheet takes for a formula. One leading apostrophe, when there is one, is ours: taking it away gives the text back. */
export function guarded(text: string): string {
  return /^[=+\-@\t\r\n'＝＋－＠]/.test(text) ? `'${text}` : text;
}

function pathsOf(resources: readonly Resource[], { kinds, columns }: ExportView): string[] {
  if (columns) return [...columns];
  const present = kinds ?? new Set(resources.map(({ kind }) => kind));
  return [...new Set(["kind", "id", ...[...present].flatMap((kind) => defaultColumns[kind]), "marks"])];
}

function writerOf(path: string): (resource: Resource) => string {
  const read = readerOf(path);
  const write = momentPaths.has(path) ? momentText : textOf;
  return (resource) => {
    const value = read(resource);
    return value === undefined ? "" : write(value);
  };
}

function momentText(value: unknown): string {
  return typeof value === "number" ? isoOf(value) : textOf(value);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return cell(guarded(value));
  if (value === null) return "none";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const plain = Array.isArray(value) && value.every((one) => typeof one === "string" && /^\S+$/.test(one));
  return cell(guarded(plain ? value.join(" ") : JSON.stringify(value)));
}

function cell(text: string): string {
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
