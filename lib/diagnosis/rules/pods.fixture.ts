import type { Item } from "../../recording/collections.ts";
import { eventItem, type Lab, lab, podItem } from "../testing.fixture.ts";

/** For tests: pods that want a branch and have none. */

const asking = [{ name: "main", image: "shop/web:1", podEniRequest: 1, podEniLimit: 1 }];

/** Bound to the lab's node so many seconds ago, without a branch yet. */
export function waitingPod(
  name: string,
  now: number,
  seconds: number,
  fields: Partial<Item<"pods">> = {},
): Item<"pods"> {
  const { podIp: _, podIps: __, ...pod } = podItem(name);
  const boundAt = now - seconds * 1000;
  return {
    ...pod,
    createdAt: boundAt - 1000,
    labels: { tier: "web" },
    phase: "Pending",
    containers: asking,
    conditions: [{ type: "PodScheduled", status: "True", changedAt: boundAt }],
    statuses: [{ name: "main", ready: false, restarts: 0, reason: "ContainerCreating" }],
    ...fields,
  };
}

/** The scheduler has found no node for it for so many seconds. */
export function unscheduledPod(
  name: string,
  now: number,
  seconds: number,
  fields: Partial<Item<"pods">> = {},
): Item<"pods"> {
  const { nodeName: _, ...pod } = waitingPod(name, now, seconds);
  const message = "0/1 nodes are available: 1 Insufficient vpc.amazonaws.com/pod-eni.";
  return {
    ...pod,
    conditions: [
      { type: "PodScheduled", status: "False", reason: "Unschedulable", message, changedAt: now - seconds * 1000 },
    ],
    ...fields,
  };
}

export function putPods(world: Lab, ...pods: readonly Item<"pods">[]): Lab {
  for (const pod of pods) world.put("pods", `${pod.namespace}/${pod.name}`, pod);
  return world;
}

/** The controller, or another, tells something about a pod, so many seconds ago. */
export function tell(
  world: Lab,
  pod: string,
  reason: string,
  fields: Partial<Item<"events">> & { readonly secondsAgo: number },
): Lab {
  const { secondsAgo, ...rest } = fields;
  const at = world.now - secondsAgo * 1000;
  const event = eventItem("Pod", pod, { reason, firstAt: at, lastAt: at, ...rest });
  return world.put("events", `${event.namespace}/${event.name}`, event);
}

export const refusedBy = (code: string) =>
  `failed to allocate branch ENI to pod: creating network interface, operation error EC2: CreateNetworkInterface, https response error StatusCode: 400, RequestID: 0f3a-11, api error ${code}: it is so`;

export { lab };
