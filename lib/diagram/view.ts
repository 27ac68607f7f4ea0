import { type Grouping, groupings } from "./grouping.ts";

/** What the address of the page says: everything but pan and zoom. */
export interface View {
  /** Id of the selected resource. */
  readonly selection: string | null;
  readonly grouping: Grouping;
  /** Text that is searched for. */
  readonly find: string;
  /** The moment shown, epoch milliseconds; `null` = the latest. */
  readonly at: number | null;
}

export const firstView: View = { selection: null, grouping: "zone", find: "", at: null };

const longest = 512;

/** Reads a query string; what it cannot use counts as not said. */
export function parseView(query: string | URLSearchParams): View {
  const parameters = new URLSearchParams(query);
  const grouping = groupings.find((name) => name === parameters.get("group"));
  return {
    selection: parameters.get("select")?.slice(0, longest) || null,
    grouping: grouping ?? firstView.grouping,
    find: parameters.get("find")?.slice(0, longest) ?? "",
    at: parseMoment(parameters.get("at")),
  };
}

/** The query string of a view, without the question mark; empty for the first view. */
export function formatView({ selection, grouping, find, at }: View): string {
  const parameters = new URLSearchParams();
  if (at !== null) parameters.set("at", String(at));
  if (grouping !== firstView.grouping) parameters.set("group", grouping);
  if (find !== "") parameters.set("find", find);
  if (selection !== null) parameters.set("select", selection);
  return parameters.toString();
}

/** Epoch milliseconds, or a date and time as ISO 8601 writes them; `null` for anything else. */
export function parseMoment(text: string | null | undefined): number | null {
  if (!text) return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
