import type { AwsNode } from "../../topology/aws-node.ts";
import { goBool } from "../../topology/aws-node.ts";
import { annotationOf } from "../../topology/world.ts";
import { maxEniOf } from "../cni-limits.ts";
import type { Host } from "../host.ts";
import { isOrdinaryNode } from "../managed.ts";
import { isLive, requestOf } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";
import { isBefore } from "../version.ts";
import type { World } from "../world.ts";

const daemonSet = "kube-system/aws-node";

type SwitchedOffFacts = { nodes: string[]; pods: number; value: string | null; isEverywhere: boolean };

export const podEniSwitchedOff = defineRule<SwitchedOffFacts>({
  id: "pod-eni-switched-off",
  code: "SGP-031",
  severity: "critical",
  per: "host",
  needs: ["pods", "nodes"],
  merge: (all) => ({ ...joinFacts(all), pods: all.reduce((sum, { pods }) => sum + pods, 0) }),
  *check(host, world) {
    const { awsNode } = host;
    if (!isOrdinaryNode(host) || awsNode === null || awsNode.podEni || isHeededAnyway(host)) return;
    const asking = host.pods.filter(({ item }) => isLive(item) && requestOf(item) > 0);
    if (asking.length === 0) return;
    const template = world.item("daemonSets", daemonSet)?.containers.find(({ name }) => name === "aws-node");
    const isEverywhere = template?.env !== undefined && !goBool(template.env["ENABLE_POD_ENI"], false);
    const value = awsNode.env["ENABLE_POD_ENI"] ?? null;
    const podIds = asking.map(({ pod }) => pod.id);
    yield {
      story: isEverywhere ? "cluster" : host.id,
      subjects: isEverywhere ? ["cluster", host.id, ...podIds] : [host.id, ...podIds],
      facts: { nodes: [host.node.name], pods: asking.length, value, isEverywhere },
      evidence: [seen("pods", idOf(awsNode), "containers.aws-node.env.ENABLE_POD_ENI", value)],
      confidence: value === null ? "likely" : "certain",
    };
  },
});

/** A variable that comes from elsewhere is not read. Where a pod that started later sits on its branch, aws-node has the switch on. */
function isHeededAnyway({ awsNode, pods }: Host): boolean {
  const since = awsNode?.startedAt;
  if (awsNode?.env["ENABLE_POD_ENI"] !== undefined || typeof since !== "number") return false;
  return pods.some(({ item }) => {
    const entry = isLive(item) ? annotationOf(item)?.entries[0] : undefined;
    const isOnBranch = item.podIp !== undefined && (item.podIp === entry?.ip || item.podIp === entry?.ipv6);
    return isOnBranch && (item.startedAt ?? 0) > since;
  });
}

type FlagFacts = { flag: string; value: string; instead: string | null; cniVersion: string | null };

export const cniFlagsClash = defineRule<FlagFacts>({
  id: "cni-flags-clash",
  code: "SGP-034",
  severity: "high",
  per: "host",
  needs: ["pods", "nodes", "interfaces"],
  *check(host, world) {
    const { awsNode } = host;
    if (!isOrdinaryNode(host) || !awsNode?.podEni) return;
    const isUntagged = host.trunks.some(({ id }) => {
      const tags = world.item("interfaces", id)?.tags;
      return tags !== undefined && tags["node.k8s.amazonaws.com/instance_id"] === undefined;
    });
    for (const { flag, instead } of clashesOf(awsNode, isUntagged)) {
      yield {
        story: flag,
        subjects: [host.id],
        facts: { flag, value: awsNode.env[flag] ?? "", instead, cniVersion: awsNode.version?.join(".") ?? null },
        evidence: [seen("pods", idOf(awsNode), `containers.aws-node.env.${flag}`, awsNode.env[flag])],
        confidence: flag === "ENABLE_IPv6" ? "certain" : "likely",
      };
    }
  },
});

/** Variables of aws-node that keep it from serving branches, and what to set instead (domain 1.8). */
function* clashesOf(
  { env, ipv6, version }: AwsNode,
  isTrunkUntagged: boolean,
): Iterable<{ flag: string; instead: string | null }> {
  if (goBool(env["ENABLE_IMDS_ONLY_MODE"], false)) yield { flag: "ENABLE_IMDS_ONLY_MODE", instead: "false" };
  if (maxEniOf(env) === 1) yield { flag: "MAX_ENI", instead: null };
  if (!goBool(env["MANAGE_UNTAGGED_ENI"], true) && isTrunkUntagged)
    yield { flag: "MANAGE_UNTAGGED_ENI", instead: "true" };
  if (ipv6 && version !== null && isBefore(version, [1, 16, 0])) yield { flag: "ENABLE_IPv6", instead: null };
}

const hour = 3600;

type IamFacts = { action: string; message: string; nodes: string[]; lastAt: number };

export const cniLacksPermission = defineRule<IamFacts>({
  id: "cni-lacks-permission",
  code: "SGP-036",
  severity: "high",
  per: "host",
  needs: ["pods", "events"],
  merge: (all) => ({ ...joinFacts(all), lastAt: Math.max(...all.map(({ lastAt }) => lastAt)) }),
  *check({ id, awsNode, node }, world) {
    if (awsNode === null) return;
    const { namespace, name } = awsNode.pod;
    if (!refusedPodsIn(world).has(`${namespace}/${name}`)) return;
    const told = new Set<string>();
    for (const event of world.eventsAbout("Pod", namespace, name).toReversed()) {
      const lastAt = event.lastAt ?? event.firstAt;
      if (event.reason !== "MissingIAMPermissions" || lastAt === undefined || world.isOlderThan(lastAt, hour)) continue;
      const message = event.message ?? "";
      const action = message.match(/ec2:[A-Za-z]+/)?.[0] ?? "ec2";
      if (told.has(action)) continue;
      told.add(action);
      yield {
        story: action,
        subjects: [id],
        facts: { action, message, nodes: node === undefined ? [] : [node.name], lastAt },
        evidence: [seen("events", `${event.namespace}/${event.name}`, "message", message)],
      };
    }
  },
});

/** Pods of which EC2 refused something, as far as is remembered. */
function refusedPodsIn(world: World): ReadonlySet<string> {
  return world.shared("pods-refused-by-ec2", (shared) => {
    const told = shared.eventsOf("MissingIAMPermissions");
    return new Set(told.map(({ namespace, about }) => `${about.namespace ?? namespace}/${about.name}`));
  });
}

function idOf({ pod }: AwsNode): string {
  return `${pod.namespace}/${pod.name}`;
}
