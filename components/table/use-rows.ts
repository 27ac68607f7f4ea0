"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { outlineOf } from "../../lib/diagram/card.ts";
import type { Grouping } from "../../lib/diagram/grouping.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { tableGroups } from "../../lib/diagram/table-group.ts";
import { sortText, type TableView } from "../../lib/diagram/table-view.ts";
import type { Row, Rows } from "../../lib/snapshot/found.ts";
import { inTableOrder } from "../../lib/table/order.ts";
import { type Fetched, fetched } from "../dashboard/fetch-cluster.ts";
import { Latest } from "../search/latest.ts";

export interface TableRows {
  /** `null`: not known yet. */
  readonly total: number | null;
  /** `undefined`: on its way; `null`: gone. */
  row(index: number): Row | null | undefined;
  /** Where a resource is, among the rows that are here. */
  indexOf(id: string): number;
  /** These rows are in view. */
  want(from: number, to: number): void;
  readonly isLost: boolean;
}

interface Options {
  readonly name: string;
  readonly model: Model;
  readonly tick: number;
  readonly at: number | null;
  readonly table: TableView;
  readonly grouping: Grouping;
  /** The search that is in force; empty = none. */
  readonly query: string;
  /** What it found, of a cluster that is all here; `null` = no search. */
  readonly shown: ReadonlySet<string> | null;
}

/** The rows of the table: put together here when everything is here, else fetched as they come into view. */
export function useRows(options: Options): TableRows {
  const local = useLocalRows(options);
  const remote = useRemoteRows(options);
  return options.model.complete ? local : remote;
}

function useLocalRows({ model, tick, table: { kind, sort }, grouping, shown }: Options): TableRows {
  const rows = useMemo(() => {
    void tick;
    if (!model.complete) return [];
    const groupOf = tableGroups(
      { byId: model.byId, hostOf: (id) => model.hosts.hostOf(id), majorityOf: (id) => outlineOf(model, id).majority },
      grouping,
    );
    const known = [...model.byId.values()].filter((one) => one.kind === kind && (shown === null || shown.has(one.id)));
    return inTableOrder(known, { sort, groupOf }).map((resource): Row => ({ resource, group: groupOf(resource) }));
  }, [model, tick, kind, sort, grouping, shown]);
  return {
    total: rows.length,
    row: (index) => rows[index],
    indexOf: (id) => rows.findIndex(({ resource }) => resource.id === id),
    want: nothing,
    isLost: false,
  };
}

const pageSize = 100;
/** Pages that are kept; those looked at longest ago go first. */
const mostPages = 60;
const againMs = 2_000;

interface Pages {
  readonly key: string;
  readonly total: number | null;
  readonly byNumber: ReadonlyMap<number, Rows>;
}

interface Wanted {
  readonly key: string;
  readonly first: number;
  readonly last: number;
}

function useRemoteRows({ name, model, at, table: { kind, sort }, grouping, query }: Options): TableRows {
  const parameters = useMemo(
    () => [
      ["kind", kind],
      ["group", grouping],
      ...(query.trim() === "" ? [] : [["query", query]]),
      ...(sort === null ? [] : [["sort", sortText(sort)]]),
    ],
    [kind, grouping, query, sort],
  );
  const key = JSON.stringify([name, at, parameters]);
  const [pages, setPages] = useState<Pages>({ key, total: null, byNumber: new Map() });
  /** In a row. */
  const [failures, setFailures] = useState(0);
  const shown = pages.key === key ? pages : { key, total: null, byNumber: nothingYet };
  const view = useRef({ first: 0, last: 0 });
  const asking = useRef<Latest<Wanted, Fetched<Rows>>>(undefined);
  const askedAt = useRef(0);
  const { revision } = model.head;
  const isRemote = !model.complete;

  useEffect(() => {
    if (!isRemote) return;
    const made = new Latest<Wanted, Fetched<Rows>>(
      ({ first, last }, signal) => {
        askedAt.current = performance.now();
        const range = [
          ["from", String(first * pageSize)],
          ["count", String((last - first + 1) * pageSize)],
        ];
        return fetched({ cluster: name, at, signal }, "rows", [...parameters, ...range], (text) => JSON.parse(text));
      },
      (told, wanted) => {
        setFailures((before) => (told.ok ? 0 : before + 1));
        if (told.ok) setPages((before) => withPages(before, wanted, told.value));
      },
    );
    asking.current = made;
    made.want({ key, first: 0, last: 1 });
    return () => made.stop();
  }, [name, at, parameters, key, isRemote]);

  const missing = useCallback(
    (first: number, last: number, isFresh: (page: Rows) => boolean) => {
      for (let page = first; page <= last; page += 1) {
        const known = shown.byNumber.get(page);
        if (!known || !isFresh(known)) return { key, first: page, last: Math.min(last, page + 4) };
      }
      return null;
    },
    [shown, key],
  );
  const want = useCallback(
    (from: number, to: number) => {
      view.current = { first: Math.floor(from / pageSize), last: Math.floor(to / pageSize) };
      const next = missing(view.current.first, view.current.last, () => true);
      if (next) asking.current?.want(next);
    },
    [missing],
  );

  // What is in view follows the cluster, and is asked for again when no answer came.
  useEffect(() => {
    if (!isRemote || (at !== null && failures === 0)) return;
    const wait = Math.max(0, askedAt.current + againMs - performance.now());
    const timer = setTimeout(() => {
      const { first, last } = view.current;
      const next = missing(first, last, (page) => page.revision >= revision);
      if (next) asking.current?.want(next);
    }, wait);
    return () => clearTimeout(timer);
  }, [isRemote, at, revision, failures, missing]);

  return {
    total: shown.total,
    row: (index) => {
      const page = shown.byNumber.get(Math.floor(index / pageSize));
      return page?.rows[index % pageSize];
    },
    indexOf: (id) => {
      for (const [number, { rows }] of shown.byNumber) {
        const at = rows.findIndex((row) => row?.resource.id === id);
        if (at >= 0) return number * pageSize + at;
      }
      return -1;
    },
    want,
    isLost: failures > 0,
  };
}

const nothingYet: ReadonlyMap<number, Rows> = new Map();

function withPages(before: Pages, { key, first, last }: Wanted, { rows, ...rest }: Rows): Pages {
  const byNumber = new Map(before.key === key ? before.byNumber : nothingYet);
  for (let page = first; page <= last; page += 1) {
    const from = (page - first) * pageSize;
    byNumber.delete(page);
    byNumber.set(page, { ...rest, from: page * pageSize, rows: rows.slice(from, from + pageSize) });
  }
  for (const page of byNumber.keys()) {
    if (byNumber.size <= mostPages) break;
    byNumber.delete(page);
  }
  return { key, total: rest.total, byNumber };
}

function nothing() {
  return undefined;
}
