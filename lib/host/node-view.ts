import type { Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { type AwsNode, awsNodeLabel, type EnforcingMode, enforcingModeOf, readAwsNode } from "../topology/aws-node.ts";
import { coolDownSeconds } from "../topology/cool-down.ts";
import { vlanRange } from "../topology/interface-kind.ts";
import type { AnnotationEntry, Branch, Interface, Pod, Resource, Trunk } from "../topology/resources.ts";
import { annotationOf, isLive } from "../topology/world.ts";
import type { Family } from "./address.ts";

/** A live pod that has a branch, and the entry of its annotation that the CNI uses. */
export interface BranchedPod {
  readonly pod: Pick<Pod, "id" | "namespace" | "name" | "ip" | "deletingSince">;
  readonly entry: AnnotationEntry & { readonly vlan: number };
  readonly branch: Pick<Branch, "id" | "subnetId" | "groupIds" | "associationId"> | undefined;
  readonly family: Family;
  /** The mode it was set up in, by its node's aws-node; `null`: not known. */
  readonly mode: EnforcingMode | null;
}

/** What the node's aws-node is told, as far as links, routes and rules depend on it. */
export interface AwsNodeView extends Pick<AwsNode, "podEni" | "enforcingMode" | "externalSnat" | "ipv6"> {
  readonly vethPrefix: string | undefined;
  /** AWS_VPC_K8S_CNI_CONNMARK as it is set. */
  readonly connectionMark: string | undefined;
}

/** Everything that decides what a node's links, routes and rules should be, and nothing else. Plain data: what JSON makes of it means the same. */
export interface NodeView {
  /** Id of the instance resource: `i-…`, or `node/NAME`. */
  readonly id: string;
  readonly name: string;
  readonly family: Family;
  readonly primary: Pick<Interface, "id" | "ip" | "groupIds"> | undefined;
  readonly trunk: Pick<Trunk, "id" | "mac" | "ip" | "deviceIndex" | "networkCardIndex"> | undefined;
  readonly trunkCidr: string | undefined;
  /** `null`: there is none, or it was not read. */
  readonly awsNode: AwsNodeView | null;
  readonly pods: readonly BranchedPod[];
  /** Every live pod of the node, on a branch or not. */
  readonly livePods: readonly Pick<Item<"pods">, "namespace" | "name">[];
  /** VLANs that a live pod's annotation names, also one that cannot be used. */
  readonly ownedVlans: readonly number[];
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
  const primary = attached.find(isPrimary);
  const subnet = trunk?.subnetId === undefined ? undefined : resources.get(trunk.subnetId);
  const livePods = placed.flatMap((pod) => items.get(keyOf(pod)) ?? []).filter(isLive);
  const pods = placed.flatMap((pod) => branchedPod(pod, items, resources, awsNode));
  return {
    id,
    name:
      (instance?.kind === "instance" ? instance.nodeName : undefined) ??
      placed[0]?.nodeName ??
      id.replace(/^node\//, ""),
    family: awsNode?.ipv6 || pods.some(({ family }) => family === "ipv6") ? "ipv6" : "ipv4",
    primary: primary && pick(primary, ["id", "ip", "groupIds"]),
    trunk: trunk && pick(trunk, ["id", "mac", "ip", "deviceIndex", "networkCardIndex"]),
    trunkCidr: subnet?.kind === "subnet" ? subnet.cidr : undefined,
    awsNode: awsNode && awsNodeView(awsNode),
    pods,
    livePods: livePods.map(({ namespace, name }) => ({ namespace, name })),
    ownedVlans: [...new Set(livePods.flatMap(vlansOf))],
    knowsPods: observation.items.pods !== undefined,
    coolDownSeconds: coolDownSeconds(observation),
  };
}

function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  // What is missing stays missing.
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(from, key) ? [[key, from[key]]] : []))) as Pick<T, K>;
}

function awsNodeView({ podEni, enforcingMode, externalSnat, ipv6, env }: AwsNode): AwsNodeView {
  return {
    podEni,
    enforcingMode,
    externalSnat,
    ipv6,
    vethPrefix: env.AWS_VPC_K8S_CNI_VETHPREFIX,
    connectionMark: env.AWS_VPC_K8S_CNI_CONNMARK,
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
      pod: pick(pod, ["id", "namespace", "name", "ip", "deletingSince"]),
      entry: { ...entry, vlan: entry.vlan },
      branch: branch?.kind === "branch" ? pick(branch, ["id", "subnetId", "groupIds", "associationId"]) : undefined,
      family: awsNode?.ipv6 || entry.ip === undefined ? "ipv6" : "ipv4",
      mode: enforcingModeOf(item, awsNode),
    },
  ];
}

function vlansOf(item: Item<"pods">): number[] {
  return (annotationOf(item)?.entries ?? []).flatMap(({ vlan }) => (vlan === undefined ? [] : [vlan]));
}
