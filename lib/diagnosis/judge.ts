import { type Change, entries } from "../recording/change.ts";
import type { CollectionName, Item } from "../recording/collections.ts";
import type { Topology, TopologyChange } from "../topology/topology.ts";
import { alike } from "./alike.ts";
import type { ClaimBook, Moment, Readings } from "./claim-book.ts";
import type { Host } from "./host.ts";
import { HostIndex } from "./host-index.ts";
import { Looks, type Touched, UnitLooks, Watchers } from "./looks.ts";
import { canLook } from "./needs.ts";
import type { Memories } from "./remembered.ts";
import type { Claim, ClusterRule, HostRule, Rule } from "./rule.ts";
import { type Looker, WorldView } from "./world-view.ts";

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
      .map((rule) => ({ ...benchOf(rule), gathered: new Map<string, unknown>() }));
    this.#book = book;
    this.#view = new WorldView(cluster, memories);
  }

  /** True: some claim is another than before. */
  advance(changed: TopologyChange, change: Change, topology: Topology, readings: Readings): boolean {
    const isAllTouched = this.#view.turnTo(topology);
    const read = new Set(Object.keys(topology.observation.items) as CollectionName[]);
    const touched = touchedBy(change, changed, read.symmetricDifference(this.#read));
    this.#read = read;
    const different = this.#view.renew(touched);
    const due = this.#dueUnits(topology.observation.at);
    for (const [shelf, id] of touched.items()) addAll(due, this.#watchers.of(shelf, id));
    const dirty = new Set(this.#index.update(changed, change));
    for (const unit of due) if (this.#index.has(unit)) dirty.add(unit);
    for (const id of dirty) this.#build(id, topology);

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
    isNew = this.#askAboutHosts(dirty, afresh, moment) || isNew;
    return this.#askAboutCluster(due, afresh, moment) || isNew;
  }

  #build(id: string, { observation, resources }: Topology): void {
    if (this.#index.has(id)) this.#hosts.set(id, this.#index.build(id, observation, resources));
    else this.#hosts.delete(id);
  }

  /** Dirty hosts by every rule, all hosts by the rules that start afresh. */
  #askAboutHosts(
    dirty: ReadonlySet<string>,
    afresh: ReadonlySet<Bench<Rule>>,
    moment: Omit<Moment, "isWatched">,
  ): boolean {
    let isNew = false;
    for (const id of dirty) {
      this.#forgetLooks(id);
      const host = this.#hosts.get(id);
      for (const bench of this.#hostBenches) {
        if (!bench.isOpen) continue;
        const claims = host === undefined ? [] : this.#ask(bench, host);
        isNew = this.#book.put(bench.rule, id, claims, { ...moment, isWatched: bench.wasOpen }) || isNew;
      }
      for (const bench of this.#clusterBenches) if (bench.isOpen) this.#gather(bench, id, host);
      this.#noteLooks(id);
    }
    const hostBenches = this.#hostBenches.filter((bench) => afresh.has(bench));
    const clusterBenches = this.#clusterBenches.filter((bench) => afresh.has(bench) && bench.rule.gather);
    if (hostBenches.length === 0 && clusterBenches.length === 0) return isNew;
    for (const [id, host] of this.#hosts) {
      if (dirty.has(id)) continue;
      for (const bench of hostBenches) {
        isNew =
          this.#book.put(bench.rule, id, this.#ask(bench, host), { ...moment, isWatched: bench.wasOpen }) || isNew;
      }
      for (const bench of clusterBenches) this.#gather(bench, id, host);
      this.#noteLooks(id);
    }
    return isNew;
  }

  #askAboutCluster(
    due: ReadonlySet<string>,
    afresh: ReadonlySet<Bench<Rule>>,
    moment: Omit<Moment, "isWatched">,
  ): boolean {
    let isNew = false;
    for (const bench of this.#clusterBenches) {
      const { rule, looks, gathered } = bench;
      const unit = `rule/${rule.id}`;
      if (!bench.isOpen || !(afresh.has(bench) || bench.hasGathered || due.has(unit))) continue;
      bench.hasGathered = false;
      this.#forgetLooks(unit);
      const looker = { looks, unit: this.#looksOf(unit), isOwn: nothing };
      const claims = this.#run(rule, unit, looker, () => [...rule.check(this.#view, gathered)]) ?? [];
      this.#noteLooks(unit);
      isNew = this.#book.put(rule, unit, claims, { ...moment, isWatched: bench.wasOpen }) || isNew;
    }
    return isNew;
  }

  #ask({ rule, looks }: Bench<HostRule>, host: Host): readonly Claim[] {
    return this.#run(rule, host.id, this.#lookerAt(host, looks), () => [...rule.check(host, this.#view)]) ?? [];
  }

  #gather(bench: ClusterBench, id: string, host: Host | undefined): void {
    const { rule, looks, gathered } = bench;
    if (rule.gather === undefined) return;
    const before = gathered.get(id) ?? null;
    const after =
      host === undefined
        ? null
        : this.#run(rule, host.id, this.#lookerAt(host, looks), () => rule.gather?.(host, this.#view) ?? null);
    if (alike(before, after)) return;
    bench.hasGathered = true;
    if (after === null) gathered.delete(id);
    else gathered.set(id, after);
  }

  /** A rule that ends in an error is our fault, and must not keep the others from speaking. */
  #run<T>(rule: Rule, unit: string, looker: Looker, look: () => T): T | null {
    try {
      const found = this.#view.noting(looker, look);
      if (this.faults.size > 0 && this.faults.get(rule)?.delete(unit)) this.#forgive(rule);
      return found;
    } catch (error) {
      const faults = this.faults.get(rule) ?? new Map<string, Error>();
      this.faults.set(rule, faults.set(unit, error instanceof Error ? error : new Error(String(error))));
      return null;
    }
  }

  #forgive(rule: Rule): void {
    if (this.faults.get(rule)?.size === 0) this.faults.delete(rule);
  }

  /** A rule that lacks something has nothing to say. True: it had. */
  #close(bench: Bench<Rule> & { readonly gathered?: Map<string, unknown> }): boolean {
    bench.gathered?.clear();
    return bench.isOpen && this.#book.drop(bench.rule);
  }

  #lookerAt(host: Host, looks: Looks): Looker {
    const nodeId = `node/${host.instance?.nodeName}`;
    const isOwn = (id: string) => id === host.id || id === nodeId || this.#index.homeOf(id) === host.id;
    return { looks, unit: this.#looksOf(host.id), isOwn };
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

  #noteLooks(unit: string): void {
    const looks = this.#units.get(unit);
    if (looks === undefined) return;
    this.#watchers.add(unit, looks);
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

function benchOf<R extends Rule>(rule: R) {
  return { rule, looks: new Looks(), isOpen: false, wasOpen: false, hasGathered: false };
}

function isWatching(rule: Rule, { changed }: Touched): boolean {
  return rule.watches?.some((collection) => changed.has(collection)) ?? false;
}

function touchedBy(
  { items }: Change,
  { changed, removed }: TopologyChange,
  appeared: ReadonlySet<CollectionName>,
): Touched {
  const changes = entries<ReadonlyMap<string, Item | null> | null>(items);
  return {
    changed: new Set(changes.map(([collection]) => collection)),
    appeared,
    *items() {
      for (const [collection, byId] of changes) for (const id of byId?.keys() ?? []) yield [collection, id];
      for (const { id } of changed) yield ["resources", id];
      for (const id of removed) yield ["resources", id];
    },
  };
}

function addAll(set: Set<string>, values: Iterable<string>): void {
  for (const value of values) set.add(value);
}

const nothing = () => false;
