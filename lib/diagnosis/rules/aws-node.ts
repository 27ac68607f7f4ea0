import type { AwsNode } from "../../topology/aws-node.ts";
import { annotationOf } from "../../topology/world.ts";
import type { Host } from "../host.ts";
import { isOrdinaryNode } from "../managed.ts";
import { isLive, isSgpPod } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

/** A new aws-node pod may take its time. */
const startSeconds = 300;
const unreadySeconds = 120;
const recentlySeconds = 600;
const manyRestarts = 3;

type UnhealthyFacts = {
  node: string;
  awsNodePod: string;
  trouble: "crashing" | "restarting" | "not-ready";
  restarts: number;
  branchPods: number;
};

export const awsNodeUnhealthy = defineRule<UnhealthyFacts>({
  id: "aws-node-unhealthy",
  code: "SGP-033",
  severity: "high",
  per: "host",
  needs: ["pods", "nodes"],
  *check(host, world) {
    const { awsNode, instance } = host;
    // On a node that is not ready every pod reads as not ready.
    if (!isOrdinaryNode(host) || awsNode === null || instance?.ready === false) return;
    const trouble = troubleOf(awsNode, world);
    const branchPods = trouble === null ? 0 : branchPodsOn(host);
    if (branchPods === 0 || trouble === null) return;
    const id = `${awsNode.pod.namespace}/${awsNode.pod.name}`;
    yield {
      subjects: [host.id, `pod/${id}`],
      facts: { node: host.node.name, awsNodePod: awsNode.pod.name, trouble, restarts: restartsOf(awsNode), branchPods },
      evidence: [
        seen("pods", id, "conditions.Ready", readyOf(awsNode)?.status),
        seen("pods", id, "statuses.aws-node.restarts", restartsOf(awsNode)),
      ],
    };
  },
});

function troubleOf(awsNode: AwsNode, world: World): UnhealthyFacts["trouble"] | null {
  const { createdAt, deletingSince, statuses = [] } = awsNode.pod;
  if (deletingSince !== undefined) return null;
  if (statuses.some(({ reason }) => reason === "CrashLoopBackOff")) return "crashing";
  if (createdAt !== undefined && !world.isOlderThan(createdAt, startSeconds)) return null;
  const ready = readyOf(awsNode);
  const isUnready = ready?.status === "False" && ready.changedAt !== undefined;
  if (isUnready && world.isOlderThan(ready.changedAt ?? world.now, unreadySeconds)) return "not-ready";
  const { startedAt } = awsNode;
  const isFresh = startedAt !== null && !world.isOlderThan(startedAt, recentlySeconds);
  return isFresh && restartsOf(awsNode) >= manyRestarts ? "restarting" : null;
}

function readyOf({ pod }: AwsNode) {
  return pod.conditions.find(({ type }) => type === "Ready");
}

function restartsOf({ pod }: AwsNode): number {
  return pod.statuses?.find(({ name }) => name === "aws-node")?.restarts ?? 0;
}

function branchPodsOn({ pods }: Host): number {
  return pods.filter(({ item }) => isLive(item) && (isSgpPod(item) || annotationOf(item) !== null)).length;
}

/** A rollout that moved no further for so long is over, or stuck. */
const rolloutSeconds = 1800;
/** A pod that came so long after its node replaced another. */
const replacedMs = 600_000;

type OutdatedFacts = { node: string; awsNodePod: string; image: string; wanted: string; branchPods: number };

interface Running {
  readonly hostId: string;
  readonly node: string;
  readonly podName: string;
  readonly podId: string;
  readonly image: string;
  readonly branchPods: number;
  /** When it replaced another on its node, epoch milliseconds; `null`: it came with the node. */
  readonly replacedAt: number | null;
}

export const awsNodeOutdated = defineRule<OutdatedFacts, Running>({
  id: "aws-node-outdated",
  code: "SGP-033",
  severity: "high",
  per: "cluster",
  needs: ["pods", "nodes", "daemonSets"],
  // Long enough for a rollout that has just begun to replace its first pod.
  confirmAfterSeconds: 120,
  gather(host) {
    const { awsNode, node, id } = host;
    if (!isOrdinaryNode(host) || awsNode === null || awsNode.image === null) return null;
    const { pod, image } = awsNode;
    const isReplacement = (pod.createdAt ?? 0) - (node?.createdAt ?? 0) > replacedMs;
    return {
      hostId: id,
      node: host.node.name,
      podName: pod.name,
      podId: `${pod.namespace}/${pod.name}`,
      image,
      branchPods: branchPodsOn(host),
      replacedAt: isReplacement ? (pod.createdAt ?? null) : null,
    };
  },
  *check(world, gathered) {
    const template = world.item("daemonSets", "kube-system/aws-node")?.containers;
    const wanted = template?.find(({ name }) => name === "aws-node")?.image;
    if (wanted === undefined) return;
    const newest = Math.max(0, ...[...gathered.values()].flatMap(({ replacedAt }) => replacedAt ?? []));
    if (!world.isOlderThan(newest, rolloutSeconds)) return;
    const outdated = [...gathered.values()].filter((one) => one.image !== wanted && one.branchPods > 0);
    for (const { hostId, node, podName, podId, image, branchPods } of outdated.sort(byHost)) {
      yield {
        story: `${image} ${wanted}`,
        subjects: [hostId, `pod/${podId}`],
        facts: { node, awsNodePod: podName, image, wanted, branchPods },
        evidence: [
          seen("pods", podId, "containers.aws-node.image", image),
          seen("daemonSets", "kube-system/aws-node", "containers.aws-node.image", wanted),
        ],
      };
    }
  },
});

function byHost(a: Running, b: Running): number {
  return a.hostId < b.hostId ? -1 : 1;
}
