import { type Fold, foldIn, formatFold, unfolded } from "./fold.ts";
import { type Grouping, groupings } from "./grouping.ts";
import { type Order, orders } from "./order.ts";
import { firstTable, formatTable, type TableView, tableIn } from "./table-view.ts";

/** Panels that tell of the cluster as a whole. */
export const answerPanels = ["leaks", "settings", "latency"] as const;
export type AnswerPanelName = (typeof answerPanels)[number];

/** Panels beside the inspector, which is there while something is selected. */
export const panels = ["findings", ...answerPanels, "table", "path"] as const;
export type Panel = (typeof panels)[number];

/** What the inspector shows of the selected thing, the first unless another is named. */
export const inspectorParts = ["facts", "events", "raw", "life", "ways"] as const;
export type InspectorPart = (typeof inspectorParts)[number];

/** What the address of the page says: everything but pan and zoom. */
export interface View {
  /** Id of the selected resource. */
  readonly selection: string | null;
  readonly grouping: Grouping;
  /** How cards stand within their group. */
  readonly order: Order;
  /** Which groups are collapsed. */
  readonly fold: Fold;
  /** Text that is searched for. */
  readonly find: string;
  /** The moment shown, epoch milliseconds; `null` = the latest. */
  readonly at: number | null;
  readonly panel: Panel | null;
  readonly part: InspectorPart;
  /** Id of the resource whose path is lifted out. */
  readonly focus: string | null;
  /** The moment that the one shown is compared with, epoch milliseconds. */
  readonly compare: number | null;
  readonly table: TableView;
}

export const firstView: View = {
  selection: null,
  grouping: "zone",
  order: "name",
  fold: unfolded,
  find: "",
  at: null,
  panel: null,
  part: "facts",
  focus: null,
  compare: null,
  table: firstTable,
};

/** Of an id; a search may be as long as one can be. */
const longest = 512;
const longestFind = 1000;

/** Reads a query string; what it cannot use counts as not said. */
export function parseView(query: string | URLSearchParams): View {
  const parameters = new URLSearchParams(query);
  const oneOf = <T extends string>(known: readonly T[], name: string) =>
    known.find((one) => one === parameters.get(name));
  const text = (name: string) => parameters.get(name)?.slice(0, longest) ?? "";
  return {
    selection: text("select") || null,
    grouping: oneOf(groupings, "group") ?? firstView.grouping,
    order: oneOf(orders, "order") ?? firstView.order,
    fold: foldIn(parameters),
    find: parameters.get("find")?.slice(0, longestFind) ?? "",
    at: parseMoment(parameters.get("at")),
    panel: panelIn(panels, parameters) ?? null,
    part: panelIn(inspectorParts, parameters) ?? firstView.part,
    focus: text("focus") || null,
    compare: parseMoment(parameters.get("compare")),
    table: tableIn(parameters),
  };
}

/** The query string of a view, without the question mark; empty for the first view. */
export function formatView(view: View): string {
  const { selection, grouping, order, fold, find, at, panel, part, focus, compare, table } = view;
  const parameters = new URLSearchParams();
  if (at !== null) parameters.set("at", String(at));
  if (compare !== null) parameters.set("compare", String(compare));
  if (grouping !== firstView.grouping) parameters.set("group", grouping);
  if (order !== firstView.order) parameters.set("order", order);
  formatFold(fold, parameters);
  if (find !== "") parameters.set("find", find);
  if (panel !== null) parameters.append("panel", panel);
  if (part !== firstView.part) parameters.append("panel", part);
  formatTable(table, parameters);
  if (selection !== null) parameters.set("select", selection);
  if (focus !== null) parameters.set("focus", focus);
  return parameters.toString();
}

/** `panel` is named once for the panel, once for the part of the inspector: each knows its own names. */
function panelIn<T extends string>(known: readonly T[], parameters: URLSearchParams): T | undefined {
  const named = parameters.getAll("panel");
  return known.find((one) => named.includes(one));
}

/** Epoch milliseconds, or a date and time as ISO 8601 writes them; `null` for anything else. */
export function parseMoment(text: string | null | undefined): number | null {
  if (!text) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
