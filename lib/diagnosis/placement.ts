import type { Item } from "../recording/collections.ts";
import type { NodeSlots } from "./node-slots.ts";
import { effectiveRequestOf, isLive } from "./pods.ts";

type RawPod = Item<"pods">;

/**
 * What a node is to a pod that looks for a branch slot: it does not fit what the pod demands, takes no pods, its slots are all taken, its
 * type takes no trunk, it has none, or a slot is free.
 */
export type Place = "excluded" | "cordoned" | "full" | "cannot-trunk" | "no-trunk" | "free";

export function placeOn(node: NodeSlots, pod: RawPod): Place {
  if (!admits(pod, node.labels)) return "excluded";
  if (node.isCordoned) return "cordoned";
  if (node.allocatable <= 0) return node.canTrunk === false && node.allocatable === 0 ? "cannot-trunk" : "no-trunk";
  return node.free < Math.max(1, effectiveRequestOf(pod)) ? "full" : "free";
}

const shortage = "Insufficient vpc.amazonaws.com/pod-eni";

export function schedulingOf({ conditions }: RawPod) {
  return conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
}

export function isUnschedulable(pod: RawPod): boolean {
  return (
    pod.nodeName === undefined && isLive(pod) && pod.deletingSince === undefined && schedulingOf(pod) !== undefined
  );
}

export function isShort(pod: RawPod): boolean {
  return isUnschedulable(pod) && schedulingOf(pod)?.message?.includes(shortage) === true;
}

export function unscheduledAt(pod: RawPod): number | undefined {
  return schedulingOf(pod)?.changedAt ?? pod.createdAt;
}

/** What a pod demands of a node's labels, as one reads it. */
export function demandOf({ nodeSelector = {}, affinityLabels = {} }: RawPod): string | null {
  const demands = [
    ...Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`),
    ...Object.entries(affinityLabels).map(([key, values]) => `${key} in (${values.join(", ")})`),
  ];
  return demands.length === 0 ? null : demands.sort().join(", ");
}

/** Whether labels meet what a pod demands of a node, as far as it is kept; taints, and labels of its own kind in affinity, are not. */
export function admits(
  { nodeSelector = {}, affinityLabels = {} }: RawPod,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) &&
    Object.entries(affinityLabels).every(([key, values]) => values.includes(labels[key] ?? ""))
  );
}
