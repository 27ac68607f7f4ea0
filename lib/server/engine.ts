import { type Inquiry, inquire } from "../diagnosis/answers/inquiry.ts";
import type { DiagnosisChange, Recall } from "../diagnosis/diagnosis.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Ignore } from "../diagnosis/ignored.ts";
import { rules } from "../diagnosis/register.ts";
import { createWatch, type Watch, type WatchMemory } from "../diagnosis/watch.ts";
import type { HistoryStatus, Moment } from "../history/history.ts";
import { type Change, compare, tick } from "../recording/change.ts";
import { type CollectionName, collectionNames, collections, isLive } from "../recording/collections.ts";
import { emptyObservation, type Failure, type Observation } from "../recording/observation.ts";
import type { Header } from "../recording/recording.ts";
import { Overview, type OverviewPart } from "../snapshot/overview.ts";
import { Searcher } from "../snapshot/searcher.ts";
import type { Patch, Snapshot, SnapshotHead } from "../snapshot/snapshot.ts";
import { type Edition, headOf, takePatch, takeSnapshot, verdictOf } from "../snapshot/take.ts";
import type { Verdict } from "../snapshot/verdict.ts";
import type { Resource } from "../topology/resources.ts";
import type { Topology } from "../topology/topology.ts";
import type { Counts, SourceStatus, Span, WorkerStatus } from "./protocol.ts";
import { UnknownInterfaces } from "./unknown-interfaces.ts";

/** Grows with every change of what `Memory` means: older memories kept in keyframes are then computed anew. */
export const memoryVersion = 2;

/** Resources in one patch: more than this is a megabyte, which no reader is sent anyway. */
const mostInPatch = 1_500;

export interface EngineOptions {
  readonly header: Header;
  readonly mode: SnapshotHead["mode"];
  /** The EKS name, as tags carry it. */
  readonly cluster: string;
  /** Larger than any before, also over restarts: readers tell by it what they have. */
  readonly firstRevision: number;
  readonly ignore?: readonly Ignore[];
  /** A recording of one moment, which no second reading will follow. */
  readonly isSingleMoment?: boolean;
}

/** One cluster as it is watched, and its revisions: changes go in, snapshots and patches come out. */
export class Engine {
  readonly #options: EngineOptions;
  #watch: Watch;
  #overview: Overview;
  #revision: number;
  readonly #pending = new Map<string, Resource | null>();
  readonly #pendingFindings = new Map<string, Finding | null>();
  /** What cannot be decided changed. */
  #isUndecidedNew = false;
  /** What cannot be read any more, or can be again, is told as soon as a resource is. */
  #isHeadNew = false;
  readonly #unknown = new UnknownInterfaces();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#revision = options.firstRevision;
    this.#watch = this.#newWatch();
    this.#overview = new Overview(this.#topology.resources);
  }

  get observation() {
    return this.#topology.observation;
  }

  get header(): Header {
    return this.#options.header;
  }

  /** ENIs that the annotations of live pods name and EC2 has not told of. */
  get unknownInterfaces(): Iterable<string> {
    return this.#unknown.ids();
  }

  get revision(): number {
    return this.#revision;
  }

  /** Starts from what a history holds, before anybody has seen a snapshot. */
  resume(moment: Moment): void {
    this.#watch = this.#watchOf(moment);
    this.#overview = overviewOf(this.#watch);
    for (const resource of this.#topology.resources.values()) this.#unknown.note(resource);
  }

  take(change: Change): void {
    const { topology, diagnosis } = this.#watch.advance(change);
    const { changed, removed } = topology;
    this.#overview.advance(topology);
    this.#overview.judge(diagnosis);
    for (const finding of diagnosis.changed) this.#pendingFindings.set(finding.id, finding);
    for (const id of diagnosis.removed) this.#pendingFindings.set(id, null);
    if (diagnosis.undecided !== null) this.#isUndecidedNew = true;
    for (const resource of changed) {
      this.#pending.set(resource.id, resource);
      this.#unknown.note(resource);
    }
    for (const id of removed) {
      this.#pending.set(id, null);
      this.#unknown.forget(id);
    }
    if (Object.keys(change.failures).length > 0) this.#isHeadNew = true;
  }

  snapshot(): Snapshot {
    return takeSnapshot(this.#topology, verdictOf(this.#watch.diagnosis), this.#edition());
  }

  /** The live cluster as a reader starts with it. Take the pending patch first, else readers miss what lies between. */
  view(): MomentView {
    return viewOf(this.#watch, this.#overview, this.#edition());
  }

  /** A moment of the past. Its revision is 0: no patch leads on from it. */
  viewOf(moment: Moment, at: number): MomentView {
    const watch = this.#watchOf(moment);
    if (at > watch.topology.observation.at) watch.advance(tick(at));
    return viewOf(watch, overviewOf(watch), { ...this.#edition(), revision: 0 });
  }

  /** What was taken in before anybody could look: the first snapshot has it. */
  discardNews(): void {
    this.#pending.clear();
    this.#pendingFindings.clear();
    this.#isUndecidedNew = false;
    this.#isHeadNew = false;
  }

  get hasNews(): boolean {
    return this.#isHeadNew || this.#isUndecidedNew || this.#pending.size > 0 || this.#pendingFindings.size > 0;
  }

  /** Whether so much has changed that a snapshot serves readers better than a patch. */
  get isNewsTooMuch(): boolean {
    return this.#pending.size + this.#pendingFindings.size > mostInPatch;
  }

  /** A new revision that no patch leads to: readers fetch the snapshot. */
  leap(): number {
    this.discardNews();
    return ++this.#revision;
  }

  /** The patch from the revision before to a new one, with all that changed since. */
  nextPatch(): Patch {
    const from = this.#revision++;
    const change = { ...splitNews(this.#pending), ...this.#overview.news() };
    const undecided = this.#isUndecidedNew ? this.#watch.diagnosis.undecided : null;
    const diagnosis: DiagnosisChange = { ...splitNews(this.#pendingFindings), undecided };
    this.discardNews();
    return takePatch(this.#topology, from, change, diagnosis, this.#edition());
  }

  /** What was concluded so far, as JSON: kept with keyframes. */
  memory(): { version: number; value: unknown } {
    return { version: memoryVersion, value: this.#watch.memory() };
  }

  status(more: { span: Span | null; history: HistoryStatus; heapBytes: number }): WorkerStatus {
    const { header } = this.#options;
    return {
      region: header.region ?? null,
      about: header.about ?? null,
      revision: this.#revision,
      at: this.observation.at,
      counts: countsOf(this.#topology),
      sources: this.#sources(),
      ...more,
    };
  }

  get #topology(): Topology {
    return this.#watch.topology;
  }

  #newWatch(memory?: WatchMemory): Watch {
    const { cluster, ignore = [], isSingleMoment = false } = this.#options;
    return createWatch({ rules, cluster, ignore, isSingleMoment, memory });
  }

  #watchOf({ start, derived, changes }: Moment): Watch {
    // Its own version was checked by the history.
    const watch = this.#newWatch((derived ?? undefined) as WatchMemory | undefined);
    watch.advance(compare(emptyObservation, start));
    for (const change of changes) watch.advance(change);
    return watch;
  }

  #sources(): SourceStatus[] {
    const { items, failures, readAt } = this.observation;
    return collectionNames.filter(isRead).map((collection) => {
      const failure = failures[collection] ?? null;
      const { optional } = collections[collection];
      return {
        collection,
        optional,
        state: stateOf(failure, { optional, isKnown: items[collection] !== undefined }),
        readAt: readAt[collection] ?? null,
        failure,
      };
    });
  }

  #edition(): Edition {
    const { header, mode } = this.#options;
    return { header, mode, revision: this.#revision };
  }
}

/** Why an optional collection may never be read without that being a fault. */
const quiet: Readonly<Record<string, SourceStatus["state"]>> = {
  UnauthorizedOperation: "not-granted",
  OperationNotPermitted: "not-granted",
  Forbidden: "not-granted",
  NotInstalled: "not-installed",
};

function stateOf(
  failure: Failure | null,
  { optional, isKnown }: { readonly optional: boolean; readonly isKnown: boolean },
): SourceStatus["state"] {
  if (failure === null) return isKnown ? "current" : "unread";
  return (optional && !isKnown && quiet[failure.code]) || "stale";
}

/** One moment of a cluster, as much of it as is asked for. */
export interface MomentView {
  readonly head: SnapshotHead;
  verdict(): Verdict;
  snapshot(): Snapshot;
  overview(): OverviewPart;
  detailsOf(ids: readonly string[]): ReturnType<Overview["detailsOf"]>;
  searched(): Searched;
  /** The facts themselves, and what is remembered of earlier ones. */
  readonly observation: Observation;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly memories: Recall;
  /** For the questions people come with. Ask at once: a live cluster moves on. */
  inquiry(): Inquiry;
}

/** What a moment is searched in. */
export interface Searched {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly overview: Overview;
  readonly searcher: Searcher;
}

function overviewOf({ topology, diagnosis }: Watch): Overview {
  return new Overview(topology.resources, diagnosis.findings.values());
}

function viewOf(watch: Watch, overview: Overview, edition: Edition): MomentView {
  const { topology, diagnosis } = watch;
  return {
    head: headOf(topology, edition),
    verdict: () => verdictOf(diagnosis),
    snapshot: () => takeSnapshot(topology, verdictOf(diagnosis), edition),
    overview: () => overview.take(),
    detailsOf: (ids) => overview.detailsOf(ids),
    searched: () => ({ resources: topology.resources, overview, searcher: searcherOf(topology, overview) }),
    observation: topology.observation,
    resources: topology.resources,
    memories: diagnosis.memories,
    inquiry: () => inquire(watch),
  };
}

const searchers = new WeakMap<Overview, Searcher>();

/** Made when somebody searches; of the live cluster it then follows every change. */
function searcherOf({ resources }: Topology, overview: Overview): Searcher {
  const known = searchers.get(overview);
  if (known) return known;
  const made = new Searcher(resources, overview);
  searchers.set(overview, made);
  return made;
}

/** What changed, and what is gone, from what waits to be told. */
function splitNews<T>(news: ReadonlyMap<string, T | null>) {
  return {
    changed: [...news.values()].filter((one) => one !== null),
    removed: [...news].flatMap(([id, one]) => (one === null ? [id] : [])),
  };
}

function countsOf({ resources }: Topology): Counts {
  const counts = { instance: 0, trunk: 0, branch: 0, pod: 0 };
  for (const resource of resources.values()) {
    // EC2 lists what is gone for about an hour.
    const isGone = resource.kind === "instance" && resource.state === "terminated";
    if (resource.kind in counts && !isGone) counts[resource.kind as keyof typeof counts]++;
  }
  return { instances: counts.instance, trunks: counts.trunk, branches: counts.branch, pods: counts.pod };
}

function isRead(collection: CollectionName): boolean {
  return isLive(collections[collection].source);
}
