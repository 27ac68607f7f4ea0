import { line, parts } from "../command-line.ts";

/** What puts new pods in the place of those there are: a restart of what makes them, or the end of the pod itself. */
export function restart(namespace: string, workloads: readonly string[]): string[] {
  return workloads.flatMap((workload) =>
    workload.startsWith("pod/")
      ? line`kubectl delete ${workload} -n ${namespace}`
      : line`kubectl rollout restart ${workload} -n ${namespace}`,
  );
}

/** A pod by `namespace/name`: its description, which ends in its events. */
export function describePod(pod: string | undefined): string[] {
  if (pod === undefined) return [];
  const { namespace, name } = parts(pod);
  return line`kubectl describe pod -n ${namespace} ${name}`;
}

/** A policy by `namespace/name`, as it stands. */
export function showPolicy(policy: string | undefined): string[] {
  if (policy === undefined) return [];
  const { namespace, name } = parts(policy);
  return line`kubectl get securitygrouppolicy -n ${namespace} ${name} -o yaml`;
}

/** Branch slots that each node offers. */
export const nodeSlots: readonly string[] = line`kubectl get nodes -o custom-columns=NODE:.metadata.name,SLOTS:.status.allocatable.vpc\\.amazonaws\\.com/pod-eni`;

/** Events of one reason, in every namespace. */
export function eventsOf(reason: string): string[] {
  return line`kubectl get events -A --field-selector reason=${reason}`;
}
