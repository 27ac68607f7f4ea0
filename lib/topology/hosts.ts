import { MultiMap } from "./multi-map.ts";
import type { Branch, Instance, Interface, Pod, Resource, Trunk } from "./resources.ts";

/** What stands on nothing that is named. */
export const nowhere = "nowhere";

/** One instance and what stands on it, in no order. */
export interface Members {
  /** Missing: something names it, and neither EC2 nor Kubernetes knows it. */
  readonly instance: Instance | undefined;
  readonly interfaces: readonly Interface[];
  readonly trunks: readonly Trunk[];
  readonly branches: readonly Branch[];
  readonly pods: readonly Pod[];
  /** Pods of other instances that name a branch of this one. */
  readonly guests: readonly Pod[];
}

type Standing = Instance | Interface | Trunk | Branch | Pod;

/** Which resource stands on which instance, kept up to date change by change. */
export class Hosts {
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #members = new Map<string, Set<string>>();
  readonly #hostOf = new Map<string, string>();
  readonly #branchesByTrunk = new MultiMap<string>();

  /** `resources`: those of the topology, which grow in place. */
  constructor(resources: ReadonlyMap<string, Resource>) {
    this.#resources = resources;
  }

  /** Takes in what the topology said had changed, and says which hosts that touches. */
  advance({
    changed,
    removed,
  }: {
    readonly changed: Iterable<Resource>;
    readonly removed: Iterable<string>;
  }): Set<string> {
    const touched = new Set<string>();
    for (const id of removed) this.#move(id, undefined, touched);
    const branches: Branch[] = [];
    const pods: Pod[] = [];
    for (const resource of changed) {
      if (resource.kind === "branch") branches.push(resource);
      else if (stands(resource)) this.#settle(resource, touched);
      if (resource.kind === "pod") pods.push(resource);
    }
    // A branch stands where its trunk does, so trunks come first; a pod is a guest where its branches stand.
    for (const branch of branches) this.#settle(branch, touched);
    for (const { branchIds } of pods) {
      for (const id of branchIds) {
        const host = this.#hostOf.get(id);
        if (host !== undefined) touched.add(host);
      }
    }
    return touched;
  }

  ids(): Iterable<string> {
    return this.#members.keys();
  }

  has(hostId: string): boolean {
    return this.#members.has(hostId);
  }

  /** The instance a resource stands on, by the id that is named, whether or not it is known; `nowhere` for none. */
  hostOf(resourceId: string): string | undefined {
    return this.#hostOf.get(resourceId);
  }

  membersOf(hostId: string): Members {
    const members = {
      interfaces: [] as Interface[],
      trunks: [] as Trunk[],
      branches: [] as Branch[],
      pods: [] as Pod[],
    };
    let instance: Instance | undefined;
    for (const id of this.#members.get(hostId) ?? []) {
      const resource = this.#resources.get(id);
      if (resource?.kind === "instance") instance = resource;
      else if (resource?.kind === "pod") members.pods.push(resource);
      else if (resource?.kind === "branch") members.branches.push(resource);
      else if (resource?.kind === "trunk") members.trunks.push(resource);
      else if (resource?.kind === "interface") members.interfaces.push(resource);
    }
    const guests = members.branches.flatMap(({ podIds }) =>
      podIds.flatMap((id) => {
        const pod = this.#hostOf.get(id) === hostId ? undefined : this.#resources.get(id);
        return pod?.kind === "pod" ? [pod] : [];
      }),
    );
    return { instance, ...members, guests };
  }

  #settle(resource: Standing, touched: Set<string>): void {
    const before = this.#hostOf.get(resource.id);
    this.#move(resource.id, this.#placeOf(resource), touched);
    if (resource.kind === "branch" && resource.trunkId) this.#branchesByTrunk.add(resource.trunkId, resource.id);
    if (resource.kind !== "trunk" || before === this.#hostOf.get(resource.id)) return;
    for (const id of [...this.#branchesByTrunk.get(resource.id)]) {
      const branch = this.#resources.get(id);
      if (branch?.kind === "branch") this.#move(id, this.#placeOf(branch), touched);
      else this.#branchesByTrunk.delete(resource.id, id);
    }
  }

  #placeOf(resource: Standing): string {
    if (resource.kind === "instance") return resource.id;
    if (resource.kind !== "branch" || resource.trunkId === null) return resource.instanceId ?? nowhere;
    const trunk = this.#resources.get(resource.trunkId);
    return (trunk?.kind === "trunk" ? trunk.instanceId : null) ?? resource.instanceId ?? nowhere;
  }

  #move(id: string, after: string | undefined, touched: Set<string>): void {
    const before = this.#hostOf.get(id);
    if (before !== undefined) touched.add(before);
    if (after !== undefined) touched.add(after);
    if (before === after) return;
    if (before !== undefined) {
      const left = this.#members.get(before);
      left?.delete(id);
      if (left?.size === 0) this.#members.delete(before);
    }
    if (after === undefined) {
      this.#hostOf.delete(id);
      return;
    }
    this.#hostOf.set(id, after);
    const members = this.#members.get(after);
    if (members) members.add(id);
    else this.#members.set(after, new Set([id]));
  }
}

function stands(resource: Resource): resource is Standing {
  return (
    resource.kind === "instance" ||
    resource.kind === "interface" ||
    resource.kind === "trunk" ||
    resource.kind === "pod"
  );
}
