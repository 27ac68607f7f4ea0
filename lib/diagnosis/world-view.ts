import { type CollectionName, collectionNames, type Item } from "../recording/collections.ts";
import { itemsOf } from "../recording/observation.ts";
import { coolDownSeconds, releaseSeconds } from "../topology/cool-down.ts";
import type { BranchMemory } from "../topology/memory.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import type { Topology } from "../topology/topology.ts";
import { alike } from "./alike.ts";
import { isControllerSound } from "./controller-lease.ts";
import { Looks, type Touched, UnitLooks, Watchers } from "./looks.ts";
import type { Memories, PolicyEdit, Sight } from "./remembered.ts";
import type { World } from "./world.ts";

/** Who looks: a rule on behalf of a unit. Things of the unit's own host are judged with it and need no note. */
export interface Looker {
  readonly looks: Looks;
  readonly unit: UnitLooks;
  readonly isOwn: (resourceId: string) => boolean;
}

interface Shared {
  readonly value: unknown;
  readonly make: (world: World) => unknown;
  readonly looker: Looker;
}

const nobody = (): Looker => ({ looks: new Looks(), unit: new UnitLooks(), isOwn: () => false });

/** The world as rules see it; it notes what they look at. */
export class WorldView implements World {
  readonly cluster: string;
  readonly #memories: Memories;
  readonly #shared = new Map<string, Shared>();
  /** Which shared things looked at a single item. */
  readonly #sharers = new Watchers();
  #topology: Topology | null = null;
  readonly #resources = new NotedResources(this);
  #looker = nobody();
  coolDownSeconds = 0;
  releaseSeconds = 0;
  isControllerSound = true;

  constructor(cluster: string, memories: Memories) {
    this.cluster = cluster;
    this.#memories = memories;
  }

  /** Another moment. True: what everything may depend on has changed. */
  turnTo(topology: Topology): boolean {
    const before = [this.coolDownSeconds, this.releaseSeconds, this.isControllerSound];
    this.#topology = topology;
    this.coolDownSeconds = coolDownSeconds(topology.observation);
    this.releaseSeconds = releaseSeconds(topology.observation);
    this.isControllerSound = isControllerSound(topology.observation);
    return !alike(before, [this.coolDownSeconds, this.releaseSeconds, this.isControllerSound]);
  }

  /** Makes the shared things anew whose grounds changed: the names of those that came out different. */
  renew(touched: Touched): ReadonlySet<string> {
    const different = new Set<string>();
    const stale = new Set([...touched.items()].flatMap(([shelf, id]) => [...this.#sharers.of(shelf, id)]));
    for (const [name, { value, make, looker }] of this.#shared) {
      if (!stale.has(name) && !looker.looks.isTouchedBy(touched, different)) continue;
      this.#sharers.delete(name, looker.unit);
      const next = this.#make(name, make);
      if (alike(value, next)) this.#shared.set(name, { ...(this.#shared.get(name) as Shared), value });
      else different.add(name);
    }
    return different;
  }

  /** Runs something with its looks noted. */
  noting<T>(looker: Looker, run: () => T): T {
    const before = this.#looker;
    this.#looker = looker;
    try {
      return run();
    } finally {
      this.#looker = before;
    }
  }

  get observation() {
    this.#lookAtEverything();
    return this.#now.observation;
  }

  get resources(): ReadonlyMap<string, Resource> {
    return this.#resources;
  }

  get now(): number {
    return this.#now.observation.at;
  }

  get startedAt(): number {
    return this.#memories.startedAt;
  }

  item<C extends CollectionName>(collection: C, id: string): Item<C> | undefined {
    const { unit, isOwn } = this.#looker;
    const resourceId = resourceOf[collection]?.(id);
    if (resourceId === undefined || !isOwn(resourceId)) unit.add(collection, id);
    return itemsOf(this.#now.observation, collection).get(id);
  }

  items<C extends CollectionName>(collection: C): ReadonlyMap<string, Item<C>> {
    this.#looker.looks.collections.add(collection);
    return itemsOf(this.#now.observation, collection);
  }

  wasRead(collection: CollectionName): boolean {
    this.#looker.looks.readiness.add(collection);
    return this.#now.observation.items[collection] !== undefined;
  }

  readAt(collection: CollectionName): number | undefined {
    return this.#now.observation.readAt[collection];
  }

  resource<K extends ResourceKind>(kind: K, id: string | null | undefined): ResourceOf<K> | undefined {
    if (id === null || id === undefined) return undefined;
    const found = this.lookUp(id);
    return found?.kind === kind ? (found as ResourceOf<K>) : undefined;
  }

  /** A resource of any kind. */
  lookUp(id: string): Resource | undefined {
    if (!this.#looker.isOwn(id)) this.#looker.unit.add("resources", id);
    return this.#now.resources.get(id);
  }

  /** All of them. */
  lookAtAll(): ReadonlyMap<string, Resource> {
    this.#lookAtEverything();
    return this.#now.resources;
  }

  shared<T>(name: string, make: (world: World) => T): T {
    this.#looker.looks.shared.add(name);
    const known = this.#shared.get(name);
    return (known === undefined ? this.#make(name, make) : known.value) as T;
  }

  isOlderThan(at: number, seconds: number): boolean {
    const until = at + seconds * 1000;
    if (this.now > until) return true;
    this.#looker.unit.dueAt = Math.min(this.#looker.unit.dueAt, until + 1);
    return false;
  }

  branchMemory(eniId: string): BranchMemory | undefined {
    return this.#now.memory.get(eniId);
  }

  firstSeen(collection: CollectionName, id: string): Sight | undefined {
    return this.#memories.firstSeen(collection, id, this.#now.observation);
  }

  eventsAbout(kind: string, namespace: string | null, name: string): readonly Item<"events">[] {
    // Events about a host's own pods and node have it judged again by themselves.
    if (!this.#looker.isOwn(kind === "Pod" ? `pod/${namespace}/${name}` : `node/${name}`)) {
      this.#looker.looks.collections.add("events");
    }
    return this.#memories.eventsAbout(kind, namespace, name);
  }

  eventsOf(reason: string): readonly Item<"events">[] {
    this.#looker.looks.collections.add("events");
    return this.#memories.eventsOf(reason);
  }

  policyEdits(id: string): readonly PolicyEdit[] {
    this.#looker.unit.add("securityGroupPolicies", id);
    return this.#memories.policyEdits(id);
  }

  get #now(): Topology {
    if (this.#topology === null) throw new Error("no moment to look at yet");
    return this.#topology;
  }

  #lookAtEverything(): void {
    for (const collection of collectionNames) this.#looker.looks.collections.add(collection);
  }

  #make(name: string, make: (world: World) => unknown): unknown {
    const looker = nobody();
    const value = this.noting(looker, () => make(this));
    this.#sharers.add(name, looker.unit);
    this.#shared.set(name, { value, make, looker });
    return value;
  }
}

/** Resources by id: one that is looked up is noted as one, and only who walks through all depends on all. */
class NotedResources implements ReadonlyMap<string, Resource> {
  readonly #view: WorldView;

  constructor(view: WorldView) {
    this.#view = view;
  }

  get(id: string): Resource | undefined {
    return this.#view.lookUp(id);
  }

  has(id: string): boolean {
    return this.#view.lookUp(id) !== undefined;
  }

  get size(): number {
    return this.#view.lookAtAll().size;
  }

  forEach(look: (resource: Resource, id: string, map: ReadonlyMap<string, Resource>) => void): void {
    for (const [id, resource] of this.#view.lookAtAll()) look(resource, id, this);
  }

  entries() {
    return this.#view.lookAtAll().entries();
  }

  keys() {
    return this.#view.lookAtAll().keys();
  }

  values() {
    return this.#view.lookAtAll().values();
  }

  [Symbol.iterator]() {
    return this.entries();
  }
}

/** The resource that an item of a host is part of. */
const resourceOf: { readonly [C in CollectionName]?: (id: string) => string } = {
  instances: (id) => id,
  interfaces: (id) => id,
  pods: (id) => `pod/${id}`,
  nodes: (id) => `node/${id}`,
  cniNodes: (id) => `node/${id}`,
};
