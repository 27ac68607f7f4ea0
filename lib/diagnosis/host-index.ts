import { type Change, entries } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { type AwsNode, awsNodeLabel, readAwsNode } from "../topology/aws-node.ts";
import type { Branch, Instance, Interface, Pod, Resource, Trunk } from "../topology/resources.ts";
import type { TopologyChange } from "../topology/topology.ts";
import { isLive } from "../topology/world.ts";
import { type Host, type HostedPod, nowhere } from "./host.ts";

/** Something that stands on a host, as a resource and as it was read. */
export interface Member {
  readonly id: string;
  resource: Interface | Trunk | Branch | Pod;
  item: Item<"pods"> | Item<"interfaces"> | null;
  /** The host it names, which need not be known. */
  claim: string;
}

/** Which host each resource stands on, kept up to date, and the hosts that a change touches. */
export class HostIndex {
  readonly #byId = new Map<string, Member>();
  readonly #members = new Map<string, Member[]>();
  readonly #known = new Map<string, Instance>();
  /** Hosts that are named and not known: what names them is nowhere. */
  readonly #homeless = new Set<string>();
  readonly #hostOfNode = new Map<string, string>();
  #dirty = new Set<string>();
  /** Nothing stood anywhere before: everything is dirty, and need not be named one by one. */
  #isFirst = true;

  /** Takes in a change and says which hosts must be judged again, also those that are gone. */
  update({ changed, removed }: TopologyChange, { items }: Change): ReadonlySet<string> {
    this.#dirty = new Set();
    this.#isFirst = this.#byId.size === 0;
    for (const resource of changed) this.#put(resource);
    for (const id of removed) this.#drop(id);
    for (const [collection, changes] of entries<ReadonlyMap<string, Item | null> | null>(items)) {
      if (changes === null) this.#touchAll();
      else touchers[collection]?.(this, changes as never);
    }
    if (this.#isFirst) this.#touchAll();
    return this.#dirty;
  }

  has(id: string): boolean {
    return id === nowhere ? this.#isAnythingNowhere : this.#known.has(id);
  }

  build(id: string, observation: Observation): Host {
    const instance = this.#known.get(id);
    const interfaces: Interface[] = [];
    const trunks: Trunk[] = [];
    const branches: Branch[] = [];
    const pods: HostedPod[] = [];
    let awsNode: AwsNode | null = null;
    for (const { resource, item } of this.#membersOf(id)) {
      if (resource.kind === "interface") interfaces.push(resource);
      else if (resource.kind === "trunk") trunks.push(resource);
      else if (resource.kind === "branch") branches.push(resource);
      else if (item !== null) {
        const pod = item as Item<"pods">;
        pods.push({ pod: resource, item: pod });
        if (id !== nowhere && isAwsNode(pod) && isNewer(pod, awsNode)) awsNode = awsNodeOf(pod);
      }
    }
    const name = instance?.nodeName;
    return {
      id,
      instance,
      ec2: itemsOf(observation, "instances").get(id),
      node: name === undefined ? undefined : itemsOf(observation, "nodes").get(name),
      cniNode: name === undefined ? undefined : itemsOf(observation, "cniNodes").get(name),
      interfaces,
      trunks,
      branches,
      pods,
      awsNode,
    };
  }

  /** What stands on a known host. */
  standingOn(id: string): readonly Member[] {
    return this.#members.get(id) ?? nothing;
  }

  /** Notes an item that a resource was made of, which may differ where the resource does not. */
  touchMember(id: string, item: Member["item"]): void {
    const member = this.#byId.get(id);
    if (member === undefined) return;
    if (item !== null) member.item = item;
    if (!this.#isFirst) this.#dirty.add(this.#home(member.claim));
  }

  touchNode(name: string): void {
    const host = this.#hostOfNode.get(name);
    if (host !== undefined) this.#dirty.add(host);
  }

  touchHost(id: string): void {
    if (this.#known.has(id)) this.#dirty.add(id);
  }

  #touchAll(): void {
    for (const id of this.#known.keys()) this.#dirty.add(id);
    if (this.#isAnythingNowhere) this.#dirty.add(nowhere);
  }

  get #isAnythingNowhere(): boolean {
    return this.#members.has(nowhere) || this.#homeless.size > 0;
  }

  #home(claim: string): string {
    return this.#known.has(claim) ? claim : nowhere;
  }

  /** In order, so that what is said does not depend on what came first. */
  #membersOf(id: string): Member[] {
    const claims = id === nowhere ? [nowhere, ...this.#homeless] : [id];
    return claims.flatMap((claim) => this.#members.get(claim) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #put(resource: Resource): void {
    if (resource.kind === "instance") this.#putInstance(resource);
    else if (stands(resource)) this.#putMember(resource);
  }

  #putInstance(instance: Instance): void {
    const { id, nodeName } = instance;
    if (nodeName !== undefined) this.#hostOfNode.set(nodeName, id);
    this.#dirty.add(id);
    this.#known.set(id, instance);
    if (this.#homeless.delete(id)) this.#dirty.add(nowhere);
  }

  #putMember(resource: Member["resource"]): void {
    const { id } = resource;
    const claim = resource.instanceId ?? nowhere;
    const known = this.#isFirst ? undefined : this.#byId.get(id);
    if (known === undefined) this.#enter({ id, resource, item: null, claim });
    else {
      known.resource = resource;
      if (known.claim !== claim) {
        this.#leave(known);
        known.claim = claim;
        this.#enter(known);
      }
    }
    if (!this.#isFirst) this.#dirty.add(this.#home(claim));
  }

  #enter(member: Member): void {
    const { id, claim } = member;
    this.#byId.set(id, member);
    const there = this.#members.get(claim);
    if (there !== undefined) there.push(member);
    else {
      this.#members.set(claim, [member]);
      if (claim !== nowhere && !this.#known.has(claim)) this.#homeless.add(claim);
    }
  }

  #drop(id: string): void {
    if (this.#known.delete(id)) {
      this.#dirty.add(id);
      if (this.#members.has(id)) {
        this.#homeless.add(id);
        this.#dirty.add(nowhere);
      }
      return;
    }
    const member = this.#byId.get(id);
    if (member === undefined) return;
    this.#byId.delete(id);
    this.#leave(member);
  }

  #leave(member: Member): void {
    const { claim } = member;
    this.#dirty.add(this.#home(claim));
    const there = this.#members.get(claim) ?? [];
    there.splice(there.indexOf(member), 1);
    if (there.length > 0) return;
    this.#members.delete(claim);
    this.#homeless.delete(claim);
  }
}

const nothing: readonly Member[] = [];

type Changes<C extends CollectionName> = ReadonlyMap<string, Item<C> | null>;

/** Items that a host shows as they were read, besides the resources made of them. */
const touchers: { readonly [C in CollectionName]?: (index: HostIndex, changes: Changes<C>) => void } = {
  instances: (index, changes) => {
    for (const id of changes.keys()) index.touchHost(id);
  },
  interfaces: (index, changes) => {
    for (const [id, eni] of changes) index.touchMember(id, eni);
  },
  nodes: (index, changes) => {
    for (const name of changes.keys()) index.touchNode(name);
  },
  cniNodes: (index, changes) => {
    for (const name of changes.keys()) index.touchNode(name);
  },
  pods: (index, changes) => {
    for (const [key, pod] of changes) index.touchMember(`pod/${key}`, pod);
  },
  events: (index, changes) => {
    for (const event of changes.values()) {
      if (event === null) continue;
      const { kind, namespace = event.namespace, name } = event.about;
      if (kind === "Pod") index.touchMember(`pod/${namespace}/${name}`, null);
      else if (kind === "Node" || kind === "CNINode") index.touchNode(name);
    }
  },
};

function stands(resource: Resource): resource is Member["resource"] {
  const { kind } = resource;
  return kind === "pod" || kind === "branch" || kind === "interface" || kind === "trunk";
}

function isAwsNode(pod: Item<"pods">): boolean {
  return pod.namespace === "kube-system" && pod.labels["k8s-app"] === awsNodeLabel && isLive(pod);
}

/** While one aws-node pod takes over from another, the one that stays counts. */
function isNewer(pod: Item<"pods">, than: AwsNode | null): boolean {
  if (than === null || than.pod.deletingSince !== undefined) return true;
  return pod.deletingSince === undefined && (pod.createdAt ?? 0) > (than.pod.createdAt ?? 0);
}

const read = new WeakMap<Item<"pods">, AwsNode>();

function awsNodeOf(pod: Item<"pods">): AwsNode {
  const known = read.get(pod) ?? readAwsNode(pod);
  read.set(pod, known);
  return known;
}
