import { applyInPlace, type Change, compare, entries, type MutableObservation } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { same } from "../recording/same.ts";
import { buildInstance } from "./build-instance.ts";
import { buildBranch, buildInterface, buildTrunk, type Moment } from "./build-interface.ts";
import {
  buildPolicy,
  buildSecurityGroup,
  buildSubnet,
  buildUnjoined,
  type UnjoinedCollection,
} from "./build-others.ts";
import { buildPod } from "./build-pod.ts";
import { releaseSeconds } from "./cool-down.ts";
import { Dirty } from "./dirty.ts";
import { hostOf, isLooselyHosted } from "./host.ts";
import { clusterTagOf, type InterfaceKind, kindOf } from "./interface-kind.ts";
import type { BranchMemory, Memory } from "./memory.ts";
import type { Branch, Pod, Resource } from "./resources.ts";
import { Indexes, known, type World, wasRead } from "./world.ts";

export interface TopologyOptions {
  /** The EKS name of the cluster, as the tag `kubernetes.io/cluster/NAME` carries it. */
  readonly cluster: string;
  /** What was remembered of branches when the observation given first was made. */
  readonly memory?: Memory;
}

/** The deadline of a branch without owner in a reading that proves nothing. */
const undecided = Number.POSITIVE_INFINITY;

/** From so many items on everything is built anew, when they are a good part of all there is. */
const many = 1_000;
const goodPart = 1 / 4;

/** What nearly all resources are made from. */
const joined: readonly CollectionName[] = ["instances", "interfaces", "nodes", "pods"];

/** Resources that appeared or changed, and the ids of those that went. */
export interface TopologyChange {
  readonly changed: readonly Resource[];
  readonly removed: readonly string[];
}

/** The join of EC2 and Kubernetes (domain 8, 8.1), kept up to date: a change costs what it touches, not the size of the cluster. */
export interface Topology {
  /** The observation it stands for. It grows in place: read it, do not keep it. */
  readonly observation: Observation;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly memory: Memory;
  /** Takes in a change, also an empty one that only moves the clock. */
  advance(change: Change): TopologyChange;
}

/** The topology of one observation, from scratch. */
export function buildTopology(observation: Observation, options: TopologyOptions): Topology {
  const topology = createTopology(options);
  topology.advance(compare(emptyObservation, observation));
  return topology;
}

/** An empty topology, to be fed with changes. */
export function createTopology({ cluster, memory = new Map() }: TopologyOptions): Topology {
  const observation: MutableObservation = { at: 0, items: {}, failures: {}, readAt: {} };
  const world: World = {
    clusterTag: clusterTagOf(cluster),
    observation,
    resources: new Map(),
    memory: new Map<string, BranchMemory>(memory),
    index: new Indexes(),
  };
  /** Branches whose state time alone will change, with that time; and those that wait for a conclusive reading. */
  const deadlines = new Map<string, number>();
  let release = releaseSeconds(observation);

  function advance(change: Change): TopologyChange {
    const watched = wasRead(world, "interfaces");
    const dirty = takeIn(world, observation, change);
    const outcome = new Outcome(world);
    resolveHosts(world, dirty);

    const moment: Moment = {
      at: observation.at,
      releaseSeconds: releaseSeconds(observation),
      conclusive: isConclusive(observation),
      watched,
    };
    for (const [id, until] of deadlines) {
      const isDue = until === undecided ? moment.conclusive : until < moment.at || moment.releaseSeconds !== release;
      if (isDue) dirty.enis.add(id);
    }
    // What counts as an orphan by one cool-down still cools by a longer one.
    if (moment.releaseSeconds !== release) addOrphans(world, dirty);
    release = moment.releaseSeconds;

    buildPods(world, dirty, outcome);
    buildBranches(world, dirty, outcome, moment, deadlines);
    for (const id of dirty.hosts) outcome.put(id, buildInstance(world, id));
    const others = othersOf(world, dirty);
    for (const eni of others.trunk) outcome.put(eni.id, buildTrunk(world, eni));
    for (const eni of others.interface) outcome.put(eni.id, buildInterface(world, eni));
    for (const id of dirty.groups) outcome.put(id, buildSecurityGroup(world, id));
    for (const id of dirty.policies)
      outcome.put(
        `policy/${id}`,
        ifKnown(world, "securityGroupPolicies", id, (policy) => buildPolicy(world, id, policy)),
      );
    for (const id of dirty.subnets) outcome.put(id, ifKnown(world, "subnets", id, buildSubnet));
    for (const path of dirty.unjoined) {
      const slash = path.indexOf("/");
      outcome.put(
        `unjoined/${path}`,
        buildUnjoined(world, path.slice(0, slash) as UnjoinedCollection, path.slice(slash + 1)),
      );
    }
    return outcome.settle();
  }

  return { observation, resources: world.resources, memory: world.memory, advance };
}

/** Indexes and applies a change, and says what it touches. */
function takeIn(world: World, observation: MutableObservation, change: Change): Dirty {
  const dirty = new Dirty();
  const readBefore = new Set(Object.keys(observation.items));
  const taken = entries<ReadonlyMap<string, Item | null> | null>(change.items).map(([collection, changed]) => {
    const before: ReadonlyMap<string, Item> = observation.items[collection] ?? new Map();
    const items = changed ?? new Map([...before.keys()].map((id) => [id, null]));
    return { collection, before, items };
  });
  const isMany = isGoodPart(observation, taken);
  for (const { collection, before, items } of taken) {
    for (const [id, item] of items) {
      const old = before.get(id);
      if (old !== undefined && (!isMany || item === null)) dirty.touch(world, collection, id, old as never);
      world.index.update(collection, id, old as never, item as never);
    }
  }
  applyInPlace(observation, change);
  if (isMany) dirty.touchEverything(world);
  else {
    for (const { collection, items } of taken) {
      if (readBefore.has(collection) !== wasRead(world, collection)) dirty.touchReadiness(world, collection);
      for (const [id, item] of items) if (item !== null) dirty.touch(world, collection, id, item as never);
    }
  }
  if (change.items.instances !== undefined || change.items.interfaces !== undefined) {
    for (const name of world.index.hostOfNode.keys()) if (isLooselyHosted(world, name)) dirty.nodeNames.add(name);
  }
  return dirty;
}

function addOrphans({ resources }: World, { enis }: Dirty): void {
  for (const one of resources.values()) if (one.kind === "branch" && one.state === "orphan") enis.add(one.id);
}

/** Whether following the links of what changed one by one would cost more than to build everything anew. */
function isGoodPart(
  { items }: Observation,
  taken: readonly { readonly collection: CollectionName; readonly items: ReadonlyMap<string, unknown> }[],
): boolean {
  let known = 0;
  let changed = 0;
  for (const collection of joined) known += items[collection]?.size ?? 0;
  for (const { collection, items } of taken) if (joined.includes(collection)) changed += items.size;
  return changed > many && changed > known * goodPart;
}

/** Finds the hosts of node names that are new or may have moved; what lives on old and new host is dirty. */
function resolveHosts(world: World, dirty: Dirty): void {
  const { index } = world;
  for (const name of dirty.nodeNames) {
    const before = index.hostOfNode.get(name);
    const isNamed = known(world, "nodes").has(name) || index.podsByNode.has(name);
    const after = isNamed ? hostOf(world, name) : undefined;
    if (before === after) continue;
    if (before !== undefined) index.nodesByHost.delete(before, name);
    if (after === undefined) index.hostOfNode.delete(name);
    else {
      index.hostOfNode.set(name, after);
      index.nodesByHost.add(after, name);
    }
    for (const host of [before, after]) {
      if (host === undefined) continue;
      dirty.hosts.add(host);
      for (const eni of index.enisByInstance.get(host)) dirty.enis.add(eni);
      for (const other of index.nodesByHost.get(host)) dirty.unjoined.add(`nodes/${other}`);
    }
    for (const pod of index.podsByNode.get(name)) dirty.pods.add(pod);
  }
}

function buildPods(world: World, dirty: Dirty, outcome: Outcome): void {
  const { podsByCarrier } = world.index;
  for (const [key, pod] of dirty.itemsOf(world, "pods")) {
    const id = `pod/${key}`;
    const before = world.resources.get(id) as Pod | undefined;
    const after = outcome.put(id, pod === undefined ? null : buildPod(world, id, pod), before);
    if (before === after) continue;
    if (before && isCarried(before)) podsByCarrier.delete(before.interfaceId, key);
    if (after && isCarried(after)) podsByCarrier.add(after.interfaceId, key);
    if (dirty.isEverything) continue;
    for (const pod of [before, after]) {
      for (const eni of pod?.branchIds ?? []) dirty.enis.add(eni);
      if (pod?.interfaceId) dirty.enis.add(pod.interfaceId);
    }
  }
}

/** By an ENI that its annotation does not name. */
function isCarried(pod: Pod): pod is Pod & { interfaceId: string } {
  return pod.interfaceId !== null && !pod.branchIds.includes(pod.interfaceId);
}

function buildBranches(
  world: World,
  dirty: Dirty,
  outcome: Outcome,
  moment: Moment,
  deadlines: Map<string, number>,
): void {
  const { branchesByTrunk } = world.index;
  for (const [id, eni] of dirty.itemsOf(world, "interfaces")) {
    const old = world.resources.get(id);
    const before = old?.kind === "branch" ? old : undefined;
    let after: Branch | null = null;
    deadlines.delete(id);
    if (eni !== undefined && kindOf(eni) === "branch") {
      const built = buildBranch(world, eni, moment);
      after = outcome.put(id, built.branch, old);
      if (built.branch.state === "unowned" && built.branch.unownedSince === undefined) deadlines.set(id, undecided);
      else if (built.until !== null) deadlines.set(id, built.until);
    } else if (eni === undefined) {
      outcome.put(id, null);
      world.memory.delete(id);
    }
    if (before === (after ?? undefined)) continue;
    if (before?.trunkId) branchesByTrunk.delete(before.trunkId, id);
    if (after?.trunkId) branchesByTrunk.add(after.trunkId, id);
    if (dirty.isEverything) continue;
    for (const branch of [before, after]) if (branch?.trunkId) dirty.enis.add(branch.trunkId);
  }
}

/** The ENIs to build that are not branches. */
function othersOf(world: World, dirty: Dirty) {
  const others: Record<InterfaceKind, Item<"interfaces">[]> = { trunk: [], interface: [], branch: [] };
  for (const [, eni] of dirty.itemsOf(world, "interfaces")) {
    const kind = eni && kindOf(eni);
    if (kind !== undefined && kind !== "branch") others[kind].push(eni as Item<"interfaces">);
  }
  return others;
}

function ifKnown<C extends CollectionName, R>(
  world: World,
  collection: C,
  id: string,
  build: (item: Item<C>) => R,
): R | null {
  const item = known(world, collection).get(id);
  return item === undefined ? null : build(item);
}

/** Whether an absence of owners means anything (domain 8: never diagnose on an incomplete half). */
function isConclusive({ items, failures }: Observation): boolean {
  return (["interfaces", "pods"] as const).every(
    (collection) => items[collection] !== undefined && !failures[collection],
  );
}

/** Collects what changed, keeping the identity of what did not. */
class Outcome {
  readonly #resources: Map<string, Resource>;
  readonly #before = new Map<string, Resource | undefined>();
  /** There was nothing before, so all there is has changed. */
  readonly #isFirst: boolean;

  constructor({ resources }: World) {
    this.#resources = resources;
    this.#isFirst = resources.size === 0;
  }

  put<R extends Resource>(id: string, next: R | null, before = this.#resources.get(id)): R | null {
    if (next !== null && before !== undefined && same(before, next)) return before as R;
    if (next === null && before === undefined) return null;
    if (!this.#isFirst && !this.#before.has(id)) this.#before.set(id, before);
    if (next === null) this.#resources.delete(id);
    else this.#resources.set(id, next);
    return next;
  }

  settle(): TopologyChange {
    if (this.#isFirst) return { changed: [...this.#resources.values()], removed: [] };
    const changed: Resource[] = [];
    const removed: string[] = [];
    for (const [id, before] of this.#before) {
      const now = this.#resources.get(id);
      if (now === undefined) {
        if (before !== undefined) removed.push(id);
      } else if (before === undefined || !same(before, now)) changed.push(now);
    }
    return { changed, removed };
  }
}
