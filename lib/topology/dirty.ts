import type { CollectionName, Item } from "../recording/collections.ts";
import { addressKey, ipsOf, prefixesOf } from "./address-index.ts";
import { unjoinedCollections } from "./build-others.ts";
import { isLooselyHosted } from "./host.ts";
import { kindOf, slotOf, taggedTrunk } from "./interface-kind.ts";
import type { ResourceKind } from "./resources.ts";
import { annotationOf, known, type World } from "./world.ts";

/** Which resources must be built anew. Pods and policies by `namespace/name`, unjoined ones by `collection/id`. */
export class Dirty {
  readonly nodeNames = new Set<string>();
  readonly hosts = new Set<string>();
  readonly pods = new Set<string>();
  readonly enis = new Set<string>();
  readonly groups = new Set<string>();
  readonly policies = new Set<string>();
  readonly subnets = new Set<string>();
  readonly unjoined = new Set<string>();
  /** All pods and ENIs are to be built anew, besides those named: cheaper than to name every one. */
  isEverything = false;

  /** Marks what a changed item can show in. Called before and after the item is indexed, so that old and new links are followed. */
  touch<C extends CollectionName>(world: World, collection: C, id: string, item: Item<C>): void {
    (touchers[collection] as Toucher<C> | undefined)?.(this, world, item, id);
    if ((unjoinedCollections as readonly string[]).includes(collection)) this.unjoined.add(`${collection}/${id}`);
  }

  /** Marks what depends on whether a collection was ever read. */
  touchReadiness(world: World, collection: CollectionName): void {
    for (const part of dependsOnReadiness[collection] ?? []) everything[part](this, world);
  }

  /** Marks all there is: cheaper than following the links of very many items one by one. */
  touchEverything(world: World): void {
    addAll(this.nodeNames, known(world, "nodes").keys());
    addAll(this.nodeNames, world.index.podsByNode.keys());
    addAll(this.nodeNames, world.index.hostOfNode.keys());
    for (const part of ["hosts", "groups", "policies", "subnets", "unjoined"] as const) everything[part](this, world);
    this.isEverything = true;
  }

  /** What must be built anew of a collection, with the items as they are now: `undefined` where one went away. */
  *itemsOf<C extends "pods" | "interfaces">(
    world: World,
    collection: C,
  ): Iterable<readonly [string, Item<C> | undefined]> {
    const items = known(world, collection);
    const named = collection === "pods" ? this.pods : this.enis;
    for (const id of [...named]) if (!this.isEverything || !items.has(id)) yield [id, items.get(id)];
    if (this.isEverything) yield* items;
  }
}

type Part = "hosts" | "pods" | "enis" | "groups" | "policies" | "subnets" | "unjoined";
type Toucher<C extends CollectionName> = (dirty: Dirty, world: World, item: Item<C>, id: string) => void;

const touchers: { readonly [C in CollectionName]?: Toucher<C> } = {
  instances(dirty, { index }, _instance, id) {
    dirty.hosts.add(id);
    addAll(dirty.enis, index.enisByInstance.get(id));
  },
  interfaces(dirty, world, eni, id) {
    const { index } = world;
    dirty.enis.add(id);
    for (const association of index.associationsByBranch.get(id))
      dirty.unjoined.add(`trunkAssociations/${association}`);
    const instanceId = eni.attachment?.instanceId;
    if (instanceId) dirty.hosts.add(instanceId);
    addAll(dirty.pods, index.podsByEni.get(id));
    addAll(dirty.pods, index.podsByCarrier.get(id));
    for (const ip of ipsOf(eni)) addAll(dirty.pods, index.podsByIp.get(addressKey(ip)));
    if (instanceId && prefixesOf(eni).length > 0) {
      for (const name of index.nodesByHost.get(instanceId)) addAll(dirty.pods, index.podsByNode.get(name));
    }
    for (const { id: groupId } of eni.groups) {
      if (known(world, "securityGroups").get(groupId)?.name === undefined) dirty.groups.add(groupId);
    }
    const kind = kindOf(eni);
    if (kind === "branch") {
      const trunkId = taggedTrunk(eni);
      if (trunkId !== undefined) dirty.enis.add(trunkId);
      const slot = slotOf(eni);
      if (slot !== undefined) addAll(dirty.enis, index.branchesBySlot.get(slot));
    }
    if (kind === "trunk") addAll(dirty.enis, index.branchesByTrunk.get(id));
  },
  trunkAssociations(dirty, _world, association) {
    dirty.enis.add(association.branchId);
  },
  securityGroups(dirty, world, _group, id) {
    dirty.groups.add(id);
    for (const [key, policy] of known(world, "securityGroupPolicies"))
      if (policy.groupIds.includes(id)) dirty.policies.add(key);
  },
  securityGroupRules(dirty, _world, rule) {
    dirty.groups.add(rule.groupId);
  },
  subnets(dirty, _world, _subnet, id) {
    dirty.subnets.add(id);
  },
  nodes(dirty, { index }, _node, id) {
    dirty.nodeNames.add(id);
    dirty.unjoined.add(`cniNodes/${id}`);
    const host = index.hostOfNode.get(id);
    if (host === undefined) return;
    dirty.hosts.add(host);
    addAll(dirty.enis, index.enisByInstance.get(host));
    for (const name of index.nodesByHost.get(host)) dirty.unjoined.add(`nodes/${name}`);
  },
  cniNodes(dirty, { index }, _cniNode, id) {
    const host = index.hostOfNode.get(id);
    if (host !== undefined) dirty.hosts.add(host);
  },
  pods(dirty, world, pod, id) {
    dirty.pods.add(id);
    if (pod.nodeName && isLooselyHosted(world, pod.nodeName)) dirty.nodeNames.add(pod.nodeName);
    for (const { eniId } of annotationOf(pod)?.entries ?? []) if (eniId) dirty.enis.add(eniId);
  },
  serviceAccounts(dirty, world, account) {
    for (const [key, pod] of known(world, "pods")) {
      if (pod.namespace === account.namespace && (pod.serviceAccount ?? "default") === account.name)
        dirty.pods.add(key);
    }
  },
  securityGroupPolicies(dirty, world, policy, id) {
    dirty.policies.add(id);
    for (const [key, { namespace }] of known(world, "pods")) if (namespace === policy.namespace) dirty.pods.add(key);
  },
};

const dependsOnReadiness: { readonly [C in CollectionName]?: readonly Part[] } = {
  instances: ["hosts", "enis"],
  interfaces: ["pods"],
  nodes: ["hosts", "unjoined"],
  cniNodes: ["hosts"],
  securityGroups: ["groups", "policies"],
  securityGroupRules: ["groups"],
  securityGroupPolicies: ["pods"],
};

const everything: { readonly [P in Part]: (dirty: Dirty, world: World) => void } = {
  hosts: (dirty, world) => {
    addAll(dirty.hosts, known(world, "instances").keys());
    addAll(dirty.hosts, world.index.enisByInstance.keys());
    addAll(dirty.hosts, world.index.nodesByHost.keys());
    addBuilt(dirty.hosts, world, "instance");
  },
  pods: (dirty, world) => addAll(dirty.pods, known(world, "pods").keys()),
  enis: (dirty, world) => addAll(dirty.enis, known(world, "interfaces").keys()),
  groups: (dirty, world) => {
    addAll(dirty.groups, known(world, "securityGroups").keys());
    addAll(dirty.groups, world.index.enisByGroup.keys());
    addAll(dirty.groups, world.index.rulesByGroup.keys());
    addBuilt(dirty.groups, world, "securityGroup");
  },
  policies: (dirty, world) => addAll(dirty.policies, known(world, "securityGroupPolicies").keys()),
  subnets: (dirty, world) => addAll(dirty.subnets, known(world, "subnets").keys()),
  unjoined: (dirty, world) => {
    for (const collection of unjoinedCollections) {
      for (const id of known(world, collection).keys()) dirty.unjoined.add(`${collection}/${id}`);
    }
  },
};

function addAll(set: Set<string>, values: Iterable<string>): void {
  for (const value of values) set.add(value);
}

function addBuilt(set: Set<string>, { resources }: World, kind: ResourceKind): void {
  for (const resource of resources.values()) if (resource.kind === kind) set.add(resource.id);
}
