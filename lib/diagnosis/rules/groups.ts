import { isWaiting } from "../allocation.ts";
import { wantedGroups } from "../groups-of.ts";
import type { Host } from "../host.ts";
import { classOf, isLive } from "../pods.ts";
import { nameOf } from "../policy-names.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

type GroupMissing = { group: string; policies: string[]; waiting: string[]; refusedByEc2: boolean };

/** Live pods by the policies that match them, as far as they wait for their branch or could not be placed. */
type Pending = readonly { readonly podId: string; readonly policyIds: readonly string[] }[];

export const groupMissing = defineRule<GroupMissing, Pending>({
  id: "group-missing",
  code: "SGP-062",
  severity: "high",
  per: "cluster",
  needs: ["securityGroupPolicies", "securityGroups", "interfaces", "pods"],
  confirmAfterSeconds: 60,
  gather: pendingOn,
  *check(world, gathered) {
    const byGroup = policiesByGroup(world);
    const known = world.items("securityGroups");
    for (const [group, policies] of byGroup) {
      // A group that an ENI has, or that has rules, is there: it may be shared with us and hidden from our role.
      if (known.has(group) || world.resource("securityGroup", group) !== undefined) continue;
      const ids = new Set(policies.map((id) => `policy/${id}`));
      const pods = [...gathered.values()].flat().filter(({ policyIds }) => policyIds.some((id) => ids.has(id)));
      const refusedByEc2 = world
        .eventsOf("BranchAllocationFailed")
        .some(({ message = "" }) => refusal.test(message) && message.includes(group));
      const [first, ...others] = ids as unknown as [string];
      yield {
        story: group,
        subjects: [first, ...others, ...pods.map(({ podId }) => podId)],
        severity: pods.length > 0 ? "critical" : "high",
        confidence: refusedByEc2 ? "certain" : "likely",
        facts: { group, policies: [...policies], waiting: pods.map(({ podId }) => nameOf(podId)), refusedByEc2 },
        evidence: [
          ...policies.map((id) =>
            seen("securityGroupPolicies", id, "groupIds", world.item("securityGroupPolicies", id)?.groupIds),
          ),
          seen("securityGroups", group, "id", null),
        ],
      };
    }
  },
});

type OtherVpc = { group: string; groupVpc: string; nodeVpcs: string[]; policies: string[] };

export const groupOfOtherVpc = defineRule<OtherVpc, string>({
  id: "group-of-other-vpc",
  code: "SGP-063",
  severity: "high",
  per: "cluster",
  needs: ["securityGroupPolicies", "securityGroups", "instances", "interfaces"],
  confirmAfterSeconds: 60,
  gather: ({ ec2 }) => ec2?.vpcId ?? null,
  *check(world, gathered) {
    const nodeVpcs = [...new Set(gathered.values())].sort();
    if (nodeVpcs.length === 0) return;
    for (const [group, policies] of policiesByGroup(world)) {
      const groupVpc = world.item("securityGroups", group)?.vpcId;
      if (groupVpc === undefined || nodeVpcs.includes(groupVpc) || isUsedIn(nodeVpcs, group, world)) continue;
      const [first, ...others] = policies.map((id) => `policy/${id}`) as [string];
      yield {
        story: group,
        subjects: [first, ...others, group],
        confidence: "likely",
        facts: { group, groupVpc, nodeVpcs, policies: [...policies] },
        evidence: [seen("securityGroups", group, "vpcId", groupVpc)],
      };
    }
  },
});

type TooMany = {
  policies: string[];
  pods: string[];
  groups: string[];
  count: number;
  /** The most groups that one ENI of the cluster has: the quota in force is no lower. */
  mostOnOneInterface: number;
};

const usualQuota = 5;
const highestQuota = 16;

export const groupsTooMany = defineRule<TooMany, readonly Union[]>({
  id: "groups-too-many",
  code: "SGP-064",
  severity: "medium",
  per: "cluster",
  needs: ["securityGroupPolicies", "pods", "serviceAccounts"],
  gather: unionsOn,
  *check(world, gathered) {
    const stories = new Map<string, { policyIds: readonly string[]; groups: readonly string[]; podIds: string[] }>();
    for (const [id, { groupIds }] of world.items("securityGroupPolicies")) {
      const groups = [...new Set(groupIds)];
      if (groups.length > usualQuota) stories.set(`policy/${id}`, { policyIds: [`policy/${id}`], groups, podIds: [] });
    }
    for (const { podId, policyIds, groups } of [...gathered.values()].flat()) {
      const key = policyIds.join(" ");
      const story = stories.get(key) ?? { policyIds, groups, podIds: [] };
      stories.set(key, story);
      story.podIds.push(podId);
    }
    if (stories.size === 0) return;
    const mostOnOneInterface = mostGroups(world);
    for (const [story, { policyIds, groups, podIds }] of stories) {
      const [first, ...others] = policyIds as [string];
      const isProven = groups.length <= mostOnOneInterface;
      yield {
        story,
        subjects: [first, ...others, ...podIds],
        severity: groups.length > highestQuota ? "high" : isProven ? "low" : "medium",
        confidence: groups.length > highestQuota ? "certain" : "likely",
        facts: {
          policies: policyIds.map(nameOf),
          pods: podIds.map(nameOf),
          groups: [...groups].sort(),
          count: groups.length,
          mostOnOneInterface,
        },
        evidence: policyIds.map((id) =>
          seen(
            "securityGroupPolicies",
            nameOf(id),
            "groupIds",
            world.item("securityGroupPolicies", nameOf(id))?.groupIds,
          ),
        ),
      };
    }
  },
});

interface Union {
  readonly podId: string;
  readonly policyIds: readonly string[];
  readonly groups: readonly string[];
}

const refusal = /InvalidSecurityGroupID\.NotFound|InvalidGroup\.NotFound/;

function policiesByGroup(world: World): Map<string, string[]> {
  const byGroup = new Map<string, string[]>();
  for (const [id, { groupIds }] of world.items("securityGroupPolicies")) {
    for (const group of new Set(groupIds)) byGroup.set(group, [...(byGroup.get(group) ?? []), id]);
  }
  return byGroup;
}

function pendingOn({ pods }: Host): Pending | null {
  const pending = pods.flatMap((hosted) =>
    isWaiting(hosted) && hosted.pod.policyIds?.length
      ? [{ podId: hosted.pod.id, policyIds: hosted.pod.policyIds }]
      : [],
  );
  return pending.length === 0 ? null : pending;
}

function unionsOn({ pods }: Host, world: World): readonly Union[] | null {
  const unions = pods.flatMap(({ pod, item }) => {
    if (!pod.policyIds?.length || !isLive(item) || classOf(item) !== "linux") return [];
    const groups = wantedGroups(pod, world)?.groupIds ?? [];
    return groups.length > usualQuota ? [{ podId: pod.id, policyIds: [...pod.policyIds].sort(), groups }] : [];
  });
  return unions.length === 0 ? null : unions;
}

function isUsedIn(vpcs: readonly string[], group: string, world: World): boolean {
  for (const { vpcId, groups } of world.items("interfaces").values()) {
    if (vpcId !== undefined && vpcs.includes(vpcId) && groups.some(({ id }) => id === group)) return true;
  }
  return false;
}

function mostGroups(world: World): number {
  let most = 0;
  for (const { groups } of world.items("interfaces").values()) most = Math.max(most, groups.length);
  return most;
}
