import type { Card } from "../snapshot/card-shape.ts";
import { type Outline, unpackOutlines } from "../snapshot/outline.ts";
import { Overview } from "../snapshot/overview.ts";
import type { Details, Start } from "../snapshot/overview-wire.ts";
import { findingsAfter } from "../snapshot/patch.ts";
import type { Patch, Snapshot, SnapshotHead } from "../snapshot/snapshot.ts";
import type { Summary } from "../snapshot/summary.ts";
import type { Told } from "../snapshot/told.ts";
import type { Totals, TroubleNews } from "../snapshot/troubles.ts";
import { Hosts } from "../topology/hosts.ts";
import { MultiMap } from "../topology/multi-map.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";

/**
 * What the page knows of a cluster, grown patch by patch: resources that did not change keep their identity, and so do cards.
 * Of a large cluster it holds every instance in outline, and the details of those that were looked at.
 */
export interface Model {
  head: SnapshotHead;
  /** What is wrong, the worst first, and what cannot be decided; lists that did not change keep their identity. Of very much only the worst is here. */
  verdict: Told;
  /** How much was found in all. */
  totals: Totals;
  /** The worst finding about a resource, as a place in `severities`. */
  readonly troubles: Map<string, number>;
  summary: Summary;
  /** Everything is here. Else details are here only of the instances in `loaded`. */
  readonly complete: boolean;
  readonly loaded: Set<string>;
  readonly byId: Map<string, Resource>;
  /** Ids of the resources that name an id, whether or not that id is known. */
  readonly naming: MultiMap<string>;
  /** Which resource stands on which instance. */
  readonly hosts: Hosts;
  /** Cards and outlines already made; an entry goes when something on it changes. */
  readonly cards: Map<string, Card>;
  readonly outlines: Map<string, Outline>;
  /** The newest patches: details that were asked for before them and come after them are brought up to date. */
  readonly recent: Patch[];
  /** Grows with every change; and the change that touched an instance last. */
  changes: number;
  readonly changedAt: Map<string, number>;
  /** How many resources stand on no instance; more than are here when there are very many. */
  readonly unplacedTotal: number;
}

const mostRecent = 100;

/** The model of a snapshot that has everything. */
export function modelOf({ resources, findings, undecided, ...head }: Snapshot): Model {
  const overview = new Overview(new Map(resources.map((resource) => [resource.id, resource])), findings);
  const part = overview.take(Number.POSITIVE_INFINITY);
  return startModel({
    ...part,
    head,
    verdict: { findings, undecided, subjectTotals: {} },
    resources,
    outlines: new Map(),
  });
}

export function startModel(start: Start): Model {
  const { head, verdict, summary, resources, complete, outlines, unplaced, troubles, totals } = start;
  const byId = new Map<string, Resource>();
  const model: Model = {
    head,
    verdict,
    totals,
    troubles: new Map(troubles),
    summary,
    complete,
    loaded: new Set(),
    byId,
    naming: new MultiMap(),
    hosts: new Hosts(byId),
    cards: new Map(),
    outlines: new Map(outlines),
    recent: [],
    changes: 0,
    changedAt: new Map(),
    unplacedTotal: unplaced,
  };
  for (const resource of resources) keep(model, resource);
  model.hosts.advance({ changed: resources, removed: [] });
  return model;
}

/** Whether everything that stands on an instance is here. */
export function isLoaded(model: Model, instanceId: string): boolean {
  return model.complete || model.loaded.has(instanceId);
}

/** Brings the model to the patch's revision, in place and O(patch). Returns the instances whose card is another now. */
export function applyPatch(model: Model, patch: Patch): ReadonlySet<string> {
  const touched = take(model, patch);
  model.head = patch.head;
  model.verdict = verdictAfter(model.verdict, patch);
  model.totals = patch.totals ?? model.totals;
  model.summary = { ...model.summary, ...patch.summary };
  model.recent.push(patch);
  if (model.recent.length > mostRecent) model.recent.shift();
  return touched;
}

/** A finding that a patch brings is whole. */
function verdictAfter(verdict: Told, { findings, undecided }: Patch): Told {
  const after = findingsAfter(verdict.findings, findings);
  if (after === verdict.findings) return undecided === null ? verdict : { ...verdict, undecided };
  const subjectTotals = { ...verdict.subjectTotals };
  for (const { id } of findings.changed) delete subjectTotals[id];
  return { findings: after, undecided: undecided ?? verdict.undecided, subjectTotals };
}

/** Takes in details of some instances, also when patches have overtaken them. */
export function addDetails(model: Model, { head, hosts, resources, troubles }: Details): void {
  const present = new Set(resources.map(({ id }) => id));
  const gone = hosts.flatMap((host) => standingOn(model, host).filter((id) => !present.has(id)));
  for (const host of hosts) model.loaded.add(host);
  for (const { id } of resources) model.troubles.delete(id);
  takeTroubles(model, troubles);
  replace(model, resources, gone);
  for (const patch of model.recent) if (patch.head.revision > head.revision) take(model, patch);
}

/** Forgets the details of instances that nobody looks at any more; their outlines stay. */
export function forgetDetails(model: Model, instanceIds: Iterable<string>): void {
  for (const host of instanceIds) {
    if (!model.loaded.delete(host)) continue;
    replace(
      model,
      [],
      standingOn(model, host).filter((id) => id !== host),
      { keepOutlines: true },
    );
  }
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

/** What stands on no instance that is known. */
export function unplacedIn(model: Model): Resource[] {
  const lost: Resource[] = [];
  for (const host of model.hosts.ids()) {
    if (get(model, "instance", host)) continue;
    for (const id of standingOn(model, host)) lost.push(model.byId.get(id) as Resource);
  }
  for (const resource of ofKind(model, "unjoined")) lost.push(resource);
  return lost;
}

function takeTroubles({ troubles }: Model, news: readonly TroubleNews[]): void {
  for (const [id, rank] of news) {
    if (rank < 0) troubles.delete(id);
    else troubles.set(id, rank);
  }
}

function take(model: Model, patch: Patch): ReadonlySet<string> {
  takeTroubles(model, patch.troubles);
  const wanted = model.complete ? patch.changed : patch.changed.filter((resource) => isWanted(model, resource));
  const touched = replace(model, wanted, patch.removed);
  if (!model.complete) {
    // What has moved to an instance without details here would otherwise stay as the only thing on it.
    const strays = wanted.filter(({ id, kind }) => kind !== "instance" && isElsewhere(model, model.hosts.hostOf(id)));
    replace(
      model,
      [],
      strays.map(({ id }) => id),
      { keepOutlines: true },
    );
  }
  model.changes += 1;
  for (const [id, packed] of patch.outlines) {
    const [outline] = unpackOutlines(packed);
    if (outline) model.outlines.set(id, outline);
    touched.add(id);
    model.changedAt.set(id, model.changes);
  }
  return touched;
}

function isWanted(model: Model, resource: Resource): boolean {
  if (model.byId.has(resource.id) || !("instanceId" in resource)) return true;
  return !isElsewhere(model, resource.instanceId ?? undefined);
}

function isElsewhere(model: Model, host: string | undefined): boolean {
  return host !== undefined && get(model, "instance", host) !== undefined && !model.loaded.has(host);
}

function replace(
  model: Model,
  changed: readonly Resource[],
  removed: readonly string[],
  { keepOutlines = false } = {},
): Set<string> {
  for (const id of removed) forget(model, id);
  for (const resource of changed) {
    forget(model, resource.id);
    keep(model, resource);
  }
  const touched = model.hosts.advance({ changed, removed });
  model.changes += 1;
  for (const host of touched) {
    model.changedAt.set(host, model.changes);
    model.cards.delete(host);
    if (!keepOutlines && isLoaded(model, host)) model.outlines.delete(host);
  }
  return touched;
}

function standingOn(model: Model, host: string): string[] {
  const { instance, interfaces, trunks, branches, pods } = model.hosts.membersOf(host);
  return [...(instance ? [instance] : []), ...interfaces, ...trunks, ...branches, ...pods].map(({ id }) => id);
}

function keep(model: Model, resource: Resource): void {
  model.byId.set(resource.id, resource);
  for (const named of namedBy(resource)) model.naming.add(named, resource.id);
}

function forget(model: Model, id: string): void {
  const old = model.byId.get(id);
  if (!old) return;
  for (const named of namedBy(old)) model.naming.delete(named, id);
  model.byId.delete(id);
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
