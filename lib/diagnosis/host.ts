import type { Item } from "../recording/collections.ts";
import type { AwsNode } from "../topology/aws-node.ts";
import type { Branch, Instance, Interface, Pod, Trunk } from "../topology/resources.ts";

/**
 * One instance and everything that stands on it, as resources and as raw items.
 * There is one more host, with the id `nowhere`, for pods bound to no node and ENIs of no known instance.
 */
export interface Host {
  /** Id of the instance resource: `i-…`, or `node/NAME`. */
  readonly id: string;
  readonly instance: Instance | undefined;
  readonly ec2: Item<"instances"> | undefined;
  readonly node: Item<"nodes"> | undefined;
  readonly cniNode: Item<"cniNodes"> | undefined;
  readonly interfaces: readonly Interface[];
  readonly trunks: readonly Trunk[];
  /** Also those whose trunk is gone but whose tag names this instance. */
  readonly branches: readonly Branch[];
  readonly pods: readonly HostedPod[];
  /** The aws-node pod that runs here; `null`: none. */
  readonly awsNode: AwsNode | null;
}

/** A pod as a resource and as it was read. */
export interface HostedPod {
  readonly pod: Pod;
  readonly item: Item<"pods">;
}

export const nowhere = "nowhere";
