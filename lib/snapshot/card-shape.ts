import type { Branch, Instance, Interface, Pod, Trunk } from "../topology/resources.ts";
import type { Slot } from "./slots.ts";

/** One instance with everything that stands on it, in the order in which it is drawn. */
export interface Card {
  readonly id: string;
  readonly instance: Instance;
  readonly enis: readonly EniSection[];
  /** Pods on this instance that no ENI of it carries. */
  readonly otherPods: readonly Pod[];
  /** Branches of this instance whose trunk is not on it. */
  readonly looseBranches: readonly Branch[];
  readonly trunkless: Trunkless | null;
}

export interface EniSection {
  /** By network card and device index, so that it outlives the ENI. */
  readonly key: number;
  readonly eni: Interface | Trunk;
  /** Place in the order of network card and device index: `eth1` is 1. */
  readonly order: number;
  readonly pods: readonly Pod[];
  /** `null` for an ordinary ENI. */
  readonly slots: readonly Slot[] | null;
}

/** Why an instance has no trunk. */
export type Trunkless =
  | "not-in-ec2"
  | "terminated"
  | "unsupported"
  | "not-in-kubernetes"
  | "unmanaged"
  | "none"
  | "unknown";
