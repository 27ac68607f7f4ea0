import type { Item } from "../recording/collections.ts";

/** What `kubectl get pods` would print as STATUS, as far as the kept fields tell. */
export function podStatus(pod: Item<"pods">): string {
  if (pod.deletingSince !== undefined) return "Terminating";
  const reasons = (pod.statuses ?? []).flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  const trouble = reasons.find((reason) => reason !== "Completed");
  if (trouble !== undefined) return trouble;
  if (pod.phase === "Succeeded") return "Completed";
  if (pod.reason !== undefined) return pod.reason;
  const scheduled = pod.conditions.find(({ type }) => type === "PodScheduled");
  if (pod.phase === "Pending" && scheduled?.status === "False") return scheduled.reason ?? "Unschedulable";
  return pod.phase ?? "Unknown";
}

/** The Ready condition; `undefined` when Kubernetes states none. */
export function isReady(pod: Item<"pods">): boolean | undefined {
  const status = pod.conditions.find(({ type }) => type === "Ready")?.status;
  return status === undefined ? undefined : status === "True";
}
