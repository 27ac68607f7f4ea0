import type { Item } from "../recording/collections.ts";

export { isLive } from "../topology/world.ts";

type RawPod = Item<"pods">;

export type PodClass = "hostNetwork" | "fargate" | "windows" | "linux";

const fargateLabel = "eks.amazonaws.com/fargate-profile";
const osLabels = ["kubernetes.io/os", "beta.kubernetes.io/os"] as const;

/** What the webhook takes a pod for; the first that fits (amazon-vpc-resource-controller-k8s: webhooks/core/pod_webhook.go WhichPod). */
export function classOf({ hostNetwork, labels, nodeSelector = {} }: RawPod): PodClass {
  if (hostNetwork === true) return "hostNetwork";
  if (labels[fargateLabel] !== undefined) return "fargate";
  return osLabels.some((label) => nodeSelector[label] === "windows") ? "windows" : "linux";
}

/** Branches that the controller makes for it: the sum over its app containers (domain 8 `req`). */
export function requestOf({ containers }: RawPod): number {
  return containers.reduce((sum, { podEniRequest = 0 }) => sum + podEniRequest, 0);
}

/** What the scheduler counts: the sum over its app containers, or the largest of its init containers. */
export function effectiveRequestOf(pod: RawPod): number {
  const initial = (pod.initContainers ?? []).map(({ podEniRequest = 0 }) => podEniRequest);
  return Math.max(requestOf(pod), ...initial);
}

/** Whether its first container has the limit that the CNI looks at (domain 8 `lim0`). */
export function hasLimit({ containers }: RawPod): boolean {
  return containers[0]?.podEniLimit !== undefined;
}

/** Whether it is to run on a branch: the controller makes one, or the CNI waits for one. */
export function isSgpPod(pod: RawPod): boolean {
  return requestOf(pod) > 0 || hasLimit(pod);
}

/** Since when it is bound to its node, epoch milliseconds; `null`: not bound, or not known. */
export function boundAt(pod: RawPod): number | null {
  if (pod.nodeName === undefined) return null;
  const scheduled = pod.conditions.find(({ type, status }) => type === "PodScheduled" && status === "True");
  return scheduled?.changedAt ?? pod.createdAt ?? null;
}

/** About when its network was set up, epoch milliseconds: kubelet says so when the sandbox stands, else when it took the pod on. */
export function sandboxAt(pod: RawPod): number | null {
  const ready = pod.conditions.find(({ type, status }) => type === "PodReadyToStartContainers" && status === "True");
  return ready?.changedAt ?? pod.startedAt ?? null;
}
