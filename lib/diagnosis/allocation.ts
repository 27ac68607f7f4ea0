import type { Item } from "../recording/collections.ts";
import type { HostedPod } from "./host.ts";
import { classOf } from "./pods.ts";
import type { World } from "./world.ts";

type Event = Item<"events">;

/** What the controller last told of a pod's branch, newest of each kind (domain 4b, 4e). */
export interface Allocation {
  readonly requested: Event | undefined;
  readonly failed: Event | undefined;
  readonly refused: Event | undefined;
  readonly allocated: Event | undefined;
}

const alreadyExists = /already exist/;

/** Whether a pod asked for a branch, is bound, has none yet, and is not on its way out. */
export function isWaiting({ pod, item }: HostedPod): boolean {
  return pod.waitsForBranch && item.deletingSince === undefined && classOf(item) === "linux";
}

export function allocationOf(item: Item<"pods">, world: World): Allocation {
  const ours = world.eventsAbout("Pod", item.namespace, item.name).filter((event) => isOfThisPod(event, item));
  const last = (reason: string, fits: (event: Event) => boolean = () => true) =>
    ours.findLast((event) => event.reason === reason && fits(event));
  return {
    requested: last("SecurityGroupRequested"),
    failed: last("BranchAllocationFailed", ({ message = "" }) => !alreadyExists.test(message)),
    refused:
      last("BranchENIAnnotationFailed") ??
      last("BranchAllocationFailed", ({ message = "" }) => alreadyExists.test(message)),
    // Windows pods have events of the same reason, about an address instead of an annotation.
    allocated: last("ResourceAllocated", ({ message = "" }) => /eniid/i.test(message)),
  };
}

/** How often the controller failed for a pod. */
export function failuresOf(item: Item<"pods">, world: World): number {
  return world
    .eventsAbout("Pod", item.namespace, item.name)
    .filter((event) => event.reason === "BranchAllocationFailed" && isOfThisPod(event, item))
    .reduce((sum, { count = 1 }) => sum + count, 0);
}

/** When an event last happened, epoch milliseconds; 0 when it does not say. */
export function lastTold(event: Event | undefined): number {
  return event?.lastAt ?? event?.firstAt ?? 0;
}

export function eventId({ namespace, name }: Event): string {
  return `${namespace}/${name}`;
}

/** Pods of a StatefulSet have their predecessors' names; times of events are whole seconds. */
function isOfThisPod(event: Event, { createdAt }: Item<"pods">): boolean {
  const at = lastTold(event);
  return at === 0 || createdAt === undefined || at >= createdAt - 1000;
}
