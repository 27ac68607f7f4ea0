import type { Suggestion } from "../query/complete.ts";
import type { Trouble } from "../query/trouble.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { HostMatchesWire } from "./host-matches.ts";

/** What a search found, as `GET /api/clusters/NAME/search` answers it. */
export interface Found {
  /** Of the live cluster; 0 for a moment of the past. */
  readonly revision: number;
  /** How many resources were searched. */
  readonly of: number;
  /** Why the text is no query; then nothing was searched for. */
  readonly trouble: Trouble | null;
  readonly total: number;
  readonly kinds: Readonly<Partial<Record<ResourceKind, number>>>;
  /** Ids by kind, then by id: those from the `from`-th on. */
  readonly ids: readonly string[];
  readonly from: number;
  /** What matches on each instance, when asked for. */
  readonly hosts?: HostMatchesWire;
  /** What could be typed at the caret, when asked for. */
  readonly suggestions?: readonly Suggestion[];
}

/** How many ids come at once. */
export const mostIds = 200;

/** A page of the table, as `GET /api/clusters/NAME/rows` answers it. */
export interface Rows {
  readonly revision: number;
  /** How many rows the table has. */
  readonly total: number;
  readonly from: number;
  /** `null`: gone since the rows were put in order. */
  readonly rows: readonly (Row | null)[];
}

export interface Row {
  readonly resource: Resource;
  /** What it is listed under; `null`: under nothing. */
  readonly group: string | null;
}

/** How many rows come at once. */
export const mostRows = 500;
