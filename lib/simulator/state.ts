import type { Item } from "../recording/collections.ts";
import type { BranchLimits } from "../topology/branch-limits.ts";
import type { AddressPool } from "./network.ts";
import type { NodeGroupSpec, SubnetSpec, WorkloadSpec } from "./scenario.ts";

/** The things of a simulated cluster, as the parts that act on them know them. Times are epoch milliseconds. */

export type Interface = Item<"interfaces">;
export type Container = Item<"pods">["containers"][number];

export interface Subnet {
  readonly id: string;
  readonly spec: SubnetSpec;
  readonly pool: AddressPool;
}

export interface Node {
  readonly name: string;
  readonly uid: string;
  readonly group: NodeGroupSpec;
  readonly type: string;
  readonly limits: BranchLimits;
  readonly subnet: Subnet;
  readonly instanceId: string;
  readonly primaryId: string;
  readonly ip: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly launchedAt: number;
  createdAt: number | null;
  readyAt: number | null;
  cordonedAt: number | null;
  leaving: boolean;
  gone: boolean;
  readonly maxPods: number;
  podEniCapacity: number | null;
  podEniAllocatable: number | null;
  /** Attached ENIs by device index. */
  readonly devices: (string | undefined)[];
  /** Holders of ordinary pods' addresses. */
  readonly pools: IpPool[];
  poolBusy: boolean;
  trunk: Trunk | null;
  /** Bound pods whose branch waits for a trunk. */
  readonly waiting: Set<Pod>;
  readonly pods: Set<Pod>;
  /** What the scheduler counts: pods that have not ended. */
  podCount: number;
  podEniRequested: number;
}

/** One ENI of ipamd with the addresses it hands out. */
export interface IpPool {
  readonly interfaceId: string;
  total: number;
  readonly free: string[];
}

/** What the controller remembers of one trunk. */
export interface Trunk {
  readonly id: string;
  readonly node: Node;
  readonly limit: number;
  ready: boolean;
  /** By VLAN id; index 0 is never used. */
  vlans: Uint8Array;
  owned: Map<string, Branch[]>;
  inFlight: number;
  cooling: Cooling[];
  deleting: number;
  tickAt: number | null;
  readonly tickPhase: number;
}

export interface Branch {
  readonly interfaceId: string;
  readonly vlan: number;
  readonly associationId: string | null;
}

export interface Cooling {
  readonly branch: Branch;
  /** `null`: delete it at the next tick. */
  readonly since: number | null;
  attempts: number;
}

type Phase = "Pending" | "Running" | "Succeeded" | "Failed";

/** What all pods of one revision of a workload share. */
export interface Template {
  readonly hash: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[] | null;
}

export interface Pod {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly workload: Workload;
  readonly template: Template;
  readonly owner: { readonly kind: string; readonly name: string; readonly uid: string };
  readonly containers: readonly Container[];
  readonly podEni: number;
  readonly createdAt: number;
  readonly labels: Readonly<Record<string, string>>;
  /** A DaemonSet's pod goes to this node or nowhere. */
  readonly only: Node | null;
  node: Node | null;
  phase: Phase;
  unschedulable: string | null;
  scheduledAt: number | null;
  startedAt: number | null;
  sandboxAt: number | null;
  runningAt: number | null;
  ready: boolean;
  readyChangedAt: number;
  waiting: string | null;
  restarts: number;
  finishedAt: number | null;
  deletingSince: number | null;
  gone: boolean;
  counted: boolean;
  ip: string | null;
  held: { readonly pool: IpPool; readonly ip: string } | null;
  annotation: string | null;
  branchIp: string | null;
}

export interface Workload {
  readonly key: string;
  readonly spec: WorkloadSpec;
  readonly uid: string;
  readonly createdAt: number;
  template: Template;
  replicas: number;
  readonly pods: Set<Pod>;
  /** Only DaemonSets: the pod of each node. */
  readonly byNode: Map<Node, Pod>;
  readonly jobs: Job[];
  revision: number;
  reconcileAt: number | null;
}

export interface Job {
  readonly name: string;
  readonly uid: string;
  readonly pods: Set<Pod>;
  done: boolean;
}

export function isOver(pod: Pod): boolean {
  return pod.phase === "Succeeded" || pod.phase === "Failed";
}
