import { clusterTagOf } from "../../topology/interface-kind.ts";
import { carriedPods } from "../carried-pods.ts";
import { groupKey } from "../groups-in-use.ts";
import { sameGroups } from "../groups-of.ts";
import type { HostedPod } from "../host.ts";
import { primaryOf } from "../managed.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";
import type { World } from "../world.ts";

type AmbiguousFacts = { groupIds: string[]; tagged: string[]; tag: string };

const owning: ReadonlySet<string> = new Set(["owned", "shared"]);

export const loadBalancerTagAmbiguous = defineRule<AmbiguousFacts>({
  id: "load-balancer-tag-ambiguous",
  code: "SGP-097",
  severity: "low",
  per: "host",
  needs: ["interfaces", "pods", "securityGroups"],
  *check(host, world) {
    const tag = clusterTagOf(world.cluster);
    for (const { pod, branch } of carriedPods(host)) {
      if (branch.groupIds.length < 2) continue;
      const tagged: string[] = [];
      let unread = 0;
      for (const id of branch.groupIds) {
        const group = world.item("securityGroups", id);
        if (group === undefined) unread++;
        else if (owning.has(group.tags[tag] ?? "")) tagged.push(id);
      }
      const isAmbiguous = tagged.length > 1 || (tagged.length === 0 && unread === 0);
      if (!isAmbiguous) continue;
      yield {
        story: groupKey(branch.groupIds),
        subjects: [branch.id, pod.id],
        facts: { groupIds: branch.groupIds, tagged, tag },
        evidence: [
          seen("interfaces", branch.id, "groups", branch.groupIds),
          ...branch.groupIds.map((id) =>
            seen("securityGroups", id, `tags.${tag}`, world.item("securityGroups", id)?.tags[tag]),
          ),
        ],
      };
    }
  },
});

type StaleFacts = { groupIds: string[]; nodeGroupIds: string[]; pods: string[] };

/** The controller keeps a node's groups from when it took the node on, and gives them to branches that no policy matches (domain 2.1). */
export const staleFallbackGroups = defineRule<StaleFacts>({
  id: "stale-fallback-groups",
  code: "SGP-098",
  severity: "medium",
  per: "host",
  needs: ["events", "interfaces", "pods", "securityGroupPolicies"],
  confirmAfterSeconds: 60,
  merge: joinFacts,
  *check(host, world) {
    const primary = primaryOf(host);
    // With custom networking the fallback comes from the ENIConfig.
    if (primary === undefined || host.awsNode === null || host.awsNode.customNetworking) return;
    for (const { pod, item, branch } of carriedPods(host)) {
      if (pod.policyIds?.length !== 0 || sameGroups(branch.groupIds, primary.groupIds)) continue;
      if (!wasFallback(item, world)) continue;
      yield {
        story: `${groupKey(branch.groupIds)} ${groupKey(primary.groupIds)}`,
        subjects: [pod.id, branch.id],
        facts: {
          groupIds: branch.groupIds,
          nodeGroupIds: primary.groupIds,
          pods: [`${item.namespace}/${item.name}`],
        },
        evidence: [
          seen("interfaces", branch.id, "groups", branch.groupIds),
          seen("interfaces", primary.id, "groups", primary.groupIds),
        ],
      };
    }
  },
});

/** Whether the controller said that it gave this pod the groups of its node: the last of its words on it, of this pod and not of a namesake. */
function wasFallback({ namespace, name, uid, createdAt = 0 }: HostedPod["item"], world: World): boolean {
  const last = world
    .eventsAbout("Pod", namespace, name)
    .filter(
      ({ reason, about, lastAt, firstAt }) =>
        reason === "SecurityGroupRequested" &&
        (uid === undefined || about.uid === undefined ? (lastAt ?? firstAt ?? 0) >= createdAt : about.uid === uid),
    )
    .at(-1);
  return last?.type === "Warning";
}
