import type { Host, HostedPod } from "./host.ts";
import { sandboxAt } from "./pods.ts";

export type Mode = "strict" | "standard";

/** The enforcing mode in force on a node, for pods started from now on; `null`: not known. */
export function modeOfNode({ awsNode }: Host): Mode | null {
  return awsNode?.enforcingMode ?? null;
}

/**
 * The mode a pod was set up with: that of the aws-node pod on its node, if that one was there before the pod's sandbox; `null`: not known.
 * A container that restarts keeps its environment, so it is the pod's start that counts (domain 8 `mode`).
 */
export function modeOfPod({ awsNode }: Host, { item }: HostedPod): Mode | null {
  const startedAt = awsNode?.pod.startedAt ?? awsNode?.startedAt ?? null;
  const setUpAt = sandboxAt(item);
  if (!awsNode || startedAt === null || setUpAt === null || startedAt > setUpAt) return null;
  return awsNode.enforcingMode;
}
