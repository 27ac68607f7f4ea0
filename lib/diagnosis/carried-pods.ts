import type { Branch } from "../topology/resources.ts";
import type { Host, HostedPod } from "./host.ts";
import { isLive } from "./pods.ts";

/** A pod whose traffic passes a branch: it has its IP. */
export interface CarriedPod extends HostedPod {
  readonly branch: Branch;
  readonly ip: string;
}

const carried = new WeakMap<Host, readonly CarriedPod[]>();

/** The pods of a host that send and receive through a branch. Those on their way out are left alone. */
export function carriedPods(host: Host): readonly CarriedPod[] {
  const known = carried.get(host) ?? findCarried(host);
  carried.set(host, known);
  return known;
}

/** The same by their annotation alone, for what EC2 need not confirm. */
export function annotatedPods({ pods }: Host): readonly HostedPod[] {
  return pods.filter(({ pod, item }) => pod.annotated && isStaying(item));
}

/** Whether an address is IPv6. */
export function isIpv6(ip: string): boolean {
  return ip.includes(":");
}

/**
 * Whether the ENI that a pod's annotation names is not among those read, so that it was joined by its IP, which may have been another
 * pod's when EC2 was read.
 */
export function isNamedInVain({ marks }: HostedPod["pod"]): boolean {
  return marks.includes("annotation-names-unknown-interface");
}

function findCarried({ branches, pods }: Host): CarriedPod[] {
  if (branches.length === 0) return [];
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  return pods.flatMap(({ pod, item }) => {
    if (isNamedInVain(pod)) return [];
    const branch = pod.interfaceId === null ? undefined : byId.get(pod.interfaceId);
    return branch !== undefined && pod.ip !== undefined && isStaying(item) ? [{ pod, item, branch, ip: pod.ip }] : [];
  });
}

function isStaying(item: HostedPod["item"]): boolean {
  return isLive(item) && item.hostNetwork !== true && item.deletingSince === undefined;
}
