import { canonical, type Family, familyOf } from "../address.ts";
import type { IpRule } from "../observed.ts";
import { tableName } from "./ip-route.ts";
import { evidenceOf, type Reader, wordsOf } from "./reader.ts";

/** `ip rule` and `ip -6 rule`: a run of rules, up to where their priorities fall, because there another listing begins. */
export const readIpRule: Reader = (source, start, draft, hint) => {
  const { lines } = source;
  const found: IpRule[] = [];
  const notUnderstood: number[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const rule = parseRule(lines[end] ?? "");
    const last = found.at(-1);
    if (rule === null && last !== undefined && /^\d+:\s+(not )?from\s/.test(lines[end] ?? "")) {
      notUnderstood.push(end);
      continue;
    }
    if (rule === null || (last !== undefined && rule.priority < last.priority)) break;
    if (last !== undefined && startsAnew(last, rule)) break;
    found.push({ ...rule, lines: evidenceOf(source, end) });
  }
  if (found.length === 0) return null;
  const family = familyOfListing(found, hint.family);
  for (const rule of found) draft.rules.push({ ...rule, family: ownFamily(rule) ?? family });
  // A whole listing ends with the main table, where every kernel puts it.
  if (
    family !== null &&
    notUnderstood.length === 0 &&
    found.some(({ priority, table }) => priority >= 32_766 && table === "main")
  ) {
    draft.coverage.rules[family] = true;
  }
  return { end, what: "ip-rule", count: found.length, notUnderstood };
};

/** `ip rule` would print this of a rule. */
export function printIpRule(rule: Omit<IpRule, "lines" | "family">): string {
  const { priority, isInverted, from, to, device, mark, protocol, table, rest } = rule;
  return [
    `${priority}:\t${isInverted ? "not " : ""}from ${from}`,
    ...(to === "all" ? [] : ["to", to]),
    ...(mark === undefined ? [] : ["fwmark", mark]),
    ...(device === undefined ? [] : ["iif", device]),
    ...(protocol === undefined ? [] : ["ipproto", protocol]),
    ...(table === null ? [] : ["lookup", table]),
    ...rest,
  ].join(" ");
}

/** Words of a rule that are followed by a value and are kept as they stand. */
const valued = new Set(
  "tos dsfield oif uidrange sport dport suppress_prefixlength suppress_ifgroup realms proto protocol goto l3mdev-table tun_id flowlabel".split(
    " ",
  ),
);
const flags = new Set("[detached] blackhole unreachable prohibit nop masquerade [unresolved] nat l3mdev".split(" "));

/** Names of ICMP for IPv6 that different versions print. */
const protocols: Readonly<Record<string, string>> = { icmpv6: "ipv6-icmp", "58": "ipv6-icmp" };

export function protocolName(text: string): string {
  return Object.hasOwn(protocols, text) ? (protocols[text] as string) : text;
}

type Bare = Omit<IpRule, "lines">;

function parseRule(line: string): Bare | null {
  const match = /^(\d{1,10}):\s+(not )?\s*from\s+(\S+)((?:\s+\S+)*)\s*$/.exec(line);
  if (!match) return null;
  const facts: Record<string, string> = {};
  const rest: string[] = [];
  const words = wordsOf(match[4] ?? "");
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string;
    const value = words[index + 1];
    const fact = factOf[word];
    if (fact !== undefined && value !== undefined && facts[fact] === undefined) facts[fact] = value;
    else if (valued.has(word) && value !== undefined) rest.push(word, value);
    else if (flags.has(word)) {
      rest.push(word);
      continue;
    } else return null;
    index++;
  }
  return ruleOf({ priority: Number(match[1]), isInverted: match[2] !== undefined, from: match[3] ?? "", facts, rest });
}

const factOf: Readonly<Record<string, string>> = {
  to: "to",
  fwmark: "mark",
  iif: "device",
  ipproto: "protocol",
  lookup: "table",
  table: "table",
};

export interface RuleParts {
  readonly priority: number;
  readonly isInverted: boolean;
  readonly from: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly rest: readonly string[];
}

/** A rule of its parts, in one spelling; `null` where an address is none. */
export function ruleOf({ priority, isInverted, from, facts, rest }: RuleParts): Bare | null {
  const source = selector(from);
  const target = selector(facts.to ?? "all");
  if (source === null || target === null) return null;
  const { mark, device, protocol, table } = facts;
  const rule: Bare = {
    family: null,
    priority,
    isInverted,
    from: source,
    to: target,
    ...(device !== undefined && { device }),
    ...(mark !== undefined && { mark }),
    ...(protocol !== undefined && { protocol: protocolName(protocol) }),
    table: table === undefined ? null : tableName(table),
    rest,
  };
  return { ...rule, family: ownFamily(rule) };
}

function selector(text: string): string | null {
  return text === "all" ? text : canonical(text);
}

/** The family that the rule's own addresses tell. */
function ownFamily({ from, to, protocol }: Pick<Bare, "from" | "to" | "protocol">): Family | null {
  const address = [from, to].find((one) => one !== "all");
  if (address !== undefined) return familyOf(address);
  return protocol === "ipv6-icmp" ? "ipv6" : null;
}

/**
 * The family of a listing: rules with addresses tell it; so does the table `default`, which only IPv4 has a rule for. Then the command above it
 * counts; then, that a listing ends with the main table.
 */
export function familyOfListing(rules: readonly Bare[], asked: Family | undefined): Family | null {
  const own = rules.map(ownFamily).find((family) => family !== null);
  if (own !== undefined && own !== null) return own;
  if (rules.some(({ table }) => table === "default")) return "ipv4";
  return asked ?? (rules.at(-1)?.priority === 32_766 ? "ipv6" : null);
}

/** A second rule for all to the local table at priority 0: two listings without a line between them. */
function startsAnew(last: Bare, next: Bare): boolean {
  const isFirst = ({ priority, table, from, device }: Bare) =>
    priority === 0 && table === "local" && from === "all" && device === undefined;
  return isFirst(last) && isFirst(next);
}
