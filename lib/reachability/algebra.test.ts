import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item } from "../recording/collections.ts";
import type { Flow, Verdict } from "./flow.ts";
import { type Given, reachabilityOf } from "./reachability.fixture.ts";

type Rule = Item<"securityGroupRules">;

const groups = ["sg-1", "sg-2", "sg-3"];
const lists = ["pl-1", "pl-2"];
const members: Readonly<Record<string, readonly string[]>> = {
  "10.0.0.0/30": ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3"],
  "10.0.0.2/31": ["10.0.0.2", "10.0.0.3"],
  "10.0.0.5/32": ["10.0.0.5"],
  "0.0.0.0/0": ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"],
  "fd00::/127": ["fd00::", "fd00::1"],
  "::/0": ["fd00::", "fd00::1", "fd00::2"],
};
const cidr = fc.constantFrom(...Object.keys(members));
const ip = fc.constantFrom(...new Set(Object.values(members).flat()));
const port = fc.integer({ min: 0, max: 4 });

const peerOfRule = fc.oneof(
  cidr.map((block) => (block.includes(":") ? { cidrIpv6: block } : { cidrIpv4: block })),
  fc.constantFrom(...lists).map((prefixListId) => ({ prefixListId })),
  fc.tuple(fc.constantFrom(...groups), fc.constantFrom(undefined, "active", "deleted")).map(([groupId, status]) => ({
    referencedGroup: status ? { groupId, peeringConnectionId: "pcx-1", peeringStatus: status } : { groupId },
  })),
);
const rule: fc.Arbitrary<Omit<Rule, "id">> = fc
  .record({
    groupId: fc.constantFrom(...groups),
    isEgress: fc.boolean(),
    protocol: fc.constantFrom("tcp", "udp", "-1", "6"),
    ports: fc.tuple(port, port),
    peer: peerOfRule,
  })
  .map(({ ports: [one, other], peer, ...rest }) => ({
    ...rest,
    ...(rest.protocol === "-1"
      ? { fromPort: -1, toPort: -1 }
      : { fromPort: Math.min(one, other), toPort: Math.max(one, other) }),
    ...peer,
  }));
const rules = fc
  .array(rule, { maxLength: 6 })
  .map((all): Rule[] => all.map((each, index) => ({ id: `sgr-${index}`, ...each })));
const readGroups = fc.subarray(groups);
const entries = fc.option(fc.uniqueArray(cidr, { maxLength: 2 }));
const given: fc.Arbitrary<Given> = fc.record({
  rules,
  groupIds: readGroups,
  prefixLists: fc.record({ "pl-1": entries, "pl-2": entries }),
});
const someGroups = fc.subarray(groups, { minLength: 1 });
const flow: fc.Arbitrary<Flow> = fc.record({
  direction: fc.constantFrom("ingress", "egress"),
  protocol: fc.constantFrom("tcp", "udp"),
  port,
  peer: fc.record({ ip, groupIds: fc.option(fc.subarray(groups)) }),
});

/** Whether some rule lets the flow through when all that is unknown is taken for `guess`, by listing every address of every block. */
function isOpen(
  { rules: all, groupIds = [], prefixLists = {} }: Given,
  own: readonly string[],
  one: Flow,
  guess: boolean,
) {
  const isRead = (id: string) => groupIds.includes(id) || all.some(({ groupId }) => groupId === id);
  const holds = (block: string) => (members[block] ?? []).includes(one.peer.ip);
  const isPeer = ({ cidrIpv4, cidrIpv6, prefixListId, referencedGroup }: Rule) => {
    if (cidrIpv4 ?? cidrIpv6) return holds((cidrIpv4 ?? cidrIpv6) as string);
    if (prefixListId) return prefixLists[prefixListId]?.some(holds) ?? guess;
    if (referencedGroup?.peeringStatus === "deleted") return false;
    return one.peer.groupIds?.includes(referencedGroup?.groupId ?? "") ?? guess;
  };
  const isAsked = ({ protocol, fromPort = 0, toPort = 0 }: Rule) => {
    if (protocol === "-1") return true;
    const name = protocol === "6" ? "tcp" : protocol;
    return name === one.protocol && fromPort <= (one.port ?? 0) && (one.port ?? 0) <= toPort;
  };
  const matches = all.some(
    (each) =>
      own.includes(each.groupId) && each.isEgress === (one.direction === "egress") && isAsked(each) && isPeer(each),
  );
  return matches || (guess && own.some((id) => !isRead(id)));
}

function bruteForce(all: Given, own: readonly string[], one: Flow): Verdict {
  if (isOpen(all, own, one, false)) return "allow";
  return isOpen(all, own, one, true) ? "unknown" : "deny";
}

function verdict(all: Given, own: readonly string[], one: Flow): Verdict {
  return reachabilityOf(all).decide(own, one).verdict;
}

describe("the security-group algebra", () => {
  test("agrees with listing every case", () => {
    fc.assert(
      fc.property(given, someGroups, flow, (all, own, one) => {
        expect(verdict(all, own, one)).toBe(bruteForce(all, own, one));
      }),
      { numRuns: 2_000 },
    );
  });

  test("keeps what it allows when a rule is added", () => {
    fc.assert(
      fc.property(given, rule, someGroups, flow, (all, added, own, one) => {
        fc.pre(verdict(all, own, one) === "allow");
        expect(verdict({ ...all, rules: [...all.rules, { id: "sgr-new", ...added }] }, own, one)).toBe("allow");
      }),
    );
  });

  test("keeps what it allows when a group is added", () => {
    fc.assert(
      fc.property(given, someGroups, fc.constantFrom(...groups), flow, (all, own, more, one) => {
        fc.pre(verdict(all, own, one) === "allow");
        expect(verdict(all, [...own, more], one)).toBe("allow");
      }),
    );
  });

  test("only refines what is unknown when more is known", () => {
    const learned = fc.record({ peer: fc.subarray(groups), cidrs: fc.uniqueArray(cidr, { maxLength: 2 }) });
    fc.assert(
      fc.property(given, someGroups, flow, learned, rules, (all, own, one, { peer, cidrs }, found) => {
        const before = verdict(all, own, one);
        const isUnread = (id: string) =>
          !all.groupIds?.includes(id) && !all.rules.some(({ groupId }) => groupId === id);
        const knowing: Given = {
          rules: [...all.rules, ...found.filter(({ groupId }) => isUnread(groupId))],
          groupIds: groups,
          prefixLists: Object.fromEntries(lists.map((id) => [id, all.prefixLists?.[id] ?? cidrs])),
        };
        const seen = { ...one, peer: { ...one.peer, groupIds: one.peer.groupIds ?? peer } };
        const after = verdict(knowing, own, seen);
        expect(after).not.toBe("unknown");
        if (before !== "unknown") expect(after).toBe(before);
      }),
      { numRuns: 1_000 },
    );
  });

  test("does not depend on the order of groups or rules", () => {
    fc.assert(
      fc.property(given, someGroups, flow, (all, own, one) => {
        const turned = { ...all, rules: [...all.rules].reverse() };
        expect(verdict(turned, [...own].reverse(), one)).toBe(verdict(all, own, one));
      }),
    );
  });

  test("answers the same when asked again", () => {
    fc.assert(
      fc.property(given, fc.array(fc.tuple(someGroups, flow), { maxLength: 8 }), (all, questions) => {
        const one = reachabilityOf(all);
        for (const [own, asked] of [...questions, ...questions]) {
          expect(one.decide(own, asked)).toEqual(reachabilityOf(all).decide(own, asked));
        }
      }),
    );
  });
});
