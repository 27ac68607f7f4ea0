import type { Snapshot } from "../snapshot/snapshot.ts";
import { csv } from "./csv.ts";
import { drawio } from "./drawio.ts";
import type { ExportFile, ExportView, Format } from "./export.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { mermaid } from "./mermaid.ts";
import { svg } from "./svg.ts";
import { isoOf } from "./text.ts";

/** Every way to write what is seen, by the name it is asked for. A bitmap is made by the page, of the SVG. */
export const formats = { json, csv, svg, drawio, mermaid, markdown, html } as const satisfies Readonly<
  Record<string, Format>
>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];

/** Writes what is seen as one file. */
export function exportAs(format: FormatName, snapshot: Snapshot, view: ExportView): ExportFile {
  const { extension, type, write } = formats[format];
  return { name: `${fileName(snapshot)}.${extension}`, type, content: write(snapshot, view) };
}

/** `ironman-2022-20220929T103028Z`: characters that every file system takes. */
function fileName({ cluster, at }: Snapshot): string {
  const name =
    cluster
      .replace(/[^A-Za-z0-9_-]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "cluster";
  return `${name}-${isoOf(at)
    .replace(/\.\d+Z$/, "Z")
    .replace(/[^0-9TZ]/g, "")}`;
}
