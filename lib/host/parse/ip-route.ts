import { canonical, type Family, familyOf } from "../address.ts";
import type { Route } from "../observed.ts";
import type { Draft } from "./draft.ts";
import { evidenceOf, type Hint, type Reader, type Source, wordsOf } from "./reader.ts";

const types = new Set([
  "unicast",
  "local",
  "broadcast",
  "multicast",
  "anycast",
  "unreachable",
  "blackhole",
  "prohibit",
  "throw",
  "nat",
]);

/** Words of a route that are followed by a value. */
const valued = new Set(
  "via dev table proto scope src metric mtu advmss pref expires error weight rtt rttvar window cwnd initcwnd initrwnd ssthresh hoplimit features quickack congctl tos nhid realm realms rto_min encap mtu_lock age users".split(
    " ",
  ),
);
const flags = new Set(
  "onlink linkdown dead pervasive offload trap offload_failed rt_offload rt_trap notify cache lock".split(" "),
);

/** The numbers of the tables that have names of their own. */
const tableNames: Readonly<Record<string, string>> = { "254": "main", "255": "local", "253": "default" };

export function tableName(table: string): string {
  return Object.hasOwn(tableNames, table) ? (tableNames[table] as string) : table;
}

/** `ip route`, `ip -6 route`, with `show table all` or one table: a run of routes. */
export const readIpRoute: Reader = (source, start, draft, hint) => {
  const { lines } = source;
  const found: Parsed[] = [];
  const notUnderstood: number[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    const last = found.at(-1);
    if (last !== undefined && /^\s+nexthop\s/.test(line)) {
      found[found.length - 1] = withHop(last, source, end);
      continue;
    }
    const words = wordsOf(line);
    const route = parseRoute(words, hint.family);
    if (route !== null) found.push({ ...route, lines: evidenceOf(source, end) });
    else if (last !== undefined && beginsRoute(words)) notUnderstood.push(end);
    else break;
  }
  if (found.length === 0) return null;
  const isWhole = notUnderstood.length === 0;
  const routes = placed(found, draft, hint, isWhole);
  if (routes === null) for (let index = start; index < end; index++) notUnderstood.push(index);
  return { end, what: "ip-route", count: routes?.length ?? 0, notUnderstood: [...new Set(notUnderstood)] };
};

/** A route whose table is missing where the listing names none. */
export type Parsed = Omit<Route, "table"> & { readonly table?: string };

/**
 * Puts routes into their tables and notes what is listed whole: a listing that names tables has those of the main table without one, whatever
 * the command above it was; another is of the table that was asked for. `null`: nothing tells which table it is of.
 */
export function placed(found: readonly Parsed[], draft: Draft, hint: Hint, isWhole: boolean): readonly Route[] | null {
  const isAll = found.some(({ table }) => table !== undefined);
  const asked = isAll ? undefined : (hint.table ?? (found.some(isOfMain) ? "main" : undefined));
  if (!isAll && asked === undefined) return null;
  const routes = found.map((route): Route => ({ ...route, table: route.table ?? asked ?? "main" }));
  draft.routes.push(...routes);
  if (!isWhole) return routes;
  for (const { family, table } of routes) {
    if (!isAll) draft.coverage.tables.add(`${family} ${asked}`);
    else if (table === "local") draft.coverage.routes[family] = true;
  }
  return routes;
}

function beginsRoute(words: readonly string[]): boolean {
  const [first = "", second = ""] = words;
  const destination = types.has(first) ? second : first;
  return destination === "default" || canonical(destination) !== null;
}

/** Where nothing names a table: only in the main one does a kernel keep routes for its own addresses. */
function isOfMain({ source, scope, rest }: Parsed): boolean {
  return (source !== undefined && scope === "link") || rest.join(" ").startsWith("proto kernel");
}

/** `ip route show table all` would print this of a route. */
export function printIpRoute(route: Omit<Route, "lines">): string {
  const { type, destination, via, device, table, scope, source, rest } = route;
  return [
    ...(type === "unicast" ? [] : [type]),
    destination,
    ...(via === undefined ? [] : viaWords(route.family, via)),
    ...(device === undefined ? [] : ["dev", device]),
    ...(table === "main" ? [] : ["table", table]),
    ...(scope === undefined ? [] : ["scope", scope]),
    ...(source === undefined ? [] : ["src", source]),
    ...rest,
  ].join(" ");
}

function viaWords(family: Family, via: string): string[] {
  return familyOf(via) === family ? ["via", via] : ["via", familyOf(via) === "ipv6" ? "inet6" : "inet", via];
}

/** A route from its words; `null` when they are none. */
function parseRoute(words: readonly string[], asked: Family | undefined): Omit<Parsed, "lines"> | null {
  const type = types.has(words[0] ?? "") ? (words[0] as string) : "unicast";
  const named = types.has(words[0] ?? "") ? words.slice(1) : words;
  const [first = "", ...options] = named;
  const destination = first === "default" ? first : canonical(first);
  if (destination === null) return null;
  const facts: Partial<Record<"via" | "dev" | "table" | "scope" | "src", string>> = {};
  const rest: string[] = [];
  let understood = 0;
  for (let index = 0; index < options.length; index++) {
    const word = options[index] as string;
    const isVia = word === "via" && (options[index + 1] === "inet" || options[index + 1] === "inet6");
    const value = options[index + (isVia ? 2 : 1)];
    if (isFact(word) && value !== undefined && facts[word] === undefined) {
      const plain = word === "via" || word === "src" ? canonical(value) : word === "table" ? tableName(value) : value;
      if (plain === null) return null;
      facts[word] = plain;
      index += isVia ? 2 : 1;
    } else if (valued.has(word) && value !== undefined) {
      rest.push(word, value);
      index++;
    } else if (flags.has(word)) rest.push(word);
    else return null;
    understood++;
  }
  if (understood === 0) return null;
  const { via, dev, table, scope, src } = facts;
  return {
    family: familyOfRoute(destination, via, rest, asked),
    type,
    destination,
    ...(via !== undefined && { via }),
    ...(dev !== undefined && { device: dev }),
    ...(table !== undefined && { table }),
    ...(scope !== undefined && { scope }),
    ...(src !== undefined && { source: src }),
    rest,
  };
}

const factWords = ["via", "dev", "table", "scope", "src"] as const;

function isFact(word: string): word is (typeof factWords)[number] {
  return (factWords as readonly string[]).includes(word);
}

/** The kernel prints a preference for every IPv6 route, and for no other. */
function familyOfRoute(
  destination: string,
  via: string | undefined,
  rest: readonly string[],
  asked: Family | undefined,
): Family {
  if (destination !== "default") return familyOf(destination);
  if (asked !== undefined) return asked;
  if (rest.includes("pref")) return "ipv6";
  return via === undefined ? "ipv4" : familyOf(via);
}

/** A further hop of the route above: its first one stands for the route where the route names none. */
function withHop(route: Parsed, source: Source, index: number): Parsed {
  const words = wordsOf(source.lines[index] ?? "");
  const hop = parseRoute(["default", ...words.slice(1)], route.family);
  const [first, ...more] = route.lines;
  const lines: Route["lines"] = [first, ...more, ...evidenceOf(source, index)];
  const isFirst = route.via === undefined && route.device === undefined;
  if (hop === null || !isFirst) return { ...route, lines };
  return {
    ...route,
    ...(hop.via !== undefined && { via: hop.via }),
    ...(hop.device !== undefined && { device: hop.device }),
    lines,
  };
}
