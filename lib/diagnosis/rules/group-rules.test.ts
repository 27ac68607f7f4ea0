import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { danglingGroupReference, groupRulesAtLimit, podGroupWideOpen } from "./group-rules.ts";
import { withGroup, withGroups, withRule } from "./traffic.fixture.ts";

describe("group-rules-at-limit", () => {
  const found = (cluster: Lab) => judge([groupRulesAtLimit], cluster).findings;
  /** The pods' group has one rule for ingress already. */
  const withRules = (count: number, cluster = healthy(), groupId: string = lab.podGroup) => {
    for (let index = 1; index < count; index++) {
      withRule(cluster, `sgr-x${index}`, groupId, {
        protocol: "tcp",
        fromPort: index,
        toPort: index,
        cidrIpv4: "10.9.0.0/16",
      });
    }
    return cluster;
  };

  test("speaks from nine tenths of the limit on", () => {
    expect(found(withRules(54))).toMatchObject([
      {
        code: "SGP-094",
        severity: "low",
        subjects: [lab.podGroup],
        facts: { direction: "ingress", family: "IPv4", count: 54 },
      },
    ]);
    expect(found(withRules(53))).toEqual([]);
  });

  test("counts a prefix list with all the entries it may have, for its own family", () => {
    const listed = (addressFamily: string) =>
      withRule(withRules(34), "sgr-list", lab.podGroup, { prefixListId: "pl-1" }).put("prefixLists", "pl-1", {
        id: "pl-1",
        addressFamily,
        maxEntries: 20,
        cidrs: ["10.1.0.0/16"],
      });
    expect(found(listed("IPv4"))).toMatchObject([{ facts: { family: "IPv4", count: 54 } }]);
    expect(found(listed("IPv6"))).toEqual([]);
  });

  test("counts directions and families apart", () => {
    const cluster = withRules(53);
    withRule(cluster, "sgr-v6", lab.podGroup, { cidrIpv6: "::/0" });
    withRule(cluster, "sgr-out", lab.podGroup, { isEgress: true, cidrIpv4: "10.0.0.0/8" });
    expect(found(cluster)).toEqual([]);
  });

  test("leaves groups alone that nothing of the cluster carries", () => {
    expect(found(withRules(60, withGroup(healthy(), "sg-0elsewhere"), "sg-0elsewhere"))).toEqual([]);
  });
});

describe("dangling-group-reference", () => {
  const found = (cluster: Lab) => judge([danglingGroupReference], cluster).findings;
  const naming = (reference: Record<string, string>, cluster = healthy()) =>
    withRule(cluster, "sgr-x", lab.podGroup, { referencedGroup: { groupId: "sg-0gone", ...reference } });

  test("speaks of a rule that names a group of the same VPC which is not there", () => {
    expect(found(naming({ userId: "111111111111" }))).toMatchObject([
      {
        code: "SGP-095",
        severity: "low",
        confidence: "likely",
        subjects: [lab.podGroup],
        facts: { groupId: lab.podGroup, referenced: "sg-0gone", ruleIds: ["sgr-x"] },
      },
    ]);
  });

  test("is certain when the list of groups is whole", () => {
    const whole = withGroup(healthy(), "sg-0default", { name: "default" });
    expect(found(naming({}, whole))).toMatchObject([{ confidence: "certain" }]);
  });

  test("is silent when the group is there, or cannot be listed to us", () => {
    expect(found(healthy())).toEqual([]);
    expect(found(naming({}, withGroup(healthy(), "sg-0gone")))).toEqual([]);
    expect(found(naming({ userId: "222222222222" }))).toEqual([]);
    expect(found(naming({ vpcId: "vpc-peer", peeringConnectionId: "pcx-1", peeringStatus: "active" }))).toEqual([]);
  });

  test("speaks of a peering connection that is over", () => {
    expect(found(naming({ vpcId: "vpc-peer", peeringConnectionId: "pcx-1", peeringStatus: "deleted" }))).toMatchObject([
      { confidence: "certain", facts: { status: "deleted" } },
    ]);
  });
});

describe("pod-group-wide-open", () => {
  const found = (cluster: Lab) => judge([podGroupWideOpen], cluster).findings;

  test.each([
    ["every protocol", { protocol: "-1", fromPort: -1, toPort: -1, cidrIpv4: "0.0.0.0/0" }],
    ["every port", { protocol: "tcp", fromPort: 0, toPort: 65_535, cidrIpv6: "::/0" }],
  ])("speaks of a pod's group that lets in %s from everywhere", (_, rule) => {
    expect(found(withRule(healthy(), "sgr-x", lab.podGroup, rule))).toMatchObject([
      { code: "SGP-096", severity: "info", subjects: [lab.podGroup], facts: { ruleIds: ["sgr-x"] } },
    ]);
  });

  test.each([
    ["one port", { protocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }],
    ["a network", { cidrIpv4: "10.0.0.0/8" }],
    ["all ICMP", { protocol: "icmp", fromPort: -1, toPort: -1, cidrIpv4: "0.0.0.0/0" }],
    ["what goes out", { isEgress: true, cidrIpv4: "0.0.0.0/0" }],
  ])("is silent about %s", (_, rule) => {
    expect(found(withRule(healthy(), "sgr-x", lab.podGroup, rule))).toEqual([]);
  });

  test("is silent about groups that no branch has", () => {
    const open = (cluster: Lab) =>
      withRule(withGroup(cluster, "sg-0open"), "sgr-x", "sg-0open", { cidrIpv4: "0.0.0.0/0" });
    expect(found(open(healthy()))).toEqual([]);
    expect(found(withGroups(open(healthy()), lab.branchA, "sg-0open"))).toHaveLength(1);
  });
});
