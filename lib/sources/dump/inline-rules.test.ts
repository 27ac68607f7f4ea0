import { expect, test } from "vitest";
import { securityGroupRule } from "../../recording/items.ts";
import { inlineRules } from "./inline-rules.ts";

const group = {
  GroupId: "sg-1",
  IpPermissions: [
    {
      IpProtocol: "tcp",
      FromPort: 443,
      ToPort: 443,
      IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "inside" }, { CidrIp: "192.168.0.0/16" }],
      Ipv6Ranges: [{ CidrIpv6: "::/0" }],
      PrefixListIds: [{ PrefixListId: "pl-1" }],
      UserIdGroupPairs: [{ GroupId: "sg-2", UserId: "111122223333" }],
    },
  ],
  IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
};

test("each peer of a permission is a rule of its own, with an id that says what it is", () => {
  const rules = inlineRules(group) ?? [];
  expect(rules.map(({ id }) => id)).toEqual([
    "sg-1/ingress/tcp/443-443/10.0.0.0/8",
    "sg-1/ingress/tcp/443-443/192.168.0.0/16",
    "sg-1/ingress/tcp/443-443/::/0",
    "sg-1/ingress/tcp/443-443/pl-1",
    "sg-1/ingress/tcp/443-443/sg-2",
    "sg-1/egress/-1/-1--1/0.0.0.0/0",
  ]);
  for (const rule of rules) expect(securityGroupRule.parse(rule)).toEqual(rule);
  expect(rules[0]).toMatchObject({ cidrIpv4: "10.0.0.0/8", description: "inside", isEgress: false });
  expect(rules[4]?.referencedGroup).toEqual({ groupId: "sg-2", userId: "111122223333" });
  expect(rules[5]).toMatchObject({ isEgress: true, protocol: "-1", fromPort: -1, toPort: -1 });
});

test("a group printed without rules says nothing about them; one with empty lists has none", () => {
  expect(inlineRules({ GroupId: "sg-1" })).toBeNull();
  expect(inlineRules({ GroupId: "sg-1", IpPermissions: [], IpPermissionsEgress: [] })).toEqual([]);
});
