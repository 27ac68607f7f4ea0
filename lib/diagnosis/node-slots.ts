import type { Host } from "./host.ts";
import { canTrunk, isOrdinaryNode } from "./managed.ts";
import { effectiveRequestOf, isLive } from "./pods.ts";

/** A node as the scheduler counts its branch slots, and the pool it belongs to. */
export interface NodeSlots {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isCordoned: boolean;
  /** `null`: the type is not known. */
  readonly canTrunk: boolean | null;
  readonly allocatable: number;
  /** Allocatable minus what all its non-terminal pods request; negative where pods passed the scheduler by. */
  readonly free: number;
  /** Branches without an owner that still hold a slot. */
  readonly cooling: number;
  readonly poolKind: "node-pool" | "node-group" | "instance-type";
  readonly pool: string;
}

const counted = new WeakMap<Host, NodeSlots | null>();

/** `null` where the controller has no say: Auto Mode, Fargate, hybrid and Windows nodes, and what is no node. */
export function slotsOfNode(host: Host): NodeSlots | null {
  const known = counted.get(host);
  if (known !== undefined) return known;
  const slots = countSlots(host);
  counted.set(host, slots);
  return slots;
}

function countSlots(host: Host): NodeSlots | null {
  if (!isOrdinaryNode(host) || host.instance === undefined) return null;
  const { node } = host;
  const allocatable = node.allocatable.podEni ?? 0;
  return {
    id: host.id,
    name: node.name,
    labels: node.labels,
    isCordoned: node.unschedulable === true,
    canTrunk: canTrunk(host),
    allocatable,
    free: allocatable - requestedOn(host),
    cooling: host.branches.filter(({ state }) => state === "cooling").length,
    ...poolOf(host),
  };
}

/** What the non-terminal pods bound to a node request together (domain 13.12). */
export function requestedOn({ pods }: Host): number {
  return pods.reduce((sum, { item }) => sum + (isLive(item) ? effectiveRequestOf(item) : 0), 0);
}

/** Karpenter's NodePool, else the EKS node group, else the instance type (domain 13.13). */
function poolOf({ instance }: Host): Pick<NodeSlots, "pool" | "poolKind"> {
  if (instance?.nodePool !== undefined) return { poolKind: "node-pool", pool: instance.nodePool };
  if (instance?.nodeGroup !== undefined) return { poolKind: "node-group", pool: instance.nodeGroup };
  return { poolKind: "instance-type", pool: instance?.instanceType ?? "unknown" };
}
