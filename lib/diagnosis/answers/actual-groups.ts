import type { Item } from "../../recording/collections.ts";
import { enforcedGroups } from "../groups-of.ts";
import type { HostedPod } from "../host.ts";
import { classOf } from "../pods.ts";
import type { World } from "../world.ts";

/** What filters a Pod's traffic now. */
export interface ActualGroups {
  /** The ENI that holds its address; `null` on Fargate, where an annotation names the groups. */
  readonly interface: string | null;
  /** `branch-to-be`: made for it, and its address is not known to be in use yet. */
  readonly by: "branch" | "branch-to-be" | "trunk" | "interface" | "fargate";
  /** Whether other Pods share that ENI, and with it the groups. */
  readonly isNodes: boolean;
  readonly groups: readonly string[];
}

const fargateAnnotation = "fargate.amazonaws.com/pod-sg";

/** `null`: cannot be said, or there is nothing yet. */
export function actualGroups({ pod, item }: HostedPod, world: World): ActualGroups | null {
  if (classOf(item) === "fargate") return onFargate(item);
  const id = pod.interfaceId ?? pod.branchIds[0] ?? null;
  const groups = enforcedGroups(id, world);
  if (id === null || groups === null) return null;
  const kind = world.resources.get(id)?.kind;
  if (kind === "branch")
    return { interface: id, by: pod.interfaceId === null ? "branch-to-be" : "branch", isNodes: false, groups };
  return { interface: id, by: kind === "trunk" ? "trunk" : "interface", isNodes: true, groups };
}

function onFargate({ annotations }: Item<"pods">): ActualGroups | null {
  const text = annotations[fargateAnnotation];
  if (text === undefined) return null;
  const groups = [...new Set(text.split(",").filter((id) => id !== ""))].sort();
  return { interface: null, by: "fargate", isNodes: false, groups };
}
