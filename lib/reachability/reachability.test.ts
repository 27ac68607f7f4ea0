import { describe, expect, test } from "vitest";
import type { End, Traffic, Verdict } from "./flow.ts";
import { type Given, reachabilityOf, ruleOf } from "./reachability.fixture.ts";
import { createReachability } from "./reachability.ts";
import { createRulebook } from "./rulebook.ts";

const client: End = { ip: "10.0.1.7", groupIds: ["sg-client"] };
const dns: Traffic = { protocol: "udp", port: 53 };
const web: Traffic = { protocol: "tcp", port: 8080 };

function ingress(given: Given, traffic: Traffic = web, peer: End = client, groupIds: string[] | null = ["sg-pods"]) {
  return reachabilityOf(given).decide(groupIds, { ...traffic, direction: "ingress", peer });
}

function verdictOf(rule: Parameters<typeof ruleOf>[0], traffic?: Traffic, peer?: End): Verdict {
  return ingress({ rules: [ruleOf(rule)] }, traffic, peer).verdict;
}

describe("the protocol and ports of a rule", () => {
  const anyone = { cidrIpv4: "0.0.0.0/0" };

  test.each<[string, Parameters<typeof ruleOf>[0], Traffic, Verdict]>([
    ["every protocol", { protocol: "-1" }, web, "allow"],
    ["every protocol, whatever its ports say", { protocol: "-1", fromPort: 1, toPort: 2 }, web, "allow"],
    ["a range with the port", { fromPort: 8000, toPort: 8080 }, web, "allow"],
    ["a range that ends before it", { fromPort: 8000, toPort: 8079 }, web, "deny"],
    ["every port", { fromPort: -1, toPort: -1 }, web, "allow"],
    ["ports that were not read", {}, web, "unknown"],
    ["another protocol", { protocol: "udp", fromPort: 8080, toPort: 8080 }, web, "deny"],
    ["a protocol by its number", { protocol: "17", fromPort: 53, toPort: 53 }, dns, "allow"],
    ["a protocol without ports", { protocol: "50" }, { protocol: "50" }, "allow"],
    ["a name nobody knows", { protocol: "quic", fromPort: 0, toPort: 65_535 }, web, "unknown"],
    [
      "every ICMP type",
      { protocol: "icmp", fromPort: -1, toPort: -1 },
      { protocol: "icmp", port: 8, code: 0 },
      "allow",
    ],
    ["one ICMP type", { protocol: "icmp", fromPort: 3, toPort: 4 }, { protocol: "icmp", port: 3, code: 4 }, "allow"],
    ["another ICMP code", { protocol: "icmp", fromPort: 3, toPort: 4 }, { protocol: "icmp", port: 3, code: 1 }, "deny"],
    [
      "every code of a type",
      { protocol: "icmp", fromPort: 3, toPort: -1 },
      { protocol: "1", port: 3, code: 1 },
      "allow",
    ],
    ["a code not asked for", { protocol: "icmp", fromPort: 3, toPort: 4 }, { protocol: "icmp", port: 3 }, "unknown"],
    [
      "ICMP of the other family",
      { protocol: "icmp", fromPort: -1, toPort: -1 },
      { protocol: "icmpv6", port: 128 },
      "deny",
    ],
    ["ICMPv6", { protocol: "58", fromPort: -1, toPort: -1 }, { protocol: "icmpv6", port: 128 }, "allow"],
  ])("%s", (_, rule, traffic, verdict) => {
    expect(verdictOf({ ...anyone, ...rule }, traffic)).toBe(verdict);
  });
});

describe("whom a rule lets through", () => {
  const any = { protocol: "-1" };
  const v6: End = { ip: "2a05:d018:1::7", groupIds: null };

  test.each<[string, Parameters<typeof ruleOf>[0], End, Verdict]>([
    ["a CIDR with the address", { cidrIpv4: "10.0.0.0/16" }, client, "allow"],
    ["a CIDR of one address", { cidrIpv4: "10.0.1.7/32" }, client, "allow"],
    ["a CIDR next to it", { cidrIpv4: "10.0.1.8/29" }, client, "deny"],
    ["the far half of all addresses", { cidrIpv4: "128.0.0.0/1" }, { ip: "203.0.113.9", groupIds: [] }, "allow"],
    ["every IPv6 address, for IPv4", { cidrIpv6: "::/0" }, client, "deny"],
    ["every IPv4 address, for IPv6", { cidrIpv4: "0.0.0.0/0" }, v6, "deny"],
    ["an IPv6 CIDR", { cidrIpv6: "2a05:d018::/31" }, v6, "allow"],
    ["an IPv6 CIDR next to it", { cidrIpv6: "2a05:d018:0:8000::/49" }, v6, "deny"],
    ["IPv4 in IPv6 clothes", { cidrIpv4: "10.0.0.0/8" }, { ip: "::ffff:10.0.1.7", groupIds: null }, "allow"],
    ["a CIDR that is none", { cidrIpv4: "10.0.0/99" }, client, "unknown"],
    ["an address that is none", { cidrIpv4: "10.0.0.0/8" }, { ip: "here", groupIds: [] }, "unknown"],
    ["a group the peer has", { referencedGroup: { groupId: "sg-client" } }, client, "allow"],
    ["a group the peer has not", { referencedGroup: { groupId: "sg-other" } }, client, "deny"],
    ["a group, when those of the peer are unknown", { referencedGroup: { groupId: "sg-client" } }, v6, "unknown"],
    [
      "a group of another account",
      { referencedGroup: { groupId: "sg-client", userId: "222222222222" } },
      client,
      "allow",
    ],
    [
      "a group over an active peering",
      { referencedGroup: { groupId: "sg-client", peeringConnectionId: "pcx-1", peeringStatus: "active" } },
      client,
      "allow",
    ],
    [
      "a group over a peering that was deleted",
      { referencedGroup: { groupId: "sg-client", peeringConnectionId: "pcx-1", peeringStatus: "deleted" } },
      client,
      "deny",
    ],
    [
      "a group over a peering of unknown status",
      { referencedGroup: { groupId: "sg-client", peeringConnectionId: "pcx-1" } },
      client,
      "unknown",
    ],
    ["a rule whose peer was not kept", {}, client, "unknown"],
  ])("%s", (_, rule, peer, verdict) => {
    expect(verdictOf({ ...any, ...rule }, web, peer)).toBe(verdict);
  });

  test.each<[string, readonly string[] | null, Verdict]>([
    ["whose entries hold the address", ["192.0.2.0/24", "10.0.1.0/24"], "allow"],
    ["whose entries do not", ["192.0.2.0/24"], "deny"],
    ["whose entries could not be read", null, "unknown"],
  ])("a prefix list %s", (_, entries, verdict) => {
    const rules = [ruleOf({ protocol: "-1", prefixListId: "pl-1" })];
    expect(ingress({ rules, prefixLists: { "pl-1": entries } }).verdict).toBe(verdict);
    expect(ingress({ rules }).verdict).toBe("unknown");
  });

  test("a group may reference itself", () => {
    const given = { rules: [ruleOf({ protocol: "-1", referencedGroup: { groupId: "sg-pods" } })] };
    expect(ingress(given, web, { ip: "10.0.1.9", groupIds: ["sg-pods"] }).verdict).toBe("allow");
    expect(ingress(given).verdict).toBe("deny");
  });
});

describe("a set of groups", () => {
  test("lets through what one of them does, and names the rules", () => {
    const rules = [
      ruleOf({ id: "sgr-a", protocol: "-1", cidrIpv4: "192.0.2.0/24" }),
      ruleOf({ id: "sgr-b", groupId: "sg-more", protocol: "-1", cidrIpv4: "10.0.0.0/8" }),
      ruleOf({ id: "sgr-c", groupId: "sg-more", fromPort: 8080, toPort: 8080, cidrIpv4: "10.0.1.0/24" }),
    ];
    const decision = ingress({ rules }, web, client, ["sg-pods", "sg-more"]);
    expect(decision).toEqual({ verdict: "allow", ruleIds: ["sgr-b", "sgr-c"], unreadGroupIds: [] });
  });

  test("without rules blocks everything when it was read, and says nothing when it was not", () => {
    expect(ingress({ rules: [], groupIds: ["sg-pods"] })).toEqual({ verdict: "deny", ruleIds: [], unreadGroupIds: [] });
    expect(ingress({ rules: [] })).toEqual({ verdict: "unknown", ruleIds: [], unreadGroupIds: ["sg-pods"] });
  });

  test("printed without its rules says nothing", () => {
    const groups = new Map([["sg-pods", { id: "sg-pods", rulesUnread: true, tags: {} }]]);
    const { decide } = createReachability(createRulebook({ rules: [], groups, prefixLists: new Map() }));
    const decision = decide(["sg-pods"], { ...web, direction: "ingress", peer: client });
    expect(decision).toEqual({ verdict: "unknown", ruleIds: [], unreadGroupIds: ["sg-pods"] });
  });

  test("that is not known, or empty, decides nothing", () => {
    const given = { rules: [ruleOf({ protocol: "-1", cidrIpv4: "0.0.0.0/0" })] };
    expect(ingress(given, web, client, null).verdict).toBe("unknown");
    expect(ingress(given, web, client, []).verdict).toBe("unknown");
  });

  test("keeps the directions apart", () => {
    const given = { rules: [ruleOf({ isEgress: true, protocol: "-1", cidrIpv4: "0.0.0.0/0" })] };
    expect(ingress(given).verdict).toBe("deny");
  });
});

describe("a connection", () => {
  const server: End = { ip: "10.0.2.9", groupIds: ["sg-pods"] };
  const out = ruleOf({ id: "out", groupId: "sg-client", isEgress: true, protocol: "-1", cidrIpv4: "0.0.0.0/0" });
  const into = ruleOf({ id: "into", fromPort: 8080, toPort: 8080, referencedGroup: { groupId: "sg-client" } });

  test("needs the sender to let it out and the receiver to let it in, and no way back", () => {
    const { verdict, egress, ingress } = reachabilityOf({ rules: [out, into] }).connect(client, server, web);
    expect([verdict, egress.ruleIds, ingress.ruleIds]).toEqual(["allow", ["out"], ["into"]]);
  });

  test("is blocked by one side, whatever is known of the other", () => {
    const { connect } = reachabilityOf({ rules: [out], groupIds: ["sg-pods"] });
    expect(connect(client, server, web).verdict).toBe("deny");
    expect(connect({ ...client, groupIds: null }, server, web).verdict).toBe("deny");
    expect(connect(client, { ...server, groupIds: null }, web).verdict).toBe("unknown");
  });
});
