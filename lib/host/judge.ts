import type { Family } from "./address.ts";
import {
  type Device,
  type Expected,
  type ExpectedAbsence,
  type ExpectedLink,
  type ExpectedRoute,
  type ExpectedRule,
  type ExpectedSnat,
  type ExpectedSysctl,
  printExpected,
} from "./expected.ts";
import type { Difference, Judged } from "./judged.ts";
import type { Line } from "./line.ts";
import { vlanOfDevice } from "./names.ts";
import type { HostState, IpRule, Link, Route } from "./observed.ts";

/** Says of each expected line whether the node shows it. */
export function judge(expected: readonly Expected[], state: HostState): Judged[] {
  const index = indexOf(state);
  return expected.map((one) => {
    const opinion = opinionOf(one, index);
    return { expected: one, text: printExpected(one, (device) => nameOf(device, index)), ...opinion };
  });
}

type Opinion = Pick<Judged, "verdict" | "differences" | "notShown" | "evidence">;

/** What was observed, to be looked up. */
interface Index {
  readonly state: HostState;
  readonly linksByName: ReadonlyMap<string, readonly Link[]>;
  /** ENIs by MAC: VLAN devices, which carry the MAC of a branch, are none. */
  readonly namesByMac: ReadonlyMap<string, string>;
  readonly routesByTable: ReadonlyMap<string, readonly Route[]>;
  readonly rulesByPriority: ReadonlyMap<number, readonly IpRule[]>;
}

function indexOf(state: HostState): Index {
  const attached = state.links.filter(({ name, mac }) => mac !== undefined && vlanOfDevice(name) === null);
  return {
    state,
    linksByName: Map.groupBy(state.links, ({ name }) => name),
    namesByMac: new Map(attached.map(({ mac = "", name }) => [mac, name])),
    routesByTable: Map.groupBy(state.routes, ({ table }) => table),
    rulesByPriority: Map.groupBy(state.rules, ({ priority }) => priority),
  };
}

function opinionOf(expected: Expected, index: Index): Opinion {
  switch (expected.kind) {
    case "link":
      return judgeLink(expected, index);
    case "route":
      return judgeRoute(expected, index);
    case "rule":
      return judgeRule(expected, index);
    case "no-rule":
      return judgeAbsence(expected, index);
    case "sysctl":
      return judgeSysctl(expected, index);
    case "snat":
      return judgeSnat(expected, index);
  }
}

function nameOf(device: Device, { namesByMac }: Index): string {
  return "name" in device ? device.name : (namesByMac.get(device.mac) ?? `(${device.mac})`);
}

/** The name of a device where it is known: an ENI's name only if the node shows its MAC. */
function knownName(device: Device | undefined, { namesByMac }: Index): string | undefined {
  if (device === undefined) return undefined;
  return "name" in device ? device.name : namesByMac.get(device.mac);
}

function judgeLink(expected: ExpectedLink, index: Index): Opinion {
  const name = knownName(expected.device, index);
  const links = name === undefined ? [] : (index.linksByName.get(name) ?? []);
  if (links.length === 0) return absent(index.state.coverage.links);
  const parent = knownName(expected.parent, index);
  const fields: Field[] = [
    ["mac", expected.mac, shown(links, ({ mac }) => mac)],
    ["parent", expected.parent && (parent ?? null), shown(links, ({ parent: below }) => below)],
    ["vlan", expected.vlan, shown(links, ({ vlan }) => vlan)],
  ];
  return compared(
    fields,
    links.flatMap(({ lines }) => lines),
  );
}

/** What the listings of a device say of one of its facts, without repetition. */
function shown(links: readonly Link[], fact: (link: Link) => string | number | undefined): string[] {
  return [...new Set(links.flatMap((link) => fact(link) ?? []).map(String))];
}

function judgeRoute(expected: ExpectedRoute, index: Index): Opinion {
  const { table, family, destination, via, scope } = expected;
  const routes = (index.routesByTable.get(table) ?? []).filter(
    (route) => route.family === family && route.destination === destination && route.type === "unicast",
  );
  const { coverage } = index.state;
  if (routes.length === 0) return absent(coverage.routes[family] || coverage.tables.has(`${family} ${table}`));
  const device = knownName(expected.device, index);
  const opinions = routes.map((route) =>
    compared(
      [
        ["via", via ?? "none", [route.via ?? "none"]],
        ["device", device ?? null, route.device === undefined ? [] : [route.device]],
        ["scope", scope, route.scope === undefined ? [] : [route.scope]],
      ],
      route.lines,
    ),
  );
  return opinions.find(({ verdict }) => verdict === "confirmed") ?? (opinions[0] as Opinion);
}

function judgeRule(expected: ExpectedRule, index: Index): Opinion {
  const { family, priority, table } = expected;
  const same = (index.rulesByPriority.get(priority) ?? []).filter((rule) => selectsAlike(expected, rule));
  const hit = same.find((rule) => rule.table === table);
  if (hit !== undefined) return { verdict: "confirmed", differences: [], notShown: [], evidence: hit.lines };
  const [near] = same;
  if (near !== undefined) {
    const differences = [{ field: "table", expected: table, observed: near.table ?? near.rest.join(" ") }];
    return { verdict: "different", differences, notShown: [], evidence: near.lines };
  }
  const elsewhere = index.state.rules.find(
    (rule) => rule.table === table && isTelling(expected) && selectsAlike(expected, rule),
  );
  if (elsewhere !== undefined) {
    const differences = [{ field: "priority", expected: String(priority), observed: String(elsewhere.priority) }];
    return { verdict: "different", differences, notShown: [], evidence: elsewhere.lines };
  }
  return absent(index.state.coverage.rules[family]);
}

/** A rule for everything is at home at many priorities; one that names a device, address or mark is this one, misplaced. */
function isTelling({ from, to, device, mark }: ExpectedRule): boolean {
  return from !== "all" || to !== "all" || device !== undefined || mark !== undefined;
}

export function selectsAlike(expected: ExpectedRule | ExpectedAbsence, rule: IpRule): boolean {
  return (
    isOfFamily(rule, expected.family) &&
    !rule.isInverted &&
    rule.from === expected.from &&
    rule.to === expected.to &&
    rule.device === expected.device &&
    rule.protocol === expected.protocol &&
    markOf(rule.mark) === markOf(expected.mark)
  );
}

function isOfFamily(rule: IpRule, family: Family): boolean {
  return rule.family === null || rule.family === family;
}

/** A mark with a full mask is printed without it. */
function markOf(mark: string | undefined): string | undefined {
  return mark?.replace(/\/0xffffffff$/, "");
}

function judgeAbsence(expected: ExpectedAbsence, index: Index): Opinion {
  const there = (index.rulesByPriority.get(expected.priority) ?? []).find(
    (rule) => rule.table === expected.table && selectsAlike(expected, rule),
  );
  if (there === undefined) {
    const isSeen = index.state.coverage.rules[expected.family];
    return {
      verdict: isSeen ? "confirmed" : "not-observed",
      differences: [],
      notShown: [],
      evidence: isSeen ? firstRule(index, expected.family) : [],
    };
  }
  const differences = [{ field: "presence", expected: "absent", observed: "present" }];
  return { verdict: "different", differences, notShown: [], evidence: there.lines };
}

/** That a rule is absent shows in what stands in its place: the first rule of the listing. */
function firstRule({ state }: Index, family: Family): readonly Line[] {
  const [first] = state.rules.filter((rule) => rule.family === family).toSorted((a, b) => a.priority - b.priority);
  return first?.lines ?? [];
}

function judgeSysctl(expected: ExpectedSysctl, { state }: Index): Opinion {
  const found = state.sysctls.get(expected.key) ?? state.sysctls.get(expected.key.replaceAll("/", "."));
  if (found === undefined) return absent(false);
  return compared([["value", expected.value, [found.value]]], found.lines);
}

/** iptables-save shows the whole table, so that the rule is absent where the table has no such rule. */
function judgeSnat({ isThere, source }: ExpectedSnat, { state }: Index): Opinion {
  const nat = state.chained.filter(({ family, table }) => family === "ipv4" && table === "nat");
  const [rule] = nat.filter(({ chain, rule }) => /^AWS-SNAT-CHAIN-\d+$/.test(chain) && / -j SNAT\b/.test(` ${rule}`));
  if (rule === undefined) {
    if (isThere || nat.length === 0) return absent(nat.length > 0);
    return { verdict: "confirmed", differences: [], notShown: [], evidence: nat[0]?.lines ?? [] };
  }
  if (!isThere) {
    const differences = [{ field: "presence", expected: "absent", observed: "present" }];
    return { verdict: "different", differences, notShown: [], evidence: rule.lines };
  }
  const [, to] = /--to-source (\S+)/.exec(rule.rule) ?? [];
  const spared = /! -o (\S+)/.exec(rule.rule)?.[1] ?? "none";
  return compared(
    [
      ["source", source, to === undefined ? [] : [to]],
      ["except", "vlan+", [spared]],
    ],
    rule.lines,
  );
}

function absent(isWhole: boolean): Opinion {
  return { verdict: isWhole ? "missing" : "not-observed", differences: [], notShown: [], evidence: [] };
}

/** A field, what it should be (`undefined`: nothing is expected of it; `null`: that is not known), and what is shown of it. */
type Field = readonly [name: string, expected: string | number | null | undefined, observed: readonly string[]];

function compared(fields: readonly Field[], evidence: readonly Line[]): Opinion {
  const differences: Difference[] = [];
  const notShown: string[] = [];
  for (const [field, expected, observed] of fields) {
    if (expected === undefined) continue;
    if (expected === null || observed.length === 0) {
      notShown.push(field);
      continue;
    }
    const wrong = observed.find((one) => one !== String(expected));
    if (wrong !== undefined) differences.push({ field, expected: String(expected), observed: wrong });
  }
  return { verdict: differences.length > 0 ? "different" : "confirmed", differences, notShown, evidence };
}
