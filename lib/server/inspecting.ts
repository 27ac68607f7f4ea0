import { type InspectedWithWays, waysOf } from "../export/ways.ts";
import { isSpread, relatedKinds, relatedQuery } from "../query/related.ts";
import { collections, type Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { type EventList, mostEvents, mostRelated, type RelationPart, type Sighting } from "../snapshot/inspected.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import type { MomentView } from "./engine.ts";
import type { Feed } from "./feeds/feed.ts";
import type { Asked } from "./hub.ts";
import { type ItemId, itemsBehind, mainItemOf } from "./item-ids.ts";
import { pastOf } from "./past-of.ts";
import { foundIn } from "./searching.ts";

/** What is behind a resource at a moment, and what the history knows when it is not there. */
export async function objectIn(
  feed: Feed,
  view: MomentView,
  { id, links }: Pick<Asked<"object">, "id" | "links">,
): Promise<InspectedWithWays> {
  const { head, observation, resources } = view;
  const resource = resources.get(id) ?? null;
  const shown = { id, at: head.at, resource };
  if (resource !== null) {
    const { cluster, region, at } = head;
    return {
      ...shown,
      state: "here",
      past: null,
      sightings: itemsBehind(resource).map((item) => sightingOf(view, observation, item)),
      events: eventsOf(view, namesOf(resource, resources)),
      relations: relationsOf(view, resource),
      ways: waysOf(resource, { cluster, region, at, account: accountOf(resource, observation), templates: links }),
    };
  }
  const item = mainItemOf(id);
  const found = item === null ? null : await pastOf(feed, item, observation.at);
  const isLater = feed.engine.view().resources.has(id);
  return {
    ...shown,
    state: isLater ? "later" : found?.past.goneAt == null ? "unknown" : "gone",
    past: found?.past ?? null,
    // When it was first seen is forgotten with it.
    sightings: found?.before ? [{ ...sightingOf(view, found.before, found.item), firstSeen: null }] : [],
    events: eventsOf(view, namesOfId(id)),
    relations: [],
    ways: null,
  };
}

function sightingOf({ memories }: MomentView, observation: Observation, [collection, id]: ItemId): Sighting {
  const item = itemsOf(observation, collection).get(id) ?? null;
  return {
    collection,
    source: collections[collection].source,
    id,
    state: item !== null ? "seen" : observation.items[collection] === undefined ? "unread" : "absent",
    item,
    readAt: observation.readAt[collection] ?? null,
    failure: observation.failures[collection] ?? null,
    firstSeen: memories.firstSeen(collection, id, observation) ?? null,
  };
}

/** An object as events name it, and the resource that it is. */
interface Named {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly id: string;
}

type Names = { readonly [K in ResourceKind]?: (resource: ResourceOf<K>, resources: Resources) => readonly Named[] };
type Resources = ReadonlyMap<string, Resource>;

/** Whose events tell of a resource. EC2 has none: what happens to an ENI is told of its pods and its node. */
function namesOf(resource: Resource, resources: Resources): readonly Named[] {
  return (
    (names[resource.kind] as ((resource: Resource, resources: Resources) => readonly Named[]) | undefined)?.(
      resource,
      resources,
    ) ?? []
  );
}

const names: Names = {
  instance: nodeNames,
  interface: ({ instanceId }, resources) => nodeNames(resources.get(instanceId ?? "")),
  trunk: ({ instanceId }, resources) => nodeNames(resources.get(instanceId ?? "")),
  branch: ({ podIds, lastOwner }) => (podIds.length > 0 ? podIds : lastOwner ? [lastOwner] : []).flatMap(namesOfId),
  pod: ({ id }) => namesOfId(id),
  policy: ({ id }) => namesOfId(id),
};

function nodeNames(resource: Resource | undefined): readonly Named[] {
  if (resource?.kind !== "instance" || resource.nodeName === undefined) return [];
  const { id, nodeName: name } = resource;
  return [
    { kind: "Node", namespace: null, name, id },
    { kind: "CNINode", namespace: null, name, id },
  ];
}

function namesOfId(id: string): readonly Named[] {
  const [, type, namespace, name] = /^(pod|policy)\/([^/]+)\/(.+)$/s.exec(id) ?? [];
  if (namespace === undefined || name === undefined) return [];
  return [{ kind: type === "pod" ? "Pod" : "SecurityGroupPolicy", namespace, name, id }];
}

function eventsOf({ memories, observation }: MomentView, about: readonly Named[]): EventList {
  const kept = itemsOf(observation, "events");
  const all = about.flatMap(({ kind, namespace, name, id }) =>
    memories.eventsAbout(kind, namespace, name).map((event) => ({ event, subject: id })),
  );
  const shown = all.toSorted((a, b) => timeOf(b.event) - timeOf(a.event)).slice(0, mostEvents);
  return {
    total: all.length,
    shown: shown.map(({ event, subject }) => {
      const id = `${event.namespace}/${event.name}`;
      return { id, event, subject, isKept: kept.has(id) };
    }),
    wereRead: observation.items.events !== undefined,
    failure: observation.failures.events ?? null,
    since: memories.startedAt,
  };
}

function timeOf({ lastAt, firstAt }: Item<"events">): number {
  return lastAt ?? firstAt ?? 0;
}

/** Of a large cluster the reader has what stands on few instances only: it gets the first rows and the total. */
function relationsOf(view: MomentView, resource: Resource): RelationPart[] {
  if (!isSpread(resource)) return [];
  const { resources } = view;
  return relatedKinds(resource).flatMap((kind) => {
    const query = relatedQuery(resource, kind);
    if (query === null) return [];
    const { total, ids } = foundIn(view, { query, from: 0, withHosts: false, caret: null });
    return [{ kind, query, total, rows: ids.slice(0, mostRelated).flatMap((id) => resources.get(id) ?? []) }];
  });
}

/** The account of a resource, as EC2 states it of an ENI; the subnet's is its VPC's, also where the VPC is shared. */
function accountOf(resource: Resource, observation: Observation): string | null {
  switch (resource.kind) {
    case "interface":
    case "trunk":
    case "branch":
      return itemsOf(observation, "interfaces").get(resource.id)?.ownerId ?? null;
    case "instance": {
      const owners = resource.interfaceIds.map((id) => itemsOf(observation, "interfaces").get(id)?.ownerId);
      return owners.find((owner) => owner !== undefined) ?? null;
    }
    case "subnet":
      return itemsOf(observation, "vpcs").get(resource.vpcId ?? "")?.ownerId ?? null;
    default:
      return null;
  }
}
