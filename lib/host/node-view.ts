import type { Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { type AwsNode, awsNodeLabel, type EnforcingMode, enforcingModeOf, readAwsNode } from "../topology/aws-node.ts";
import { coolDownSeconds } from "../topology/cool-down.ts";
import { vlanRange } from "../topology/interface-kind.ts";
import type { AnnotationEntry, Branch, Instance, Interface, Pod, Resource, Trunk } from "../topology/resources.ts";
import { annotationOf, isLive } from "../topology/world.ts";
import type { Family } from "./address.ts";

/** A live pod that has a branch, and the entry of its annotation that the CNI uses. */
export interface BranchedPod {
  readonly pod: Pod;
  readonly item: Item<"pods">;
  readonly entry: AnnotationEntry & { readonly vlan: number };
  readonly branch: Branch | undefined;
  readonly family: Family;
  /** The mode it was set up in, by its node's aws-node; `null`: not known. */
  readonly mode: EnforcingMode | null;
}

/** Everything that decides what a node's links, routes and rules should be. */
export interface NodeView {
  /** Id of the instance resource: `i-…`, or `node/NAME`. */
  readonly id: string;
  readonly instance: Instance | undefined;
  readonly name: string;
  readonly family: Family;
  readonly primary: Interface | undefined;
  readonly trunk: Trunk | undefined;
  readonly trunkCidr: string | undefined;
  /** ENIs attached to the node: how a node's own output is recognised. */
  readonly attached: readonly (Interface | Trunk)[];
  /** `null`: there is none, or it was not read. */
  readonly awsNode: AwsNode | null;
  readonly pods: readonly BranchedPod[];
  /** Every live pod of the node, on a branch or not. */
  readonly livePods: readonly Item<"pods">[];
  /** VLANs that a live pod's annotation names, also one that cannot be used. */
  readonly ownedVlans: ReadonlySet<number>;
  /** False: pods were not read, so that nothing can be said to have no owner. */
  readonly knowsPods: boolean;
  readonly coolDownSeconds: number;
}

/** Gathers a node and what stands on it from one moment. `id` is that of an instance resource. */
export function viewNode(observation: Observation, resources: ReadonlyMap<string, Resource>, id: string): NodeView {
  const instance = resources.get(id);
  const attached: (Interface | Trunk)[] = [];
  const placed: Pod[] = [];
  for (const resource of resources.values()) {
    if (resource.kind === "pod" && resource.instanceId === id) placed.push(resource);
    if ((resource.kind === "interface" || resource.kind === "trunk") && resource.instanceId === id)
      attached.push(resource);
  }
  const items = itemsOf(observation, "pods");
  const awsNode = awsNodeOf(placed, items);
  const trunk = attached.find((eni) => eni.kind === "trunk");
  const subnet = trunk?.subnetId === undefined ? undefined : resources.get(trunk.subnetId);
  const livePods = placed.flatMap((pod) => items.get(keyOf(pod)) ?? []).filter(isLive);
  const pods = placed.flatMap((pod) => branchedPod(pod, items, resources, awsNode));
  return {
    id,
    instance: instance?.kind === "instance" ? instance : undefined,
    name:
      (instance?.kind === "instance" ? instance.nodeName : undefined) ??
      placed[0]?.nodeName ??
      id.replace(/^node\//, ""),
    family: awsNode?.ipv6 || pods.some(({ family }) => family === "ipv6") ? "ipv6" : "ipv4",
    primary: attached.find(isPrimary),
    trunk,
    trunkCidr: subnet?.kind === "subnet" ? subnet.cidr : undefined,
    attached,
    awsNode,
    pods,
    livePods,
    ownedVlans: new Set(livePods.flatMap(vlansOf)),
    knowsPods: observation.items.pods !== undefined,
    coolDownSeconds: coolDownSeconds(observation),
  };
}

function isPrimary(eni: Interface | Trunk): eni is Interface {
  return eni.kind === "interface" && eni.deviceIndex === 0 && (eni.networkCardIndex ?? 0) === 0;
}

function keyOf({ namespace, name }: Pod): string {
  return `${namespace}/${name}`;
}

function awsNodeOf(placed: readonly Pod[], items: ReadonlyMap<string, Item<"pods">>): AwsNode | null {
  for (const pod of placed) {
    const item = pod.namespace === "kube-system" ? items.get(keyOf(pod)) : undefined;
    if (item !== undefined && item.labels["k8s-app"] === awsNodeLabel && isLive(item)) return readAwsNode(item);
  }
  return null;
}

function branchedPod(
  pod: Pod,
  items: ReadonlyMap<string, Item<"pods">>,
  resources: ReadonlyMap<string, Resource>,
  awsNode: AwsNode | null,
): BranchedPod[] {
  const item = items.get(keyOf(pod));
  if (item === undefined || !isLive(item)) return [];
  const annotation = annotationOf(item);
  const [entry] = annotation?.entries ?? [];
  if (entry?.vlan === undefined || annotation?.problem !== null) return [];
  if (entry.vlan < vlanRange.least || entry.vlan > vlanRange.most) return [];
  const branch = resources.get(entry.eniId ?? pod.branchIds[0] ?? "");
  return [
    {
      pod,
      item,
      entry: { ...entry, vlan: entry.vlan },
      branch: branch?.kind === "branch" ? branch : undefined,
      family: awsNode?.ipv6 || entry.ip === undefined ? "ipv6" : "ipv4",
      mode: enforcingModeOf(item, awsNode),
    },
  ];
}

function vlansOf(item: Item<"pods">): number[] {
  return (annotationOf(item)?.entries ?? []).flatMap(({ vlan }) => (vlan === undefined ? [] : [vlan]));
}
