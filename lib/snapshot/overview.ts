import { same } from "../recording/same.ts";
import { Hosts, type Members } from "../topology/hosts.ts";
import type { Resource } from "../topology/resources.ts";
import { makeCard } from "./make-card.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Summary, type Tally, Totals, tallyOf } from "./summary.ts";

/** Up to so many resources a reader gets everything at once; of larger clusters instances in outline, and details of those it looks at. */
export const mostAtOnce = 3_000;
/** Resources that stand on no instance, in an overview of a larger cluster. */
const mostUnplaced = 2_000;

/** What a reader starts from, besides the head. */
export interface OverviewPart {
  /** Everything is in `resources`; else instances, what stands nowhere, groups, policies and subnets are. */
  readonly complete: boolean;
  readonly summary: Summary;
  readonly resources: readonly Resource[];
  /** Of the instances in `resources`, in their order; empty when everything is there. */
  readonly outlines: readonly Outline[];
  /** How many resources stand on no instance: more than are here, when there are very many. */
  readonly unplaced: number;
}

/** What changed in an overview. Outlines by instance id; of the summary, the parts that are others now. */
export interface OverviewChange {
  readonly outlines: readonly (readonly [id: string, outline: Outline])[];
  readonly summary: Partial<Summary>;
}

type Follower = (
  change: { readonly changed: readonly Resource[]; readonly removed: readonly string[] },
  hosts: ReadonlySet<string>,
) => void;

interface Host {
  readonly tally: Tally;
  /** `null`: no instance of that id is known. */
  readonly outline: Outline | null;
}

/** The overview of a topology, kept up to date: a change costs the hosts it touches. */
export class Overview {
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #members: Hosts;
  readonly #hosts = new Map<string, Host>();
  readonly #totals = new Totals();
  /** Hosts that are to be looked at again. */
  readonly #stale = new Set<string>();
  /** Groups, policies, subnets, and what could not be joined. */
  readonly #others = new Set<string>();
  readonly #touched = new Set<string>();
  #follower: Follower | null = null;
  #summary: Summary | null = null;
  #told: Summary | null = null;

  /** `resources`: those of the topology, which grow in place. */
  constructor(resources: ReadonlyMap<string, Resource>) {
    this.#resources = resources;
    this.#members = new Hosts(resources);
    this.advance({ changed: [...resources.values()], removed: [] });
  }

  advance(change: { readonly changed: readonly Resource[]; readonly removed: readonly string[] }): void {
    const touched = this.#members.advance(change);
    this.#follower?.(change, touched);
    for (const host of touched) {
      this.#touched.add(host);
      this.#stale.add(host);
    }
    for (const id of change.removed) this.#others.delete(id);
    for (const { id } of change.changed) if (this.#members.hostOf(id) === undefined) this.#others.add(id);
    this.#summary = null;
  }

  /** Whoever is to hear of every change, and of the hosts that it touches. */
  follow(follower: Follower): void {
    this.#follower = follower;
  }

  hostIds(): Iterable<string> {
    return this.#members.ids();
  }

  /** The instance that a resource stands on, by the id that is named. */
  hostOf(resourceId: string): string | undefined {
    return this.#members.hostOf(resourceId);
  }

  membersOf(hostId: string): Members {
    return this.#members.membersOf(hostId);
  }

  take(most = mostAtOnce): OverviewPart {
    const complete = this.#resources.size <= most;
    if (complete)
      return { complete, summary: this.summary(), resources: [...this.#resources.values()], outlines: [], unplaced: 0 };
    this.#settle();
    const instances: Resource[] = [];
    const outlines: Outline[] = [];
    const unplaced: Resource[] = [];
    let unplacedCount = 0;
    for (const id of this.#members.ids()) {
      const instance = this.#resources.get(id);
      const outline = this.#hosts.get(id)?.outline;
      if (instance && outline) {
        instances.push(instance);
        outlines.push(outline);
        continue;
      }
      for (const one of this.#standingOn(id)) if (++unplacedCount <= mostUnplaced) unplaced.push(one);
    }
    const others = [...this.#others].flatMap((id) => this.#resources.get(id) ?? []);
    return {
      complete,
      summary: this.summary(),
      resources: [...instances, ...unplaced, ...others],
      outlines,
      unplaced: unplacedCount,
    };
  }

  summary(): Summary {
    if (this.#summary) return this.#summary;
    this.#settle();
    this.#summary = this.#totals.summary([...this.#others].flatMap((id) => this.#resources.get(id) ?? []));
    return this.#summary;
  }

  /** What changed since this was asked last. */
  news(): OverviewChange {
    this.#settle();
    const outlines = [...this.#touched].flatMap((id) => {
      const outline = this.#hosts.get(id)?.outline;
      return outline ? [[id, outline] as const] : [];
    });
    this.#touched.clear();
    const summary = this.summary();
    const told = this.#told;
    this.#told = summary;
    const parts = Object.entries(summary).filter(([key, value]) => !told || !same(told[key as keyof Summary], value));
    return { outlines, summary: Object.fromEntries(parts) as Partial<Summary> };
  }

  /** The hosts on which resources stand, and everything that stands there. Ids of nothing known are left out. */
  detailsOf(ids: readonly string[]): { readonly hosts: readonly string[]; readonly resources: readonly Resource[] } {
    const hosts = new Set<string>();
    const loose: Resource[] = [];
    for (const id of ids) {
      const resource = this.#resources.get(id);
      const host = this.#members.hostOf(id);
      if (host !== undefined && this.#resources.get(host)?.kind === "instance") hosts.add(host);
      else if (resource) loose.push(resource);
    }
    return { hosts: [...hosts], resources: [...loose, ...[...hosts].flatMap((id) => this.#standingOn(id))] };
  }

  #standingOn(host: string): Resource[] {
    const { instance, interfaces, trunks, branches, pods, guests } = this.#members.membersOf(host);
    return [...(instance ? [instance] : []), ...interfaces, ...trunks, ...branches, ...pods, ...guests];
  }

  #settle(): void {
    for (const id of this.#stale) {
      const before = this.#hosts.get(id);
      if (before) this.#totals.remove(before.tally);
      this.#hosts.delete(id);
      if (!this.#members.has(id)) continue;
      const members = this.#members.membersOf(id);
      const { instance } = members;
      const host = { tally: tallyOf(members), outline: instance ? outlineOf(makeCard(instance, members)) : null };
      this.#hosts.set(id, host);
      this.#totals.add(host.tally);
    }
    this.#stale.clear();
  }
}
