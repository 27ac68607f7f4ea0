import { tellOfPod } from "./events.ts";
import { count, removePod } from "./pods.ts";
import type { Node, Pod } from "./state.ts";
import { later, schedule, type World } from "./world.ts";

/** Nodes looked at for one pod in a large cluster: kube-scheduler too scores only a part of them. */
const sampled = 6;
const smallCluster = 48;
const retryMs = 5_000;

/** A new pod waits for a node. */
export function queuePod(world: World, pod: Pod): void {
  world.pending.add(pod);
  later(world, 90, () => place(world, pod));
}

/** Tries the waiting pods again from time to time, as kube-scheduler does when something in the cluster changed. */
export function keepScheduling(world: World): void {
  const again = () => {
    for (const pod of world.pending) place(world, pod);
    world.queue.add(world.now + retryMs, again);
  };
  schedule(world, retryMs, again);
}

function place(world: World, pod: Pod): void {
  if (pod.gone || pod.node !== null || pod.deletingSince !== null) return;
  const node = pod.only ? (pod.only.gone || refusal(pod, pod.only) ? null : pod.only) : choose(world, pod);
  if (node) {
    bind(world, pod, node);
    return;
  }
  if (pod.only?.gone) {
    removePod(world, pod);
    return;
  }
  const message = explain(world, pod);
  if (pod.unschedulable !== message) {
    pod.unschedulable = message;
    world.dirtyPods.add(pod);
  }
  tellOfPod(world, pod, "default-scheduler", { reason: "FailedScheduling", type: "Warning", message });
}

function bind(world: World, pod: Pod, node: Node): void {
  world.pending.delete(pod);
  pod.node = node;
  pod.scheduledAt = world.now;
  pod.unschedulable = null;
  node.pods.add(pod);
  count(pod, node);
  world.dirtyPods.add(pod);
  world.signals.podBound(pod);
}

function choose(world: World, pod: Pod): Node | null {
  const { pinnedTo } = pod.workload.spec;
  if (pinnedTo !== undefined) return [...world.nodes.values()].find(({ group }) => group.name === pinnedTo) ?? null;
  const { schedulable, random } = world;
  if (schedulable.length > smallCluster) {
    const few = Array.from({ length: sampled }, () => random.pick(schedulable));
    const best = bestOf(few, pod);
    if (best) return best;
  }
  return bestOf(schedulable, pod);
}

function bestOf(nodes: readonly Node[], pod: Pod): Node | null {
  let best: Node | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    if (refusal(pod, node)) continue;
    const score = scoreOf(pod, node);
    if (score < bestScore) {
      best = node;
      bestScore = score;
    }
  }
  return best;
}

/** Lower is better: the emptier node, and one without a pod of the same workload. */
function scoreOf(pod: Pod, node: Node): number {
  const fullness = pod.podEni > 0 ? node.podEniRequested / (node.podEniAllocatable ?? 1) : node.podCount / node.maxPods;
  let twins = 0;
  for (const other of node.pods) if (other.workload === pod.workload && other.counted) twins++;
  return fullness + twins * 0.5;
}

const insufficientEni = "Insufficient vpc.amazonaws.com/pod-eni";

/** Why a node cannot take a pod, in the scheduler's words; `null` when it can. */
function refusal(pod: Pod, node: Node): string | null {
  const { spec } = pod.workload;
  if (pod.only === null) {
    if (node.readyAt === null) return "node(s) had untolerated taint {node.kubernetes.io/not-ready: }";
    if (node.cordonedAt !== null) return "node(s) were unschedulable";
    const taint = node.group.taints?.find((key) => !spec.tolerations?.includes(key));
    if (taint !== undefined) return `node(s) had untolerated taint {${taint}: }`;
    if (!selectsNode(spec.nodeSelector, node)) return "node(s) didn't match Pod's node affinity/selector";
  }
  if (node.podCount >= node.maxPods) return "Too many pods";
  if (pod.podEni > 0 && (node.podEniAllocatable ?? 0) - node.podEniRequested < pod.podEni) return insufficientEni;
  return null;
}

function selectsNode(selector: Readonly<Record<string, string>> | undefined, node: Node): boolean {
  if (selector === undefined) return true;
  for (const key in selector) if (node.labels[key] !== selector[key]) return false;
  return true;
}

function explain(world: World, pod: Pod): string {
  const reasons = new Map<string, number>();
  for (const node of world.nodes.values()) {
    if (node.createdAt === null) continue;
    const other = "node(s) didn't match Pod's node affinity/selector";
    const reason = pod.only !== null && pod.only !== node ? other : (refusal(pod, node) ?? other);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const total = [...reasons.values()].reduce((sum, number) => sum + number, 0);
  const parts = [...reasons].map(([reason, number]) => `${number} ${reason}`).sort();
  return `0/${total} nodes are available: ${parts.join(", ")}.`;
}
