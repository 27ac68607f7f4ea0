import type { Patch, Snapshot, SnapshotHead } from "../snapshot/snapshot.ts";
import { MultiMap } from "../topology/multi-map.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import type { Card } from "./card-shape.ts";
import { homeOf } from "./home.ts";

/** A snapshot with its links turned round, grown patch by patch: resources that did not change keep their identity, and so do cards. */
export interface Model {
  head: SnapshotHead;
  readonly byId: Map<string, Resource>;
  /** Ids of the resources that name an id, whether or not that id is known. */
  readonly naming: MultiMap<string>;
  /** Pods, branches and interfaces that stand on no instance, and what could not be joined at all. */
  readonly unplaced: Set<string>;
  /** Cards already made; an entry goes when something on it changes. */
  readonly cards: Map<string, Card>;
}

/** What a patch touched: instances whose card is another now, and whether the unplaced are. */
export interface Touched {
  readonly instanceIds: ReadonlySet<string>;
  readonly unplaced: boolean;
}

export function modelOf({ resources, ...head }: Snapshot): Model {
  const model: Model = { head, byId: new Map(), naming: new MultiMap(), unplaced: new Set(), cards: new Map() };
  for (const resource of resources) {
    model.byId.set(resource.id, resource);
    for (const id of namedBy(resource)) model.naming.add(id, resource.id);
  }
  for (const resource of resources) if (isLost(model, resource)) model.unplaced.add(resource.id);
  return model;
}

/** Brings the model to the patch's revision, in place and O(patch). */
export function applyPatch(model: Model, patch: Patch): Touched {
  const ids = new Set([...patch.removed, ...patch.changed.map(({ id }) => id)]);
  const affected = new Set<string>();
  const instanceIds = new Set<string>();
  const follow = () => {
    for (const id of ids) {
      affected.add(id);
      for (const other of dependentsOf(model, id)) affected.add(other);
    }
    for (const id of affected) for (const home of homesOf(model, id)) instanceIds.add(home);
  };

  follow();
  for (const id of patch.removed) forget(model, id);
  for (const resource of patch.changed) {
    forget(model, resource.id);
    model.byId.set(resource.id, resource);
    for (const id of namedBy(resource)) model.naming.add(id, resource.id);
  }
  follow();

  let unplaced = false;
  for (const id of affected) {
    const resource = model.byId.get(id);
    const lost = resource !== undefined && isLost(model, resource);
    if (lost || model.unplaced.has(id)) unplaced = true;
    if (lost) model.unplaced.add(id);
    else model.unplaced.delete(id);
  }
  for (const id of instanceIds) model.cards.delete(id);
  model.head = patch.head;
  return { instanceIds, unplaced };
}

export function get<K extends ResourceKind>(
  model: Model,
  kind: K,
  id: string | null | undefined,
): ResourceOf<K> | undefined {
  const resource = id == null ? undefined : model.byId.get(id);
  return resource?.kind === kind ? (resource as ResourceOf<K>) : undefined;
}

/** The resources of one kind that name an id. */
export function* naming<K extends ResourceKind>(model: Model, kind: K, id: string): Generator<ResourceOf<K>> {
  for (const other of model.naming.get(id)) {
    const resource = get(model, kind, other);
    if (resource) yield resource;
  }
}

export function* ofKind<K extends ResourceKind>(model: Model, kind: K): Generator<ResourceOf<K>> {
  for (const resource of model.byId.values()) if (resource.kind === kind) yield resource as ResourceOf<K>;
}

function forget(model: Model, id: string): void {
  const old = model.byId.get(id);
  if (!old) return;
  for (const named of namedBy(old)) model.naming.delete(named, id);
  model.byId.delete(id);
}

const shapesOthers: ReadonlySet<ResourceKind> = new Set(["instance", "trunk", "securityGroup"]);

function dependentsOf(model: Model, id: string): Iterable<string> {
  const resource = model.byId.get(id);
  return resource && shapesOthers.has(resource.kind) ? model.naming.get(id) : [];
}

/** The cards on which a resource is seen: its own, and for a pod those of its branches. */
function* homesOf(model: Model, id: string): Generator<string> {
  const resource = model.byId.get(id);
  if (!resource) return;
  const home = homeOf(model, resource);
  if (home !== null) yield home;
  if (resource.kind !== "pod") return;
  for (const branchId of resource.branchIds) {
    const branch = model.byId.get(branchId);
    const other = branch ? homeOf(model, branch) : null;
    if (other !== null) yield other;
  }
}

const needsHome: ReadonlySet<ResourceKind> = new Set(["interface", "trunk", "branch", "pod", "unjoined"]);

function isLost(model: Model, resource: Resource): boolean {
  return needsHome.has(resource.kind) && homeOf(model, resource) === null;
}

function namedBy(resource: Resource): string[] {
  switch (resource.kind) {
    case "interface":
    case "trunk":
      return present([resource.instanceId, ...resource.groupIds]);
    case "branch":
      return present([resource.trunkId, resource.instanceId, ...resource.groupIds]);
    case "pod":
      return present([resource.instanceId, resource.interfaceId, ...resource.branchIds, ...(resource.policyIds ?? [])]);
    case "policy":
      return resource.groupIds;
    case "securityGroup":
      return (resource.rules ?? []).map(({ peer }) => peer).filter((peer) => peer.startsWith("sg-"));
    default:
      return [];
  }
}

function present(ids: readonly (string | null)[]): string[] {
  return ids.filter((id) => id !== null);
}
