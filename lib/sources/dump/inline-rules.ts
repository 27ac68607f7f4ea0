import type { Item } from "../../recording/collections.ts";
import { type Foreign, known, listOf, numberOf, textOf } from "../ec2/fields.ts";
import { referencedGroupOf } from "../ec2/mapper.ts";

type Rule = Item<"securityGroupRules">;

const directions = [
  ["IpPermissions", false],
  ["IpPermissionsEgress", true],
] as const;

/**
 * The rules that describe-security-groups prints inside of a group, one per peer as describe-security-group-rules has them.
 * Their ids say what they are (`sg-1/ingress/tcp/443-443/10.0.0.0/8`), so they stay the same whatever the order.
 * `null`: the group was printed without rules.
 */
export function inlineRules(group: Foreign): Rule[] | null {
  const groupId = textOf(group.GroupId);
  if (!groupId || !directions.some(([key]) => listOf(group[key]))) return null;
  return directions.flatMap(([key, isEgress]) =>
    (listOf(group[key]) ?? []).flatMap((permission) => rulesOf(groupId, isEgress, permission)),
  );
}

function rulesOf(groupId: string, isEgress: boolean, permission: Foreign): Rule[] {
  const protocol = textOf(permission.IpProtocol) ?? "-1";
  const fromPort = numberOf(permission.FromPort) ?? (protocol === "-1" ? -1 : undefined);
  const toPort = numberOf(permission.ToPort) ?? (protocol === "-1" ? -1 : undefined);
  return peersOf(permission).map(({ name, description, ...peer }) =>
    known({
      id: [groupId, isEgress ? "egress" : "ingress", protocol, `${fromPort ?? ""}-${toPort ?? ""}`, name].join("/"),
      groupId,
      isEgress,
      protocol,
      fromPort,
      toPort,
      ...peer,
      description,
    }),
  );
}

type Peer = Pick<Rule, "cidrIpv4" | "cidrIpv6" | "prefixListId" | "referencedGroup">;

function peersOf(permission: Foreign): (Peer & { name: string; description: string | undefined })[] {
  const peers = (key: string, idKey: string, peer: (id: string, foreign: Foreign) => Peer) =>
    (listOf(permission[key]) ?? []).flatMap((foreign) => {
      const name = textOf(foreign[idKey]);
      return name ? [{ name, description: textOf(foreign.Description), ...peer(name, foreign) }] : [];
    });
  return [
    ...peers("IpRanges", "CidrIp", (cidrIpv4) => ({ cidrIpv4 })),
    ...peers("Ipv6Ranges", "CidrIpv6", (cidrIpv6) => ({ cidrIpv6 })),
    ...peers("PrefixListIds", "PrefixListId", (prefixListId) => ({ prefixListId })),
    ...peers("UserIdGroupPairs", "GroupId", (_, pair) => {
      const referencedGroup = referencedGroupOf(pair);
      return referencedGroup ? { referencedGroup } : {};
    }),
  ];
}
