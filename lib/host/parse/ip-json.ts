import { canonical, type Family, familyOf } from "../address.ts";
import { lineOf } from "../line.ts";
import type { Evidence, IpRule, Link } from "../observed.ts";
import type { Draft } from "./draft.ts";
import { isMac } from "./ip-link.ts";
import { type Parsed, placed, tableName } from "./ip-route.ts";
import { familyOfListing, ruleOf } from "./ip-rule.ts";
import type { JsonDocument } from "./json-document.ts";
import type { Hint, Kind } from "./reader.ts";
import { isObject, numberOf, objectsOf, textOf, textsOf, type Unknowns } from "./values.ts";

/** What a document gave; `null`: it is of another shape. */
export interface Given {
  readonly what: Kind;
  readonly count: number;
}

/** `ip -j address`, `link`, `route` and `rule`: lists that tell themselves apart by their keys. Items that make no sense are left out and not counted. */
export function takeIpJson(document: JsonDocument, file: string, draft: Draft, hint: Hint): Given | null {
  const items = objectsOf(document.value);
  if (items === null) return null;
  const evidence = (index: number): Evidence => [
    lineOf(file, (document.itemLines[index] ?? document.start) + 1, JSON.stringify(items[index])),
  ];
  if (items.some((item) => textOf(item.ifname) !== undefined)) return takeLinks(items, evidence, draft);
  if (items.some((item) => textOf(item.dst) !== undefined && item.priority === undefined)) {
    return takeRoutes(items, evidence, draft, hint);
  }
  if (items.some((item) => numberOf(item.priority) !== undefined)) return takeRules(items, evidence, draft, hint);
  return null;
}

type EvidenceOf = (index: number) => Evidence;

function takeLinks(items: readonly Unknowns[], evidence: EvidenceOf, draft: Draft): Given {
  const found = items.flatMap((item, index): Link[] => {
    const link = linkOf(item);
    return link === null ? [] : [{ ...link, lines: evidence(index) }];
  });
  draft.links.push(...found);
  if (found.some(({ flags }) => flags.includes("LOOPBACK"))) draft.coverage.links = true;
  return { what: "ip-link", count: found.length };
}

function linkOf(item: Unknowns): Omit<Link, "lines"> | null {
  const name = textOf(item.ifname);
  if (name === undefined) return null;
  const { ifindex, link, link_index: peer, mtu, address, linkinfo, addr_info: addresses } = item;
  const parent = textOf(link) ?? (numberOf(peer) === undefined ? undefined : `if${peer}`);
  const details = isObject(linkinfo) ? linkinfo : {};
  const vlan = isObject(details.info_data) && details.info_kind === "vlan" ? numberOf(details.info_data.id) : undefined;
  const mac = textOf(address);
  return {
    name,
    ...(numberOf(ifindex) !== undefined && { index: ifindex as number }),
    ...(parent !== undefined && { parent }),
    flags: textsOf(item.flags),
    ...(numberOf(mtu) !== undefined && { mtu: mtu as number }),
    ...(mac !== undefined && isMac(mac) && item.link_type !== "loopback" && { mac: mac.toLowerCase() }),
    ...(textOf(details.info_kind) !== undefined && { kind: details.info_kind as string }),
    ...(vlan !== undefined && { vlan }),
    addresses: (objectsOf(addresses) ?? []).flatMap(({ local, prefixlen }) => {
      const plain = canonical(textOf(local) ?? "");
      return plain === null || numberOf(prefixlen) === undefined ? [] : [`${plain}/${prefixlen}`];
    }),
  };
}

function takeRoutes(items: readonly Unknowns[], evidence: EvidenceOf, draft: Draft, hint: Hint): Given {
  const found = items.flatMap((item, index): Parsed[] => {
    const route = routeOf(item, hint);
    return route === null ? [] : [{ ...route, lines: evidence(index) }];
  });
  return { what: "ip-route", count: placed(found, draft, hint, found.length === items.length)?.length ?? 0 };
}

function routeOf(item: Unknowns, { family: asked }: Hint): Omit<Parsed, "lines"> | null {
  const dst = textOf(item.dst) ?? "";
  const destination = dst === "default" ? dst : canonical(dst);
  if (destination === null) return null;
  const [hop] = objectsOf(item.nexthops) ?? [];
  const gateway =
    textOf(item.gateway) ?? (isObject(item.via) ? textOf(item.via.host) : undefined) ?? textOf(hop?.gateway);
  const via = gateway === undefined ? undefined : (canonical(gateway) ?? undefined);
  const device = textOf(item.dev) ?? textOf(hop?.dev);
  const scope = textOf(item.scope);
  const source = canonical(textOf(item.prefsrc) ?? "");
  return {
    family: jsonFamily(destination, item, gateway, asked),
    type: textOf(item.type) ?? "unicast",
    destination,
    ...(via !== undefined && { via }),
    ...(device !== undefined && { device }),
    ...(textOf(item.table) !== undefined && { table: tableName(item.table as string) }),
    ...(scope !== undefined && { scope }),
    ...(source !== null && { source }),
    rest: [
      ...(textOf(item.protocol) === undefined ? [] : ["proto", item.protocol as string]),
      ...(numberOf(item.metric) === undefined ? [] : ["metric", String(item.metric)]),
      ...textsOf(item.flags),
      ...(textOf(item.pref) === undefined ? [] : ["pref", item.pref as string]),
    ],
  };
}

function jsonFamily(
  destination: string,
  item: Unknowns,
  gateway: string | undefined,
  asked: Family | undefined,
): Family {
  if (destination !== "default") return familyOf(destination);
  if (asked !== undefined) return asked;
  if (textOf(item.pref) !== undefined) return "ipv6";
  return gateway === undefined || isObject(item.via) ? "ipv4" : familyOf(gateway);
}

function takeRules(items: readonly Unknowns[], evidence: EvidenceOf, draft: Draft, hint: Hint): Given {
  const bare = items.map(jsonRule);
  const family = familyOfListing(
    bare.filter((rule) => rule !== null),
    hint.family,
  );
  const found = bare.flatMap((rule, index): IpRule[] =>
    rule === null ? [] : [{ ...rule, family: rule.family ?? family, lines: evidence(index) }],
  );
  draft.rules.push(...found);
  if (family !== null && found.some(({ priority, table }) => priority >= 32_766 && table === "main")) {
    draft.coverage.rules[family] = true;
  }
  return { what: "ip-rule", count: found.length };
}

function jsonRule(item: Unknowns): Omit<IpRule, "lines"> | null {
  const priority = numberOf(item.priority);
  if (priority === undefined) return null;
  const facts: Record<string, string> = {};
  const mark = textOf(item.fwmark);
  if (mark !== undefined) facts.mark = textOf(item.fwmask) === undefined ? mark : `${mark}/${item.fwmask}`;
  if (textOf(item.dst) !== undefined) facts.to = withLength(item.dst as string, item.dstlen);
  if (textOf(item.iif) !== undefined) facts.device = item.iif as string;
  if (textOf(item.ipproto) !== undefined) facts.protocol = item.ipproto as string;
  if (textOf(item.table) !== undefined) facts.table = item.table as string;
  const rest = [
    ...(item.iif_detached === undefined ? [] : ["[detached]"]),
    ...(textOf(item.oif) === undefined ? [] : ["oif", item.oif as string]),
    ...(textOf(item.action) === undefined ? [] : [item.action as string]),
    ...(numberOf(item.suppress_prefixlen) === undefined
      ? []
      : ["suppress_prefixlength", String(item.suppress_prefixlen)]),
  ];
  const from = withLength(textOf(item.src) ?? "all", item.srclen);
  return ruleOf({ priority, isInverted: item.not !== undefined, from, facts, rest });
}

function withLength(address: string, length: unknown): string {
  return numberOf(length) === undefined || address === "all" ? address : `${address}/${length}`;
}
