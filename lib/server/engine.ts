import type { HistoryStatus, Moment } from "../history/history.ts";
import { type Change, compare, tick } from "../recording/change.ts";
import { type CollectionName, collectionNames, collections } from "../recording/collections.ts";
import { emptyObservation, type Failure } from "../recording/observation.ts";
import type { Header } from "../recording/recording.ts";
import { Overview, type OverviewPart } from "../snapshot/overview.ts";
import type { Patch, Snapshot, SnapshotHead } from "../snapshot/snapshot.ts";
import { type Edition, headOf, takePatch, takeSnapshot } from "../snapshot/take.ts";
import type { BranchMemory } from "../topology/memory.ts";
import type { Resource } from "../topology/resources.ts";
import { createTopology, type Topology } from "../topology/topology.ts";
import type { Counts, SourceStatus, Span, WorkerStatus } from "./protocol.ts";
import { UnknownInterfaces } from "./unknown-interfaces.ts";

/** Grows with every change of what `Memory` means: older memories kept in keyframes are then computed anew. */
export const memoryVersion = 1;

/** Resources in one patch: more than this is a megabyte, which no reader is sent anyway. */
const mostInPatch = 1_500;

export interface EngineOptions {
  readonly header: Header;
  readonly mode: SnapshotHead["mode"];
  /** The EKS name, as tags carry it. */
  readonly cluster: string;
  /** Larger than any before, also over restarts: readers tell by it what they have. */
  readonly firstRevision: number;
}

/** The live topology of one cluster and its revisions: changes go in, snapshots and patches come out. */
export class Engine {
  readonly #options: EngineOptions;
  #topology: Topology;
  #overview: Overview;
  #revision: number;
  readonly #pending = new Map<string, Resource | null>();
  /** What cannot be read any more, or can be again, is told as soon as a resource is. */
  #isHeadNew = false;
  readonly #unknown = new UnknownInterfaces();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#revision = options.firstRevision;
    this.#topology = createTopology({ cluster: options.cluster });
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
    this.#topology = topologyOf(moment, this.#options.cluster);
    this.#overview = new Overview(this.#topology.resources);
    for (const resource of this.#topology.resources.values()) this.#unknown.note(resource);
  }

  take(change: Change): void {
    const topologyChange = this.#topology.advance(change);
    const { changed, removed } = topologyChange;
    this.#overview.advance(topologyChange);
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
    return takeSnapshot(this.#topology, this.#edition());
  }

  /** The live cluster as a reader starts with it. Take the pending patch first, else readers miss what lies between. */
  view(): MomentView {
    return viewOf(this.#topology, this.#overview, this.#edition());
  }

  /** A moment of the past. Its revision is 0: no patch leads on from it. */
  viewOf(moment: Moment, at: number): MomentView {
    const topology = topologyOf(moment, this.#options.cluster);
    if (at > topology.observation.at) topology.advance(tick(at));
    return viewOf(topology, new Overview(topology.resources), { ...this.#edition(), revision: 0 });
  }

  /** What was taken in before anybody could look: the first snapshot has it. */
  discardNews(): void {
    this.#pending.clear();
    this.#isHeadNew = false;
  }

  get hasNews(): boolean {
    return this.#isHeadNew || this.#pending.size > 0;
  }

  /** Whether so much has changed that a snapshot serves readers better than a patch. */
  get isNewsTooMuch(): boolean {
    return this.#pending.size > mostInPatch;
  }

  /** A new revision that no patch leads to: readers fetch the snapshot. */
  leap(): number {
    this.#pending.clear();
    this.#isHeadNew = false;
    return ++this.#revision;
  }

  /** The patch from the revision before to a new one, with all that changed since. */
  nextPatch(): Patch {
    const from = this.#revision++;
    const changed = [...this.#pending.values()].filter((resource) => resource !== null);
    const removed = [...this.#pending].flatMap(([id, resource]) => (resource === null ? [id] : []));
    this.discardNews();
    return takePatch(this.#topology, from, { changed, removed, ...this.#overview.news() }, this.#edition());
  }

  /** What was concluded so far, as JSON: kept with keyframes. */
  memory(): { version: number; value: unknown } {
    return { version: memoryVersion, value: [...this.#topology.memory] };
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
  snapshot(): Snapshot;
  overview(): OverviewPart;
  detailsOf(ids: readonly string[]): ReturnType<Overview["detailsOf"]>;
}

function viewOf(topology: Topology, overview: Overview, edition: Edition): MomentView {
  return {
    head: headOf(topology, edition),
    snapshot: () => takeSnapshot(topology, edition),
    overview: () => overview.take(),
    detailsOf: (ids) => overview.detailsOf(ids),
  };
}

function topologyOf({ start, derived, changes }: Moment, cluster: string): Topology {
  // Its own version was checked by the history.
  const memory = new Map((derived ?? []) as readonly (readonly [string, BranchMemory])[]);
  const topology = createTopology({ cluster, memory });
  topology.advance(compare(emptyObservation, start));
  for (const change of changes) topology.advance(change);
  return topology;
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
  return collections[collection].source !== "eks";
}
