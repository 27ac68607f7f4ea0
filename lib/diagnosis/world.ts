import type { CollectionName, Item } from "../recording/collections.ts";
import type { Observation } from "../recording/observation.ts";
import type { BranchMemory } from "../topology/memory.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import type { ModeSight } from "./mode-history.ts";

/** What rules may look at: one moment, and what is remembered of the moments before. */
export interface World {
  /** The moment of the observation, epoch milliseconds: never the wall clock (domain 13.1). */
  readonly now: number;
  /** The EKS name, as the tag `kubernetes.io/cluster/NAME` carries it. */
  readonly cluster: string;
  /** The first moment of the recording: what began before it may be older than we can know. */
  readonly startedAt: number;
  readonly observation: Observation;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Cool-down in force, and how long a released branch may take to go (domain 8 `cool`, `release`). */
  readonly coolDownSeconds: number;
  readonly releaseSeconds: number;
  /** False: the controller's lease is stale or missing, and what depends on its timing is less certain. */
  readonly isControllerSound: boolean;

  item<C extends CollectionName>(collection: C, id: string): Item<C> | undefined;
  items<C extends CollectionName>(collection: C): ReadonlyMap<string, Item<C>>;
  /** Whether a collection was ever read, so that what it lacks is absent. */
  wasRead(collection: CollectionName): boolean;
  /** When a collection was last read or known to be current, epoch milliseconds. That it moves on has nothing judged again. */
  readAt(collection: CollectionName): number | undefined;
  resource<K extends ResourceKind>(kind: K, id: string | null | undefined): ResourceOf<K> | undefined;

  /**
   * What many units need alike, made once and kept until something it looked at changes; rules that used it are asked again only when
   * it comes out different. `make` may call everything but `isOlderThan`. One name, one thing.
   */
  shared<T>(name: string, make: (world: World) => T): T;

  /** Whether a moment is further back than so many seconds; if not yet, the host (or cluster) under judgement is judged again when it is. */
  isOlderThan(at: number, seconds: number): boolean;
  /** First sight and last owner of an ENI. */
  branchMemory(eniId: string): BranchMemory | undefined;
  /** When an item was first seen by us; `exact` when it was not there one reading earlier. */
  firstSeen(collection: CollectionName, id: string): { readonly at: number; readonly exact: boolean } | undefined;
  /** Events about an object, oldest first, also those Kubernetes no longer keeps. Joined by kind and name, never by uid (domain 4e). */
  eventsAbout(kind: string, namespace: string | null, name: string): readonly Item<"events">[];
  /** Remembered events with this reason, of every object, oldest first. */
  eventsOf(reason: string): readonly Item<"events">[];
  /** What a policy's groups and selectors were, newest last, as far as we saw it change. */
  policyEdits(id: string): readonly { readonly at: number; readonly policy: Item<"securityGroupPolicies"> }[];
  /** In which modes the aws-node pods of the host's own node were seen to run, and since when, oldest first; neighbours differ. */
  enforcingModes(nodeName: string): readonly ModeSight[];
}
