import { pictureOf } from "../diagram/picture.ts";
import { tableGroups } from "../diagram/table-group.ts";
import { exportAs } from "../export/index.ts";
import { complete } from "../query/complete.ts";
import { parseQuery } from "../query/parse.ts";
import type { Query } from "../query/query.ts";
import type { Matches } from "../query/search-index.ts";
import { searchedFindings } from "../query/searched-findings.ts";
import { type Found, mostIds, type Rows } from "../snapshot/found.ts";
import { majorityOf, noMajority } from "../snapshot/majority.ts";
import { makeCard } from "../snapshot/make-card.ts";
import { gather, type Searcher } from "../snapshot/searcher.ts";
import { inTableOrder } from "../table/order.ts";
import type { MomentView, Searched } from "./engine.ts";
import { type Asked, TroubleError } from "./hub.ts";

/** What a search finds at a moment. A text that is no query is told as data. */
export function foundIn(
  view: MomentView,
  { query: text, from, withHosts, caret }: Omit<Asked<"match">, "at" | "encoding">,
): Found {
  const { head, searched } = view;
  const { searcher } = searched();
  const index = searcher.index(head.at);
  prepareIdly(searcher, head.at);
  const { query, error } = parseQuery(text);
  const suggestions = caret === null ? {} : { suggestions: complete(text, caret, index) };
  const nothing = { revision: head.revision, of: index.size, from, ...suggestions };
  if (error) return { ...nothing, trouble: error, total: 0, kinds: {}, ids: [] };
  if (query.kind === "all") return { ...nothing, trouble: null, total: index.size, kinds: {}, ids: [] };
  const matches = matching(view, query);
  return {
    ...nothing,
    trouble: null,
    total: matches.total,
    ...gather(matches, { from, count: mostIds }),
    ...(withHosts ? { hosts: searcher.onHosts(matches, head.at) } : {}),
  };
}

/** A page of the table of one kind. Throws `TroubleError` for a text that is no query. */
export function rowsIn(view: MomentView, asked: Asked<"rows">): Rows {
  const { resources } = view.searched();
  const groupOf = groupsOf(view.searched(), asked.grouping);
  const ids = orderedIds(view, asked, groupOf);
  const { from, count } = asked;
  const rows = ids.slice(from, from + count).map((id) => {
    const resource = resources.get(id);
    return resource ? { resource, group: groupOf(resource) } : null;
  });
  return { revision: view.head.revision, total: ids.length, from, rows };
}

/** What is seen of a moment, as a file. Throws `TroubleError` for a text that is no query. */
export function fileOf(view: MomentView, { format, query: text, grouping, theme, kinds, columns }: Asked<"export">) {
  const query = readQuery(text);
  const snapshot = view.snapshot();
  return exportAs(format, snapshot, {
    query: text,
    shown: query.kind === "all" ? null : matching(view, query),
    picture: () => pictureOf(snapshot, grouping),
    theme,
    ...(kinds && { kinds }),
    ...(columns && { columns }),
  });
}

function matching({ head, searched, verdict }: MomentView, query: Query): Matches {
  return searched().searcher.match(query, head.at, searchedFindings(verdict().findings));
}

function readQuery(text: string): Query {
  const { query, error } = parseQuery(text);
  if (query) return query;
  throw new TroubleError({ code: "bad-request", message: `query, character ${error.at + 1}: ${error.message}` });
}

type GroupOf = ReturnType<typeof tableGroups>;

function groupsOf({ resources, overview }: Searched, grouping: Asked<"rows">["grouping"]): GroupOf {
  return tableGroups(
    {
      byId: resources,
      hostOf: (id) => overview.hostOf(id),
      majorityOf: (id) => {
        const members = overview.membersOf(id);
        return members.instance ? majorityOf(makeCard(members.instance, members)) : noMajority;
      },
    },
    grouping,
  );
}

/** The order put together last: somebody who scrolls asks for page after page of it. */
const ordered = new WeakMap<
  Searcher,
  { readonly key: string; readonly until: number; readonly ids: readonly string[] }
>();
const keepMs = 3_000;

function orderedIds(view: MomentView, { query: text, of, sort, grouping }: Asked<"rows">, groupOf: GroupOf) {
  const { searcher, resources } = view.searched();
  const key = JSON.stringify([text, of, sort, grouping]);
  const known = ordered.get(searcher);
  if (known?.key === key && performance.now() < known.until) return known.ids;
  const query = readQuery(text);
  const shown = query.kind === "all" ? null : matching(view, query);
  const rows = [...resources.values()].filter(({ id, kind }) => kind === of && (shown === null || shown.has(id)));
  const ids = inTableOrder(rows, { sort, groupOf }).map(({ id }) => id);
  ordered.set(searcher, { key, until: performance.now() + keepMs, ids });
  return ids;
}

const preparing = new WeakSet<Searcher>();
const sliceMs = 8;
const pauseMs = 12;

/** After a first search the next ones are made ready, in slices between which the cluster is watched on. */
function prepareIdly(searcher: Searcher, at: number): void {
  if (preparing.has(searcher)) return;
  preparing.add(searcher);
  const steps = searcher.prepare(at);
  const slice = () => {
    const end = performance.now() + sliceMs;
    while (performance.now() < end) if (steps.next().done) return;
    setTimeout(slice, pauseMs).unref();
  };
  setTimeout(slice, pauseMs).unref();
}
