import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ResourceKind } from "../topology/resources.ts";
import type { Picture } from "./picture.ts";

/** A file to be saved: its name, its media type, its text (UTF-8). */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** What is seen of a snapshot when it is exported. */
export interface ExportView {
  /** The query as it was typed; empty = none. */
  readonly query: string;
  /** Which resources the query leaves, by id: a set, or the matches of a search. `null` = all of them. */
  readonly shown: { has(id: string): boolean } | null;
  /** The diagram as it is laid out; asked for only by formats that draw it. */
  readonly picture: () => Picture;
  /** Of drawings; `auto` follows the reader's setting and prints light. */
  readonly theme?: Theme;
  /** Of tables: which kinds get rows. All when missing. */
  readonly kinds?: readonly ResourceKind[];
  /** Of tables: paths of fields such as `slots.used`. Each kind's own when missing. */
  readonly columns?: readonly string[];
  /** Of tables: begin with a byte order mark, for spreadsheets that otherwise guess the encoding. */
  readonly byteOrderMark?: boolean;
}

export type Theme = "light" | "dark" | "auto";

/** One way to write what is seen. */
export interface Format {
  readonly label: string;
  readonly extension: string;
  readonly type: string;
  readonly write: (snapshot: Snapshot, view: ExportView) => string;
}
