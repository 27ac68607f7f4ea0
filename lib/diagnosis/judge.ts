import { type Change, entries } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import type { Observation } from "../recording/observation.ts";
import type { Topology, TopologyChange } from "../topology/topology.ts";
import { alike } from "./alike.ts";
import type { ClaimBook, Moment, ReadingCount } from "./claim-book.ts";
import type { Host } from "./host.ts";
import { HostIndex } from "./host-index.ts";
import { Looks, type Shelf, type Touched, UnitLooks, Watchers } from "./looks.ts";
import { canLook } from "./needs.ts";
import type { Memories } from "./remembered.ts";
import type { Claim, ClusterRule, HostRule, Rule } from "./rule.ts";
import { nowhereSpecial, WorldView } from "./world-view.ts";

/** A rule at work. */
interface Bench<R extends Rule> {
  readonly rule: R;
  readonly looks: Looks;
  /** Whether all it needs has been read; it was then asked about everything. */
  isOpen: boolean;
  /** It had been asked at an earlier moment, so that what it newly claims is new. */
  wasOpen: boolean;
  /** What it gathered of some host came out different. */
  hasGathered: boolean;
}

interface ClusterBench extends Bench<ClusterRule> {
  readonly gathered: Map<string, unknown>;
  /** A host came that had nothing before: what is said must not depend on which came first. */
  isUnordered: boolean;
}

/** Asks each rule again about what a change touches, and writes what they claim in the book. */
export class Judge {
  readonly #hostBenches: readonly Bench<HostRule>[];
  readonly #clusterBenches: readonly ClusterBench[];
  readonly #book: ClaimBook;
  readonly #index = new HostIndex();
  readonly #hosts = new Map<string, Host>();
  readonly #view: WorldView;
  /** What was looked at for each unit: a host, or the whole cluster by one rule (`rule/ID`). */
  readonly #units = new Map<string, UnitLooks>();
  readonly #watchers = new Watchers();
  #nextDue = Number.POSITIVE_INFINITY;
  #read: ReadonlySet<CollectionName> = new Set();

  /** Rules that ended in an error, with the units they ended at. */
  readonly faults = new Map<Rule, Map<string, Error>>();

  constructor(rules: readonly Rule[], cluster: string, memories: Memories, book: ClaimBook) {
    this.#hostBenches = rules.filter((rule) => rule.per === "host").map(benchOf);
    this.#clusterBenches = rules
      .filter((rule) => rule.per === "cluster")
      .map((rule) => ({ ...benchOf(rule), gathered: new Map<string, unknown>(), isUnordered: false }));
    this.#book = book;
    this.#view = new WorldView(cluster, memories);
  }

  /** Every host as it was last built, by id. */
  get hosts(): ReadonlyMap<string, Host> {
    return this.#hosts;
  }

  /** True: some claim is another than before. */
  advance(changed: TopologyChange, change: Change, topology: Topology, readings: ReadingCount): boolean {
    const isAllTouched = this.#view.turnTo(topology);
    const read = new Set(Object.keys(topology.observation.items) as CollectionName[]);
    const touched = touchedBy(change, changed, read.symmetricDifference(this.#read));
    this.#read = read;
    const different = this.#view.renew(touched);
    const due = this.#dueUnits(topology.observation.at);
    for (const unit of this.#watchers.among(touched)) due.add(unit);
    const dirty = new Set(this.#index.update(changed, change));
    for (const unit of due) if (this.#index.has(unit)) dirty.add(unit);
    for (const id of dirty) this.#build(id, topology.observation);

    const afresh = new Set<Bench<Rule>>();
    let isNew = false;
    for (const bench of [...this.#hostBenches, ...this.#clusterBenches]) {
      const { rule, looks, isOpen } = bench;
      const canLookNow = canLook(rule, topology.observation);
      if (!canLookNow) isNew = this.#close(bench) || isNew;
      else if (isAllTouched || !isOpen || looks.isTouchedBy(touched, different) || isWatching(rule, touched)) {
        afresh.add(bench);
      }
      bench.wasOpen = isOpen;
      bench.isOpen = canLookNow;
    }
    const moment = { at: topology.observation.at, readAt: { ...topology.observation.readAt }, readings };
    const moments = { known: { ...moment, isWatched: true }, new: { ...moment, isWatched: false } };
    isNew = this.#askAboutHosts(dirty, afresh, moments) || isNew;
    return this.#askAboutCluster(due, afresh, moments) || isNew;
  }

  #build(id: string, observation: Observation): void {
    if (this.#index.has(id)) this.#hosts.set(id, this.#index.build(id, observation));
    else this.#hosts.delete(id);
  }

  /** Dirty hosts by every rule, all hosts by the rules that start afresh. */
  #askAboutHosts(dirty: ReadonlySet<string>, afresh: ReadonlySet<Bench<Rule>>, moments: Moments): boolean {
    let isNew = false;
    const hostBenches = this.#hostBenches.filter(({ isOpen }) => isOpen);
    const clusterBenches = this.#clusterBenches.filter(({ isOpen, rule }) => isOpen && rule.gather);
    for (const id of dirty) {
      this.#forgetLooks(id);
      const host = this.#hosts.get(id);
      if (host !== undefined) isNew = this.#askAbout(host, hostBenches, clusterBenches, moments) || isNew;
      else {
        for (const { rule } of this.#hostBenches) isNew = this.#book.put(rule, id, none, moments.new) || isNew;
        for (const bench of this.#clusterBenches) if (bench.gathered.delete(id)) bench.hasGathered = true;
        for (const faults of this.faults.values()) faults.delete(id);
      }
    }
    const freshHostBenches = hostBenches.filter((bench) => afresh.has(bench));
    const freshClusterBenches = clusterBenches.filter((bench) => afresh.has(bench));
    if (freshHostBenches.length === 0 && freshClusterBenches.length === 0) return isNew;
    for (const [id, host] of this.#hosts) {
      if (dirty.has(id)) continue;
      isNew = this.#askAbout(host, freshHostBenches, freshClusterBenches, moments) || isNew;
    }
    return isNew;
  }

  #askAbout(
    host: Host,
    hostBenches: readonly Bench<HostRule>[],
    clusterBenches: readonly ClusterBench[],
    moments: Moments,
  ): boolean {
    let isNew = false;
    const unit = this.#looksOf(host.id);
    const nodeName = host.instance?.nodeName ?? null;
    this.#view.standAt({ unit, own: this.#index.standingOn(host.id), hostId: host.id, nodeName });
    for (const bench of hostBenches) {
      const { rule } = bench;
      const claims = this.#claimsOf(bench, host.id, () => rule.check(host, this.#view));
      isNew = this.#book.put(rule, host.id, claims, bench.wasOpen ? moments.known : moments.new) || isNew;
    }
    for (const bench of clusterBenches) this.#gather(bench, host);
    this.#noteLooks(host.id, unit);
    return isNew;
  }

  #askAboutCluster(due: ReadonlySet<string>, afresh: ReadonlySet<Bench<Rule>>, moments: Moments): boolean {
    let isNew = false;
    for (const bench of this.#clusterBenches) {
      const { rule, gathered } = bench;
      const id = `rule/${rule.id}`;
      if (!bench.isOpen || !(afresh.has(bench) || bench.hasGathered || due.has(id))) continue;
      bench.hasGathered = false;
      if (bench.isUnordered) putInOrder(gathered);
      bench.isUnordered = false;
      this.#forgetLooks(id);
      const unit = this.#looksOf(id);
      this.#view.standAt(nowhereSpecial(unit));
      const claims = this.#claimsOf(bench, id, () => rule.check(this.#view, gathered));
      this.#noteLooks(id, unit);
      isNew = this.#book.put(rule, id, claims, bench.wasOpen ? moments.known : moments.new) || isNew;
    }
    return isNew;
  }

  /** A rule that ends in an error is our fault, and must not keep the others from speaking. */
  #claimsOf({ rule, looks }: Bench<Rule>, unit: string, check: () => Iterable<Claim>): readonly Claim[] {
    this.#view.lookAs(looks);
    try {
      let claims: Claim[] | undefined;
      for (const claim of check()) {
        claims ??= [];
        claims.push(claim);
      }
      if (this.faults.size > 0) this.#forgive(rule, unit);
      return claims ?? none;
    } catch (error) {
      this.#blame(rule, unit, error);
      return none;
    }
  }

  #gather(bench: ClusterBench, host: Host): void {
    const { rule, looks, gathered } = bench;
    const before = gathered.get(host.id) ?? null;
    let after: unknown = null;
    this.#view.lookAs(looks);
    try {
      after = rule.gather?.(host, this.#view) ?? null;
    } catch (error) {
      this.#blame(rule, host.id, error);
    }
    if (alike(before, after)) return;
    bench.hasGathered = true;
    if (after === null) gathered.delete(host.id);
    else {
      if (!gathered.has(host.id)) bench.isUnordered = true;
      gathered.set(host.id, after);
    }
  }

  #blame(rule: Rule, unit: string, error: unknown): void {
    const faults = this.faults.get(rule) ?? new Map<string, Error>();
    this.faults.set(rule, faults.set(unit, error instanceof Error ? error : new Error(String(error))));
  }

  #forgive(rule: Rule, unit: string): void {
    const faults = this.faults.get(rule);
    if (faults?.delete(unit) && faults.size === 0) this.faults.delete(rule);
  }

  /** A rule that lacks something has nothing to say. True: it had. */
  #close(bench: Bench<Rule> & { readonly gathered?: Map<string, unknown> }): boolean {
    bench.gathered?.clear();
    return bench.isOpen && this.#book.drop(bench.rule);
  }

  #looksOf(unit: string): UnitLooks {
    const known = this.#units.get(unit) ?? new UnitLooks();
    this.#units.set(unit, known);
    return known;
  }

  #forgetLooks(unit: string): void {
    const looks = this.#units.get(unit);
    if (looks !== undefined) this.#watchers.delete(unit, looks);
    this.#units.delete(unit);
  }

  #noteLooks(unit: string, looks: UnitLooks): void {
    if (looks.items.size > 0) this.#watchers.add(unit, looks);
    this.#nextDue = Math.min(this.#nextDue, looks.dueAt);
  }

  #dueUnits(now: number): Set<string> {
    const due = new Set<string>();
    if (now < this.#nextDue) return due;
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const [unit, { dueAt }] of this.#units) {
      if (dueAt <= now) due.add(unit);
      else this.#nextDue = Math.min(this.#nextDue, dueAt);
    }
    return due;
  }
}

/** What is noted with a claim: of a rule that had been asked before, and of one that had not. */
interface Moments {
  readonly known: Moment;
  readonly new: Moment;
}

function benchOf<R extends Rule>(rule: R) {
  return { rule, looks: new Looks(), isOpen: false, wasOpen: false, hasGathered: false };
}

function putInOrder(gathered: Map<string, unknown>): void {
  const sorted = [...gathered].sort(([a], [b]) => (a < b ? -1 : 1));
  gathered.clear();
  for (const [id, one] of sorted) gathered.set(id, one);
}

function isWatching(rule: Rule, { changed }: Touched): boolean {
  return rule.watches?.some((collection) => changed.has(collection)) ?? false;
}

function touchedBy(
  { items, failures }: Change,
  { changed, removed }: TopologyChange,
  appeared: ReadonlySet<CollectionName>,
): Touched {
  const changes = entries<ReadonlyMap<string, Item | null> | null>(items);
  return {
    changed: new Set(changes.map(([collection]) => collection)),
    appeared: new Set([...appeared, ...entries(failures).map(([collection]) => collection)]),
    ids: new Map<Shelf, Iterable<string>>([
      ...changes.map(([collection, byId]) => [collection, [...(byId?.keys() ?? [])]] as const),
      ["resources", [...changed.map(({ id }) => id), ...removed]],
    ]),
  };
}

const none: readonly never[] = [];
