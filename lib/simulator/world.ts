import type { MutableObservation } from "../recording/change.ts";
import { type CollectionName, collectionNames, collections, type Item } from "../recording/collections.ts";
import { emptyObservation } from "../recording/observation.ts";
import { createQueue, type Queue } from "./queue.ts";
import { createRandom, type Random } from "./random.ts";
import type { Fault, Scenario } from "./scenario.ts";
import type { Node, Pod, Subnet, Workload } from "./state.ts";

/** Everything a simulation knows. The parts that act on it are files of their own. */
export interface World {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly queue: Queue;
  /** Epoch milliseconds. */
  now: number;
  /** True while the running cluster that is first seen gets built: what takes time has happened in the past. */
  settling: boolean;
  faults: Fault[];
  readonly struck: Map<Fault, Set<string>>;
  /** The truth, by collection and id. */
  readonly items: { readonly [C in CollectionName]: Map<string, Item<C>> };
  readonly changed: ReadonlyMap<CollectionName, Set<string>>;
  /** What somebody made of objects by hand, by `collection/id`: put over whatever their owners write. */
  readonly edits: Map<string, (item: Item) => Item | null>;
  readonly dirtyPods: Set<Pod>;
  readonly dirtyNodes: Set<Node>;
  readonly dirtySubnets: Set<Subnet>;
  readonly dirtyServices: Set<Workload>;
  readonly dirtyDaemons: Set<Workload>;
  /** What an observer has seen of it, and what changed since it was last asked. */
  readonly seen: MutableObservation;
  readonly vpcId: string;
  readonly accountId: string;
  readonly groupIds: Map<string, string>;
  readonly subnets: Map<string, Subnet>;
  readonly nodes: Map<string, Node>;
  /** Nodes that take pods. */
  readonly schedulable: Node[];
  readonly workloads: Map<string, Workload>;
  readonly pods: Map<string, Pod>;
  readonly pending: Set<Pod>;
  readonly policiesOf: Map<string, Item<"securityGroupPolicies">[]>;
  readonly branchesOf: Map<string, Set<string>>;
  readonly available: Set<string>;
  readonly ownerOf: Map<string, Pod>;
  readonly eventIds: Map<string, string>;
  readonly controller: {
    up: boolean;
    upSince: number;
    /** Grows with each start; what an earlier one began is not finished. */
    life: number;
    holder: string;
    coolDownMs: number;
    readonly givenUp: Set<Pod>;
    sweptBefore: ReadonlySet<string>;
  };
  cni: Required<NonNullable<Scenario["cni"]>>;
  /** Who hears of what, as watchers of the API server do. */
  readonly signals: Signals;
  readonly buckets: { readonly create: Bucket; readonly delete: Bucket };
  serviceIps: number;
}

/** What the parts of a cluster hear of. None of them calls another: they meet at the API server. */
interface Signals {
  podCreated(pod: Pod): void;
  podBound(pod: Pod): void;
  podRunning(pod: Pod): void;
  podReady(pod: Pod): void;
  podTerminating(pod: Pod): void;
  /** It ended by itself: its phase is final. */
  podEnded(pod: Pod): void;
  podRemoved(pod: Pod): void;
  nodeRegistered(node: Node): void;
  trunkRequested(node: Node): void;
  trunkReady(node: Node): void;
  nodeReady(node: Node): void;
  nodeRemoved(node: Node): void;
}

/** EC2's token bucket of one API action. */
interface Bucket {
  tokens: number;
  at: number;
}

/** EC2 lets 100 of these through at once and 5 a second after that (EC2 developer guide, request throttling). */
const bucketSize = 100;
const refillPerSecond = 5;

/** Read from what runs, and not closed to customers. Others come only with imported files. */
export const readCollections = collectionNames.filter(
  (name) => ["ec2", "kubernetes"].includes(collections[name].source) && name !== "trunkAssociations",
);

export function createWorld(scenario: Scenario, vpcId: (random: Random) => string): World {
  const random = createRandom(scenario.seed);
  return {
    scenario,
    random,
    edits: new Map(),
    queue: createQueue(),
    now: scenario.start,
    settling: true,
    faults: [...(scenario.faults ?? [])],
    struck: new Map(),
    items: Object.fromEntries(collectionNames.map((name) => [name, new Map()])) as unknown as World["items"],
    changed: new Map(collectionNames.map((name) => [name, new Set<string>()])),
    dirtyPods: new Set(),
    dirtyNodes: new Set(),
    dirtySubnets: new Set(),
    dirtyServices: new Set(),
    dirtyDaemons: new Set(),
    seen: { ...emptyObservation, items: {}, failures: {}, readAt: {} },
    vpcId: vpcId(random),
    accountId: random.text("123456789", 12),
    groupIds: new Map(),
    subnets: new Map(),
    nodes: new Map(),
    schedulable: [],
    workloads: new Map(),
    pods: new Map(),
    pending: new Set(),
    policiesOf: new Map(),
    branchesOf: new Map(),
    available: new Set(),
    ownerOf: new Map(),
    eventIds: new Map(),
    controller: {
      up: true,
      upSince: scenario.start - random.whole(40, 4000) * 60_000,
      life: 1,
      holder: `ip-10-0-${random.whole(1, 200)}-${random.whole(4, 250)}.${scenario.region}.compute.internal_${random.text("0123456789abcdef", 8)}`,
      coolDownMs: 60_000,
      givenUp: new Set(),
      sweptBefore: new Set(),
    },
    cni: {
      version: "v1.20.4",
      podEni: true,
      enforcingMode: null,
      prefixDelegation: false,
      externalSnat: false,
      earlyDemuxDisabled: true,
      coolDownSeconds: 60,
      env: {},
      ...scenario.cni,
    },
    signals: silent(),
    buckets: { create: { tokens: bucketSize, at: scenario.start }, delete: { tokens: bucketSize, at: scenario.start } },
    serviceIps: 10,
  };
}

function silent(): Signals {
  const nobody = () => undefined;
  return {
    podCreated: nobody,
    podBound: nobody,
    podRunning: nobody,
    podReady: nobody,
    podTerminating: nobody,
    podEnded: nobody,
    podRemoved: nobody,
    nodeRegistered: nobody,
    trunkRequested: nobody,
    trunkReady: nobody,
    nodeReady: nobody,
    nodeRemoved: nobody,
  };
}

/** Sets an item as the API would print it from now on; `null` removes it. */
export function put<C extends CollectionName>(world: World, collection: C, id: string, item: Item<C> | null): void {
  const items: Map<string, Item<C>> = world.items[collection];
  const edit = item === null || world.edits.size === 0 ? undefined : world.edits.get(`${collection}/${id}`);
  const printed = edit && item !== null ? (edit(item) as Item<C> | null) : item;
  if (printed === null) items.delete(id);
  else items.set(id, printed);
  world.changed.get(collection)?.add(id);
}

/** Runs something after a latency. While settling it has happened already, that much later. */
export function later(world: World, typicalMs: number, run: () => void): void {
  const delay = world.random.around(typicalMs);
  if (!world.settling) {
    world.queue.add(world.now + delay, run);
    return;
  }
  const { now } = world;
  world.now += delay;
  run();
  world.now = now;
}

/** Runs something that belongs to the life of a running cluster, never to its past. */
export function schedule(world: World, delayMs: number, run: () => void): void {
  const at = world.settling ? world.scenario.start + world.random.next() * delayMs : world.now + delayMs;
  world.queue.add(Math.round(at), run);
}

/** Runs something again and again, the first time at any moment of the first period. */
export function every(world: World, periodMs: number, run: () => void): void {
  let at = world.scenario.start + Math.round(world.random.next() * periodMs);
  const again = () => {
    run();
    at += periodMs;
    world.queue.add(at, again);
  };
  world.queue.add(at, again);
}

/** Takes a token and says how long to wait for it, milliseconds. */
function waitForToken(world: World, bucket: Bucket): number {
  if (world.settling) return 0;
  const refilled = bucket.tokens + ((world.now - bucket.at) / 1000) * refillPerSecond;
  bucket.tokens = Math.min(bucketSize, refilled) - 1;
  bucket.at = world.now;
  return bucket.tokens >= 0 ? 0 : Math.ceil((-bucket.tokens / refillPerSecond) * 1000);
}

/** Calls EC2: waits for a token of the API's bucket, then for the answer. */
export function callEc2(world: World, bucket: Bucket, typicalMs: number, run: () => void): void {
  const wait = waitForToken(world, bucket);
  if (wait === 0) later(world, typicalMs, run);
  else world.queue.add(world.now + wait + world.random.around(typicalMs), run);
}
