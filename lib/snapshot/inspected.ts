import type { CollectionName, Item, SourceName } from "../recording/collections.ts";
import type { Failure } from "../recording/observation.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";

/** What is behind one resource: where its facts were seen, what happened to it, what it is linked with. */
export interface Inspected {
  readonly id: string;
  /** The moment shown, epoch milliseconds. */
  readonly at: number;
  /** `later`: it is there now, and was not at the moment shown. `gone`: it was there before. */
  readonly state: "here" | "gone" | "later" | "unknown";
  readonly resource: Resource | null;
  /** Of what is not there. */
  readonly past: Past | null;
  /** Items as they are recorded, in the order in which they matter; of what is gone, as they were last. */
  readonly sightings: readonly Sighting[];
  readonly events: EventList;
  /** Of groups, policies and subnets: what may be too much to be here in full. */
  readonly relations: readonly RelationPart[];
}

/** What the history knows of a thing that is not there. Epoch milliseconds. */
export interface Past {
  /** The last reading that had it, and the first that had not; `null`: none of the moments searched had it. */
  readonly lastSeenAt: number | null;
  readonly goneAt: number | null;
  /** How far back was searched; `null`: there is no history. */
  readonly searchedFrom: number | null;
}

/** One item as it was seen, or that it was not. */
export interface Sighting {
  readonly collection: CollectionName;
  readonly source: SourceName;
  /** Id of the item within its collection. */
  readonly id: string;
  /** `absent`: the collection was read and has no such item. `unread`: it was never read. */
  readonly state: "seen" | "absent" | "unread";
  readonly item: Item | null;
  /** When the collection was last known to be current, epoch milliseconds. */
  readonly readAt: number | null;
  /** Why it cannot be read now. */
  readonly failure: Failure | null;
  /** `exact`: it was not there one reading earlier. */
  readonly firstSeen: { readonly at: number; readonly exact: boolean } | null;
}

/** Newest first, at most `mostEvents`. */
export interface EventList {
  readonly total: number;
  readonly shown: readonly ShownEvent[];
  /** Why there may be more than are known; `null`: events can be read. */
  readonly failure: Failure | null;
  /** Events were read at least once. */
  readonly wereRead: boolean;
  /** Since when events are remembered, epoch milliseconds. */
  readonly since: number;
}

export const mostEvents = 100;

export interface ShownEvent {
  /** `NAMESPACE/NAME` of the event. */
  readonly id: string;
  readonly event: Item<"events">;
  /** The resource that it is about, as far as there is one of that name. */
  readonly subject: string | null;
  /** False: Kubernetes has forgotten it. */
  readonly isKept: boolean;
}

/** All resources of one kind that a resource is linked with, and the first few of them. */
export interface RelationPart {
  readonly kind: ResourceKind;
  /** What finds all of them. */
  readonly query: string;
  readonly total: number;
  readonly rows: readonly Resource[];
}

/** How many rows of a relation come along. */
export const mostRelated = 20;
