import { type CollectionName, collectionNames, type Item } from "../recording/collections.ts";
import { itemsOf } from "../recording/observation.ts";
import { coolDownSeconds, releaseSeconds } from "../topology/cool-down.ts";
import type { BranchMemory } from "../topology/memory.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import type { Topology } from "../topology/topology.ts";
import { alike } from "./alike.ts";
import { isControllerSound } from "./controller-lease.ts";
import type { Member } from "./host-index.ts";
import { Looks, type Touched, UnitLooks, Watchers } from "./looks.ts";
import type { ModeSight } from "./mode-history.ts";
import { NotedResources } from "./noted-resources.ts";
import type { Memories, PolicyEdit, Sight } from "./remembered.ts";
import type { World } from "./world.ts";

/** On whose behalf a rule looks. Things of the unit's own host are judged with it and need no note. */
export interface Standpoint {
  readonly unit: UnitLooks;
  readonly own: readonly Member[];
  readonly hostId: string | null;
  readonly nodeName: string | null;
}

interface Shared {
  readonly value: unknown;
  readonly make: (world: World) => unknown;
  readonly looks: Looks;
  readonly unit: UnitLooks;
}

/** The standpoint of what belongs to no host. */
export function nowhereSpecial(unit: UnitLooks): Standpoint {
  return { unit, own: [], hostId: null, nodeName: null };
}

/** The world as rules see it; it notes what they look at. */
export class WorldView implements World {
  readonly cluster: string;
  readonly #memories: Memories;
  readonly #shared = new Map<string, Shared>();
  /** Which shared things looked at a single item. */
  readonly #sharers = new Watchers();
  #topology: Topology | null = null;
  readonly #resources = new NotedResources(this);
  #standpoint = nowhereSpecial(new UnitLooks());
  #podsHere: Map<string, string> | null = null;
  #membersHere: ReadonlyMap<string, Member> | null = null;
  #looks = new Looks();
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
    const stale = this.#sharers.among(touched);
    for (const [name, known] of this.#shared) {
      if (!stale.has(name) && !known.looks.isTouchedBy(touched, different)) continue;
      this.#sharers.delete(name, known.unit);
      const next = this.#make(name, known.make);
      // Whoever compares by identity sees that nothing changed.
      if (alike(known.value, next.value)) this.#shared.set(name, { ...next, value: known.value });
      else different.add(name);
    }
    return different;
  }

  /** From now on rules look on behalf of a unit. */
  standAt(standpoint: Standpoint): void {
    this.#standpoint = standpoint;
    this.#podsHere = null;
    this.#membersHere = null;
  }

  /** By resource id. */
  get #own(): ReadonlyMap<string, Member> {
    this.#membersHere ??= new Map(this.#standpoint.own.map((member) => [member.id, member]));
    return this.#membersHere;
  }

  /** Namespaces by the names of pods that stand here: rules ask for the events of each. */
  get #ownPods(): ReadonlyMap<string, string> {
    if (this.#podsHere !== null) return this.#podsHere;
    this.#podsHere = new Map();
    for (const { resource } of this.#standpoint.own) {
      if (resource.kind === "pod") this.#podsHere.set(resource.name, resource.namespace);
    }
    return this.#podsHere;
  }

  /** From now on it is one rule that looks. */
  lookAs(looks: Looks): void {
    this.#looks = looks;
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
    const { unit, nodeName } = this.#standpoint;
    const own = collection === "interfaces" ? id : collection === "pods" ? `pod/${id}` : null;
    const member = own === null ? undefined : this.#own.get(own);
    if (member?.item) return member.item as Item<C>;
    const isOwn = (collection === "nodes" || collection === "cniNodes") && id === nodeName;
    if (!isOwn) unit.add(collection, id);
    return itemsOf(this.#now.observation, collection).get(id);
  }

  items<C extends CollectionName>(collection: C): ReadonlyMap<string, Item<C>> {
    this.#looks.collections.add(collection);
    return itemsOf(this.#now.observation, collection);
  }

  wasRead(collection: CollectionName): boolean {
    this.#looks.readiness.add(collection);
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
    const { unit, hostId } = this.#standpoint;
    const member = this.#own.get(id);
    if (member !== undefined) return member.resource;
    if (id !== hostId) unit.add("resources", id);
    return this.#now.resources.get(id);
  }

  /** All of them. */
  lookAtAll(): ReadonlyMap<string, Resource> {
    this.#lookAtEverything();
    return this.#now.resources;
  }

  shared<T>(name: string, make: (world: World) => T): T {
    this.#looks.shared.add(name);
    return (this.#shared.get(name) ?? this.#make(name, make)).value as T;
  }

  isOlderThan(at: number, seconds: number): boolean {
    const until = at + seconds * 1000;
    if (this.now > until) return true;
    const { unit } = this.#standpoint;
    unit.dueAt = Math.min(unit.dueAt, until + 1);
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
    const isOwn =
      kind === "Pod"
        ? this.#ownPods.get(name) === namespace
        : nodeKinds.has(kind) && name === this.#standpoint.nodeName;
    if (!isOwn) this.#looks.collections.add("events");
    return this.#memories.eventsAbout(kind, namespace, name);
  }

  eventsOf(reason: string): readonly Item<"events">[] {
    this.#looks.collections.add("events");
    return this.#memories.eventsOf(reason);
  }

  policyEdits(id: string): readonly PolicyEdit[] {
    this.#standpoint.unit.add("securityGroupPolicies", id);
    return this.#memories.policyEdits(id);
  }

  enforcingModes(nodeName: string): readonly ModeSight[] {
    return this.#memories.enforcingModes(nodeName);
  }

  get #now(): Topology {
    if (this.#topology === null) throw new Error("no moment to look at yet");
    return this.#topology;
  }

  #lookAtEverything(): void {
    for (const collection of collectionNames) this.#looks.collections.add(collection);
  }

  #make(name: string, make: (world: World) => unknown): Shared {
    const [standpoint, looks] = [this.#standpoint, this.#looks];
    const own = { looks: new Looks(), unit: new UnitLooks() };
    this.standAt(nowhereSpecial(own.unit));
    this.#looks = own.looks;
    try {
      const made = { value: make(this), make, ...own };
      this.#sharers.add(name, own.unit);
      this.#shared.set(name, made);
      return made;
    } finally {
      this.standAt(standpoint);
      this.#looks = looks;
    }
  }
}

const nodeKinds: ReadonlySet<string> = new Set(["Node", "CNINode"]);
