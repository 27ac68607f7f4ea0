import type { Finding } from "../diagnosis/finding.ts";
import { same } from "../recording/same.ts";
import { Hosts, type Members } from "../topology/hosts.ts";
import type { Resource } from "../topology/resources.ts";
import { makeCard } from "./make-card.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type Summary, Totals as SummaryTotals, type Tally, tallyOf } from "./summary.ts";
import { type Totals, type TroubleNews, Troubles } from "./troubles.ts";

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
  /** The worst finding about each of `resources` that has one. */
  readonly troubles: readonly TroubleNews[];
  readonly totals: Totals;
}

/** What changed in an overview. Outlines by instance id; of the summary, the parts that are others now. */
export interface OverviewChange {
  readonly outlines: readonly (readonly [id: string, outline: Outline])[];
  readonly summary: Partial<Summary>;
  /** Whose worst finding is another now. */
  readonly troubles: readonly TroubleNews[];
  /** `null`: as before. */
  readonly totals: Totals | null;
}

/** All that stands on `hosts`, and the worst finding about each that has one. */
export interface DetailsPart {
  readonly hosts: readonly string[];
  readonly resources: readonly Resource[];
  readonly troubles: readonly TroubleNews[];
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
  readonly #totals = new SummaryTotals();
  /** Hosts that are to be looked at again. */
  readonly #stale = new Set<string>();
  /** Groups, policies, subnets, and what could not be joined. */
  readonly #others = new Set<string>();
  readonly #touched = new Set<string>();
  readonly #troubles = new Troubles();
  readonly #troubled = new Set<string>();
  #areTotalsNew = false;
  #follower: Follower | null = null;
  #summary: Summary | null = null;
  #told: Summary | null = null;

  /** `resources`: those of the topology, which grow in place; `findings`: what is wrong with them so far. */
  constructor(resources: ReadonlyMap<string, Resource>, findings: Iterable<Finding> = []) {
    this.#resources = resources;
    this.#members = new Hosts(resources);
    this.#troubles.advance({ changed: [...findings], removed: [] });
    this.advance({ changed: [...resources.values()], removed: [] });
  }

  /** Takes in findings that appeared, changed or went; after the resources that they are about. */
  judge(change: { readonly changed: readonly Finding[]; readonly removed: readonly string[] }): void {
    if (change.changed.length === 0 && change.removed.length === 0) return;
    this.#areTotalsNew = true;
    for (const id of this.#troubles.advance(change)) {
      this.#troubled.add(id);
      const host = this.#members.hostOf(id);
      if (host === undefined) continue;
      this.#touched.add(host);
      this.#stale.add(host);
    }
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
    const totals = this.#troubles.totals();
    if (complete) {
      const resources = [...this.#resources.values()];
      const troubles = this.#troublesOf(this.#troubles.subjects());
      return { complete, summary: this.summary(), resources, outlines: [], unplaced: 0, troubles, totals };
    }
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
    const resources = [...instances, ...unplaced, ...others];
    return {
      complete,
      summary: this.summary(),
      resources,
      outlines,
      unplaced: unplacedCount,
      troubles: this.#troublesOf(resources.map(({ id }) => id)),
      totals,
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
    const troubles = [...this.#troubled].map((id): TroubleNews => [id, this.#troubles.rankOf(id)]);
    const totals = this.#areTotalsNew ? this.#troubles.totals() : null;
    this.#troubled.clear();
    this.#areTotalsNew = false;
    return { outlines, summary: Object.fromEntries(parts) as Partial<Summary>, troubles, totals };
  }

  /** The hosts on which resources stand, and everything that stands there. Ids of nothing known are left out. */
  detailsOf(ids: readonly string[]): DetailsPart {
    const hosts = new Set<string>();
    const loose: Resource[] = [];
    for (const id of ids) {
      const resource = this.#resources.get(id);
      const host = this.#members.hostOf(id);
      if (host !== undefined && this.#resources.get(host)?.kind === "instance") hosts.add(host);
      else if (resource) loose.push(resource);
    }
    const resources = [...loose, ...[...hosts].flatMap((id) => this.#standingOn(id))];
    return { hosts: [...hosts], resources, troubles: this.#troublesOf(resources.map(({ id }) => id)) };
  }

  #troublesOf(ids: Iterable<string>): TroubleNews[] {
    return [...ids].flatMap((id) => {
      const rank = this.#troubles.rankOf(id);
      return rank < 0 ? [] : [[id, rank] as const];
    });
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
      const host = {
        tally: tallyOf(members),
        outline: instance ? outlineOf(makeCard(instance, members), (one) => this.#troubles.rankOf(one)) : null,
      };
      this.#hosts.set(id, host);
      this.#totals.add(host.tally);
    }
    this.#stale.clear();
  }
}
