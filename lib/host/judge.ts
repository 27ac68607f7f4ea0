import {
  type Expected,
  type ExpectedLink,
  type ExpectedRoute,
  type ExpectedSnat,
  type ExpectedSysctl,
  printExpected,
} from "./expected.ts";
import { type Index, indexOf, knownName, nameOf } from "./judge-index.ts";
import { judgeAbsence, judgeRule } from "./judge-rules.ts";
import type { Difference, Judged } from "./judged.ts";
import type { HostState, Link } from "./observed.ts";
import { absent, compared, type Field, type Opinion } from "./opinion.ts";

/** Says of each expected line whether the node shows it. */
export function judge(expected: readonly Expected[], state: HostState): Judged[] {
  const index = indexOf(state);
  return expected.map((one) => {
    const opinion = opinionOf(one, index);
    return { expected: one, text: printExpected(one, (device) => nameOf(device, index)), ...opinion };
  });
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

function judgeLink(expected: ExpectedLink, index: Index): Opinion {
  const name = knownName(expected.device, index);
  const links = name === undefined ? [] : (index.linksByName.get(name) ?? []);
  if (links.length === 0) return absent(index.state.coverage.links);
  const parent = knownName(expected.parent, index);
  const fields: Field[] = [
    ["mac", expected.mac, shown(links, ({ mac }) => mac)],
    ["parent", expected.parent && (parent ?? null), shown(links, ({ parent: below }) => below)],
    ["vlan", expected.vlan, shown(links, ({ vlan }) => vlan)],
    ["state", "up", shown(links, stateOf)],
  ];
  return compared(
    fields,
    links.flatMap(({ lines }) => lines),
  );
}

/** Old forms of listings show no flags. */
function stateOf({ flags }: Link): string | undefined {
  return flags.length === 0 ? undefined : flags.includes("UP") ? "up" : "down";
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
    const differences: Difference[] = [{ field: "presence", expected: "absent", observed: "present" }];
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
