import type { Item } from "../../recording/collections.ts";
import { allGroups, branchGroups, hostGroups } from "../groups-in-use.ts";
import { rulebookOf } from "../reach.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

type Rule = Item<"securityGroupRules">;

type LimitFacts = {
  groupId: string;
  name: string | null;
  direction: string;
  family: string;
  count: number;
  limit: number;
};

/** EC2's default: so many rules in each direction and for each address family (domain 7). */
const ruleLimit = 60;
const nearLimit = 0.9 * ruleLimit;

export const groupRulesAtLimit = defineRule<LimitFacts, readonly string[]>({
  id: "group-rules-at-limit",
  code: "SGP-094",
  severity: "low",
  per: "cluster",
  needs: ["interfaces", "securityGroupRules"],
  gather: hostGroups,
  *check(world, gathered) {
    for (const groupId of allGroups(gathered)) {
      const rules = rulebookOf(world).rulesOf(groupId) ?? [];
      // Fewer rules than the limit may still count for more: a prefix list counts with all the entries it may have.
      for (const direction of ["ingress", "egress"] as const) {
        const ofDirection = rules.filter(({ isEgress }) => isEgress === (direction === "egress"));
        for (const family of ["IPv4", "IPv6"] as const) {
          const count = ofDirection.reduce((sum, rule) => sum + weightOf(world, rule, family), 0);
          if (count < nearLimit) continue;
          yield {
            story: `${groupId} ${direction} ${family}`,
            subjects: [groupId],
            facts: { groupId, name: nameOf(world, groupId), direction, family, count, limit: ruleLimit },
            evidence: [seen("securityGroups", groupId, `${direction} rules for ${family}`, count)],
          };
        }
      }
    }
  },
});

type DanglingFacts = {
  groupId: string;
  name: string | null;
  referenced: string;
  ruleIds: string[];
  status: string | null;
};

export const danglingGroupReference = defineRule<DanglingFacts, readonly string[]>({
  id: "dangling-group-reference",
  code: "SGP-095",
  severity: "low",
  per: "cluster",
  needs: ["interfaces", "securityGroupRules", "securityGroups"],
  gather: hostGroups,
  *check(world, gathered) {
    for (const groupId of allGroups(gathered)) {
      const dangling = new Map<string, Rule[]>();
      for (const rule of rulebookOf(world).rulesOf(groupId) ?? []) {
        if (!isDangling(world, rule)) continue;
        const { groupId: referenced } = rule.referencedGroup;
        dangling.set(referenced, [...(dangling.get(referenced) ?? []), rule]);
      }
      for (const [referenced, rules] of dangling) {
        const status = rules[0]?.referencedGroup?.peeringStatus ?? null;
        yield {
          story: `${groupId} ${referenced}`,
          subjects: [groupId],
          facts: { groupId, name: nameOf(world, groupId), referenced, ruleIds: rules.map(({ id }) => id), status },
          evidence: rules.map(({ id }) => seen("securityGroupRules", id, "referencedGroup.groupId", referenced)),
          confidence: status === null && !isWholeVpcKnown(world, groupId) ? "likely" : "certain",
        };
      }
    }
  },
});

type OpenFacts = { groupId: string; name: string | null; ruleIds: string[]; peers: string[] };

const everywhere: ReadonlySet<string> = new Set(["0.0.0.0/0", "::/0"]);

export const podGroupWideOpen = defineRule<OpenFacts, readonly string[]>({
  id: "pod-group-wide-open",
  code: "SGP-096",
  severity: "info",
  per: "cluster",
  needs: ["interfaces", "securityGroupRules"],
  gather: branchGroups,
  *check(world, gathered) {
    for (const groupId of allGroups(gathered)) {
      const open = (rulebookOf(world).rulesOf(groupId) ?? []).filter(
        (rule) => !rule.isEgress && everywhere.has(rule.cidrIpv4 ?? rule.cidrIpv6 ?? "") && isEveryPort(rule),
      );
      if (open.length === 0) continue;
      const peers = [...new Set(open.map(({ cidrIpv4, cidrIpv6 }) => cidrIpv4 ?? cidrIpv6 ?? ""))].sort();
      yield {
        subjects: [groupId],
        facts: { groupId, name: nameOf(world, groupId), ruleIds: open.map(({ id }) => id), peers },
        evidence: open.map((rule) => seen("securityGroupRules", rule.id, "cidr", rule.cidrIpv4 ?? rule.cidrIpv6)),
      };
    }
  },
});

/** What a rule counts for against the limit of a family: a reference once in each, a prefix list with all it may hold. */
function weightOf(world: World, { cidrIpv4, cidrIpv6, prefixListId }: Rule, family: "IPv4" | "IPv6"): number {
  if (cidrIpv4 !== undefined) return family === "IPv4" ? 1 : 0;
  if (cidrIpv6 !== undefined) return family === "IPv6" ? 1 : 0;
  const list = prefixListId === undefined ? undefined : world.item("prefixLists", prefixListId);
  if (list === undefined) return 1;
  if (list.addressFamily !== undefined && list.addressFamily !== family) return 0;
  return list.maxEntries ?? Math.max(1, list.cidrs?.length ?? 1);
}

/** Statuses of a peering connection that will not work again (EC2 API reference, VpcPeeringConnectionStateReason). */
const overStatuses: ReadonlySet<string> = new Set(["deleted", "deleting", "expired", "failed", "rejected"]);

type Referring = Rule & { readonly referencedGroup: NonNullable<Rule["referencedGroup"]> };

/**
 * Whether a rule names a group that is not there. Groups of other accounts and of peered VPCs are not listed to us, so of these only a
 * dead peering says so.
 */
function isDangling(world: World, rule: Rule): rule is Referring {
  const { referencedGroup } = rule;
  if (referencedGroup === undefined) return false;
  const { groupId, userId, vpcId, peeringConnectionId, peeringStatus } = referencedGroup;
  if (peeringStatus !== undefined && overStatuses.has(peeringStatus)) return true;
  const owner = world.item("securityGroups", rule.groupId);
  if (owner === undefined || world.item("securityGroups", groupId) !== undefined) return false;
  const isElsewhere =
    peeringConnectionId !== undefined ||
    (vpcId !== undefined && owner.vpcId !== undefined && vpcId !== owner.vpcId) ||
    (userId !== undefined && owner.ownerId !== undefined && userId !== owner.ownerId);
  return !isElsewhere;
}

/** A VPC's default group cannot be deleted, so a list without it was cut short or filtered. */
function isWholeVpcKnown(world: World, groupId: string): boolean {
  const vpcId = world.item("securityGroups", groupId)?.vpcId;
  const complete = world.shared("vpcs-with-default-group", (shared) =>
    [...shared.items("securityGroups").values()].flatMap((group) =>
      group.name === "default" ? (group.vpcId ?? []) : [],
    ),
  );
  return vpcId !== undefined && complete.includes(vpcId);
}

function isEveryPort({ protocol, fromPort, toPort }: Rule): boolean {
  if (protocol === "-1" || fromPort === -1) return protocol !== "icmp" && protocol !== "icmpv6";
  return fromPort === 0 && toPort === 65_535;
}

function nameOf(world: World, groupId: string): string | null {
  return world.item("securityGroups", groupId)?.name ?? null;
}
