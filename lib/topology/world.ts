import type { CollectionName, Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { AddressIndex, type AddressKey, addressKey } from "./address-index.ts";
import { type Annotation, parseAnnotation, podEniAnnotation } from "./annotation.ts";
import { kindOf, slotOf } from "./interface-kind.ts";
import type { BranchMemory } from "./memory.ts";
import { MultiMap } from "./multi-map.ts";
import type { Resource } from "./resources.ts";
import { SlotIndex } from "./slot-index.ts";

/** What the builders of resources look things up in. Keys of pods, policies and accounts are `namespace/name`. */
export interface World {
  /** `kubernetes.io/cluster/NAME` with the EKS name of the cluster. */
  readonly clusterTag: string;
  readonly observation: Observation;
  readonly resources: Map<string, Resource>;
  readonly memory: Map<string, BranchMemory>;
  readonly index: Indexes;
}

export class Indexes {
  readonly addresses = new AddressIndex();
  readonly enisByInstance = new MultiMap<string>();
  readonly enisByGroup = new MultiMap<string>();
  readonly branchesBySlot = new SlotIndex();
  readonly associationsByBranch = new MultiMap<string>();
  readonly instancesByDns = new MultiMap<string>();
  readonly instancesByIp = new MultiMap<string>();
  readonly podsByNode = new MultiMap<string>();
  readonly podsByIp = new MultiMap<string, AddressKey>();
  /** Live pods by the ENI ids that their annotations name. */
  readonly podsByEni = new MultiMap<string>();
  readonly policiesByNamespace = new MultiMap<string>();
  readonly rulesByGroup = new MultiMap<string>();

  /** Where each node name lives: an instance id, or `node/NAME` where no instance can be told. */
  readonly hostOfNode = new Map<string, string>();
  readonly nodesByHost = new MultiMap<string>();

  /** Pods that a branch carries although their annotation does not name it, and branches by trunk: links of the resources built so far. */
  readonly podsByCarrier = new MultiMap<string>();
  readonly branchesByTrunk = new MultiMap<string>();

  update<C extends CollectionName>(
    collection: C,
    id: string,
    before: Item<C> | undefined,
    after: Item<C> | null,
  ): void {
    const indexer = indexers[collection] as Indexer<C> | undefined;
    if (!indexer) return;
    if (before !== undefined) indexer(this, "delete", id, before);
    if (after !== null) indexer(this, "add", id, after);
  }
}

type Indexer<C extends CollectionName> = (index: Indexes, action: "add" | "delete", id: string, item: Item<C>) => void;

const indexers: { readonly [C in CollectionName]?: Indexer<C> } = {
  instances(index, action, id, instance) {
    if (instance.privateDnsName) index.instancesByDns[action](instance.privateDnsName, id);
    if (instance.privateIp) index.instancesByIp[action](instance.privateIp, id);
  },
  interfaces(index, action, id, eni) {
    index.addresses[action](eni);
    if (eni.attachment?.instanceId) index.enisByInstance[action](eni.attachment.instanceId, id);
    for (const group of eni.groups) index.enisByGroup[action](group.id, id);
    if (kindOf(eni) !== "branch") return;
    const slot = slotOf(eni);
    if (slot !== undefined) index.branchesBySlot[action](slot, id);
  },
  trunkAssociations(index, action, id, association) {
    index.associationsByBranch[action](association.branchId, id);
  },
  pods(index, action, id, pod) {
    if (pod.nodeName) index.podsByNode[action](pod.nodeName, id);
    for (const ip of podIpsOf(pod)) index.podsByIp[action](addressKey(ip), id);
    if (!isLive(pod)) return;
    for (const { eniId } of annotationOf(pod)?.entries ?? []) if (eniId) index.podsByEni[action](eniId, id);
  },
  securityGroupPolicies(index, action, id, policy) {
    index.policiesByNamespace[action](policy.namespace, id);
  },
  securityGroupRules(index, action, id, rule) {
    index.rulesByGroup[action](rule.groupId, id);
  },
};

/** The items of a collection. */
export function known<C extends CollectionName>(world: World, collection: C): ReadonlyMap<string, Item<C>> {
  return itemsOf(world.observation, collection);
}

/** Whether a collection was ever read, so that what it lacks is absent and not merely unknown. */
export function wasRead(world: World, collection: CollectionName): boolean {
  return world.observation.items[collection] !== undefined;
}

/** A pod that holds its branch: Terminating ones do, completed ones do not (domain 0.2). */
export function isLive(pod: Item<"pods">): boolean {
  return pod.phase !== "Succeeded" && pod.phase !== "Failed";
}

/** Every address of a pod, the primary one first, without repetition. */
export function podIpsOf({ podIp, podIps = [] }: Item<"pods">): readonly string[] {
  if (!podIp) return podIps.length > 1 ? [...new Set(podIps)] : podIps;
  if (podIps.length === 0) return [podIp];
  return podIps.length === 1 && podIps[0] === podIp ? podIps : [...new Set([podIp, ...podIps])];
}

const annotations = new WeakMap<Item<"pods">, Annotation>();

/** The pod-eni annotation of a pod, parsed once; `null` when it has none. */
export function annotationOf(pod: Item<"pods">): Annotation | null {
  const text = pod.annotations[podEniAnnotation];
  if (text === undefined) return null;
  const parsed = annotations.get(pod) ?? parseAnnotation(text);
  annotations.set(pod, parsed);
  return parsed;
}
