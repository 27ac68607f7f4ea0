import type { Item } from "../recording/collections.ts";
import type { Slot } from "./slot-index.ts";

type NetworkInterface = Item<"interfaces">;

const ownerTag = "eks:eni:owner";
const controller = "eks-vpc-resource-controller";
const trunkTag = "vpcresources.k8s.aws/trunk-eni-id";
const vlanTag = "vpcresources.k8s.aws/vlan-id";
const instanceTag = "node.k8s.amazonaws.com/instance_id";
const clusterTagPrefix = "kubernetes.io/cluster/";

/** VLAN ids the controller hands out (domain 2.5; amazon-vpc-resource-controller-k8s: pkg/provider/branch/trunk/trunk.go). */
export const vlanRange = { least: 1, most: 120 } as const;

export type InterfaceKind = "interface" | "trunk" | "branch";

/** What an ENI is. A branch reads `interface` until it is associated, so its tags count too (domain 8 `isBranch`). */
export function kindOf(eni: NetworkInterface): InterfaceKind {
  if (eni.type === "trunk") return "trunk";
  if (eni.type === "branch") return "branch";
  return eni.tags[ownerTag] === controller && eni.tags[trunkTag] !== undefined ? "branch" : "interface";
}

/** The trunk that a branch's tag names. */
export function taggedTrunk(eni: NetworkInterface): string | undefined {
  return eni.tags[trunkTag] || undefined;
}

/** The VLAN id that a branch's tag names; `undefined` when the tag is missing or not a number. */
export function taggedVlan(eni: NetworkInterface): number | undefined {
  const text = eni.tags[vlanTag];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Trunk and VLAN of an in-use branch by its tags: two branches with the same ones collide. */
export function slotOf(eni: NetworkInterface): Slot | undefined {
  const trunkId = taggedTrunk(eni);
  const vlan = taggedVlan(eni);
  return eni.status === "in-use" && trunkId !== undefined && vlan !== undefined ? { trunkId, vlan } : undefined;
}

/** The instance that an ENI's tag names (controller v1.7.0 and later). */
export function taggedInstance(eni: NetworkInterface): string | undefined {
  return eni.tags[instanceTag] || undefined;
}

/** Who made an ENI, in the words of its tag or description. */
export function makerOf(eni: NetworkInterface): string | undefined {
  return eni.tags[ownerTag] ?? (eni.description?.startsWith("aws-K8S-") ? "amazon-vpc-cni" : undefined);
}

/** The key of the tag that says whose an ENI is. */
export function clusterTagOf(cluster: string): string {
  return `${clusterTagPrefix}${cluster}`;
}

/** Whether its tags say that an ENI belongs to another cluster than that of the tag (domain 8 `ours`). */
export function isOfOtherCluster(eni: NetworkInterface, clusterTag: string): boolean {
  if (eni.tags[clusterTag] !== undefined) return false;
  return Object.keys(eni.tags).some((key) => key.startsWith(clusterTagPrefix));
}
