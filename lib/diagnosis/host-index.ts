import type { Change } from "../recording/change.ts";
import { entries } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { type AwsNode, awsNodeLabel, readAwsNode } from "../topology/aws-node.ts";
import { MultiMap } from "../topology/multi-map.ts";
import type { Branch, Interface, Resource, Trunk } from "../topology/resources.ts";
import type { TopologyChange } from "../topology/topology.ts";
import { isLive } from "../topology/world.ts";
import { type Host, type HostedPod, nowhere } from "./host.ts";

/** Which host each resource stands on, kept up to date, and the hosts that a change touches. */
export class HostIndex {
  /** By resource id: the host it names, which need not be known. */
  readonly #claims = new Map<string, string>();
  readonly #members = new MultiMap<string>();
  readonly #known = new Set<string>();
  /** Hosts that are named and not known: what names them is nowhere. */
  readonly #homeless = new Set<string>();
  readonly #hostOfNode = new Map<string, string>();
  #dirty = new Set<string>();

  /** Takes in a change and says which hosts must be judged again, also those that are gone. */
  update({ changed, removed }: TopologyChange, { items }: Change): ReadonlySet<string> {
    this.#dirty = new Set();
    for (const resource of changed) this.#put(resource);
    for (const id of removed) this.#drop(id);
    for (const [collection, changes] of entries<ReadonlyMap<string, Item | null> | null>(items)) {
      if (changes === null) this.#touchAll();
      else touchers[collection]?.(this, changes as never);
    }
    return this.#dirty;
  }

  /** All hosts there are, with `nowhere` where something is. */
  ids(): readonly string[] {
    return this.#isAnythingNowhere ? [...this.#known, nowhere] : [...this.#known];
  }

  has(id: string): boolean {
    return id === nowhere ? this.#isAnythingNowhere : this.#known.has(id);
  }

  /** The host of a resource, or of the pod or node of that name. */
  homeOf(resourceId: string): string | undefined {
    const claim = this.#claims.get(resourceId);
    return claim === undefined ? undefined : this.#home(claim);
  }

  build(id: string, observation: Observation, resources: ReadonlyMap<string, Resource>): Host {
    const instance = resources.get(id);
    const known = instance?.kind === "instance" ? instance : undefined;
    const interfaces: Interface[] = [];
    const trunks: Trunk[] = [];
    const branches: Branch[] = [];
    const pods: HostedPod[] = [];
    const raw = itemsOf(observation, "pods");
    let awsNode: AwsNode | null = null;
    for (const member of this.#membersOf(id)) {
      const resource = resources.get(member);
      if (resource?.kind === "interface") interfaces.push(resource);
      else if (resource?.kind === "trunk") trunks.push(resource);
      else if (resource?.kind === "branch") branches.push(resource);
      else if (resource?.kind === "pod") {
        const item = raw.get(`${resource.namespace}/${resource.name}`);
        if (item === undefined) continue;
        pods.push({ pod: resource, item });
        if (id !== nowhere && isAwsNode(item) && isNewer(item, awsNode)) awsNode = awsNodeOf(item);
      }
    }
    const name = known?.nodeName;
    return {
      id,
      instance: known,
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

  touchResource(id: string): void {
    const home = this.homeOf(id);
    if (home !== undefined) this.#dirty.add(home);
  }

  touchNode(name: string): void {
    const host = this.#hostOfNode.get(name);
    if (host !== undefined) this.#dirty.add(host);
  }

  touchHost(id: string): void {
    if (this.#known.has(id)) this.#dirty.add(id);
  }

  #touchAll(): void {
    for (const id of this.ids()) this.#dirty.add(id);
  }

  get #isAnythingNowhere(): boolean {
    return this.#members.has(nowhere) || this.#homeless.size > 0;
  }

  #home(claim: string): string {
    return this.#known.has(claim) ? claim : nowhere;
  }

  *#membersOf(id: string): Iterable<string> {
    yield* this.#members.sorted(id);
    if (id === nowhere) for (const claim of [...this.#homeless].sort()) yield* this.#members.sorted(claim);
  }

  #put(resource: Resource): void {
    if (resource.kind === "instance") {
      if (resource.nodeName !== undefined) this.#hostOfNode.set(resource.nodeName, resource.id);
      this.#dirty.add(resource.id);
      if (this.#known.has(resource.id)) return;
      this.#known.add(resource.id);
      if (this.#homeless.delete(resource.id)) this.#dirty.add(nowhere);
      return;
    }
    const claim = claimOf(resource);
    if (claim === undefined) return;
    const before = this.#claims.get(resource.id);
    if (before !== undefined && before !== claim) this.#leave(resource.id, before);
    if (before !== claim) {
      this.#claims.set(resource.id, claim);
      this.#members.add(claim, resource.id);
      if (claim !== nowhere && !this.#known.has(claim)) this.#homeless.add(claim);
    }
    this.#dirty.add(this.#home(claim));
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
    const claim = this.#claims.get(id);
    if (claim === undefined) return;
    this.#claims.delete(id);
    this.#leave(id, claim);
  }

  #leave(id: string, claim: string): void {
    this.#dirty.add(this.#home(claim));
    this.#members.delete(claim, id);
    if (!this.#members.has(claim)) this.#homeless.delete(claim);
  }
}

type Changes<C extends CollectionName> = ReadonlyMap<string, Item<C> | null>;

/** Items that a host shows as they were read, besides the resources made of them. */
const touchers: { readonly [C in CollectionName]?: (index: HostIndex, changes: Changes<C>) => void } = {
  instances: (index, changes) => {
    for (const id of changes.keys()) index.touchHost(id);
  },
  interfaces: (index, changes) => {
    for (const id of changes.keys()) index.touchResource(id);
  },
  nodes: (index, changes) => {
    for (const name of changes.keys()) index.touchNode(name);
  },
  cniNodes: (index, changes) => {
    for (const name of changes.keys()) index.touchNode(name);
  },
  pods: (index, changes) => {
    for (const key of changes.keys()) index.touchResource(`pod/${key}`);
  },
  events: (index, changes) => {
    for (const event of changes.values()) {
      if (event?.about.kind === "Pod")
        index.touchResource(`pod/${event.about.namespace ?? event.namespace}/${event.about.name}`);
      else if (event?.about.kind === "Node" || event?.about.kind === "CNINode") index.touchNode(event.about.name);
    }
  },
};

function claimOf(resource: Resource): string | undefined {
  switch (resource.kind) {
    case "interface":
    case "trunk":
    case "branch":
    case "pod":
      return resource.instanceId ?? nowhere;
    default:
      return undefined;
  }
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
