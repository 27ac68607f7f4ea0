import type { Item } from "../../recording/collections.ts";
import type { Host, HostedPod } from "../host.ts";
import { canTrunk } from "../managed.ts";
import { type NodeSlots, slotsOfNode } from "../node-slots.ts";
import {
  admits,
  demandOf,
  isShort,
  isUnschedulable,
  type Place,
  placeOn,
  schedulingOf,
  unscheduledAt,
} from "../placement.ts";
import { effectiveRequestOf, isLive } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

/** Why no node took the pods, as far as their selectors and the nodes' slots tell. */
type Cause = "full" | "no-trunk" | "cannot-trunk" | "excluded" | "no-node";

type Exhausted = {
  cause: Cause;
  pods: number;
  /** What the pods demand of a node; `null`: nothing. */
  demand: string | null;
  full: number;
  cooling: number;
  noTrunk: number;
  cannotTrunk: number;
  cordoned: number;
  withFreeSlots: number;
  /** The nodes that the pods admit, with free and offered slots; the first few. */
  nodes: string[];
  nodeFree: number[];
  nodeSlots: number[];
  message: string;
  waitingSince: number | null;
};

interface Gathered {
  readonly node: NodeSlots | null;
  readonly waiting: readonly HostedPod[];
}

const usualSeconds = 60;
const mostNodes = 30;
const offers: ReadonlySet<Place> = new Set(["full", "free"]);

export const slotsExhausted = defineRule<Exhausted, Gathered>({
  id: "slots-exhausted",
  code: "SGP-040",
  severity: "high",
  per: "cluster",
  needs: ["nodes", "pods"],
  explainedBy: ["match-ineffective"],
  gather(host) {
    const node = slotsOfNode(host);
    const waiting = host.pods.filter(({ item }) => isShort(item));
    return node === null && waiting.length === 0 ? null : { node, waiting };
  },
  *check(world, gathered) {
    const waiting = [...gathered.values()].flatMap((one) => one.waiting).filter(({ item }) => isLong(item, world));
    if (waiting.length === 0) return;
    const nodes = [...gathered.values()].flatMap(({ node }) => node ?? []);
    for (const pods of Map.groupBy(waiting, ({ item }) => demandOf(item) ?? "").values()) {
      const [first] = pods as [HostedPod];
      const facts = tell(pods, nodes);
      yield {
        story: facts.demand ?? "anywhere",
        subjects: [first.pod.id, ...pods.slice(1).map(({ pod }) => pod.id)],
        facts,
        evidence: [
          seen("pods", podKey(first.item), "conditions.PodScheduled.message", facts.message),
          ...nodes.slice(0, 3).map(({ name, allocatable }) => seen("nodes", name, "allocatable.podEni", allocatable)),
        ],
        ...(facts.waitingSince === null ? {} : { since: { at: facts.waitingSince, exact: true } }),
      };
    }
  },
});

type MaxPods = { node: string; pods: number; maxPods: number; freeSlots: number; pending: string[] };

type Crowded = {
  readonly id: string;
  readonly node: string;
  readonly pods: number;
  readonly maxPods: number;
  readonly free: number;
};

export const maxPodsReached = defineRule<MaxPods, { crowded: Crowded | null; pending: readonly HostedPod[] }>({
  id: "max-pods-reached",
  code: "SGP-043",
  severity: "info",
  per: "cluster",
  needs: ["nodes", "pods"],
  gather(host) {
    const crowded = crowdOf(host);
    const pending = host.pods.filter(({ item }) => isKeptOutByCount(item));
    return crowded === null && pending.length === 0 ? null : { crowded, pending };
  },
  *check(world, gathered) {
    const pending = [...gathered.values()].flatMap((one) => one.pending).filter(({ item }) => isLong(item, world));
    for (const { crowded } of gathered.values()) {
      const node = crowded && world.item("nodes", crowded.node);
      const kept = node ? pending.filter(({ item }) => admits(item, node.labels)) : [];
      if (crowded === null || kept.length === 0) continue;
      const { id, free, ...counts } = crowded;
      yield {
        subjects: [id, ...kept.map(({ pod }) => pod.id)],
        facts: { ...counts, freeSlots: free, pending: kept.map(({ item }) => podKey(item)) },
        evidence: [seen("nodes", counts.node, "allocatable.pods", counts.maxPods)],
      };
    }
  },
});

type NearlyFull = {
  pool: string;
  poolKind: "node-pool" | "node-group" | "instance-type";
  used: number;
  slots: number;
  percent: number;
  nodes: number;
};

export const slotsNearlyFull = defineRule<NearlyFull, NodeSlots>({
  id: "slots-nearly-full",
  code: "SGP-041",
  severity: "medium",
  per: "cluster",
  needs: ["nodes", "pods"],
  gather: slotsOfNode,
  *check(_world, gathered) {
    const offering = [...gathered.values()].filter(({ allocatable }) => allocatable > 0);
    for (const [story, nodes] of Map.groupBy(offering, ({ poolKind, pool }) => `${poolKind} ${pool}`)) {
      const slots = nodes.reduce((sum, { allocatable }) => sum + allocatable, 0);
      const used = nodes.reduce((sum, { allocatable, free }) => sum + allocatable - free, 0);
      if (used < slots * nearlyFull) continue;
      const [fullest, ...others] = nodes.toSorted((a, b) => a.free - b.free) as [NodeSlots];
      yield {
        story,
        subjects: [fullest.id, ...others.map(({ id }) => id)],
        facts: {
          pool: fullest.pool,
          poolKind: fullest.poolKind,
          used,
          slots,
          percent: Math.floor((used / slots) * 100),
          nodes: nodes.length,
        },
        evidence: [seen("nodes", fullest.name, "allocatable.podEni", fullest.allocatable)],
      };
    }
  },
});

const nearlyFull = 0.9;

function tell(pods: readonly HostedPod[], all: readonly NodeSlots[]): Exhausted {
  const [{ item }] = pods as [HostedPod];
  const places = Map.groupBy(all, (node) => placeOn(node, item));
  const count = (place: Place) => places.get(place)?.length ?? 0;
  const full = places.get("full") ?? [];
  const offering = all.filter((node) => offers.has(placeOn(node, item)));
  const shown = offering.slice(0, mostNodes);
  const times = pods.flatMap(({ item }) => unscheduledAt(item) ?? []);
  return {
    cause: causeOf({
      full: full.length,
      noTrunk: count("no-trunk"),
      cannotTrunk: count("cannot-trunk"),
      withFree: count("free"),
    }),
    pods: pods.length,
    demand: demandOf(item),
    full: full.length,
    cooling: full.reduce((sum, { cooling }) => sum + cooling, 0),
    noTrunk: count("no-trunk"),
    cannotTrunk: count("cannot-trunk"),
    cordoned: count("cordoned"),
    withFreeSlots: count("free"),
    nodes: shown.map(({ name }) => name),
    nodeFree: shown.map(({ free }) => free),
    nodeSlots: shown.map(({ allocatable }) => allocatable),
    message: schedulingOf(item)?.message ?? "",
    waitingSince: times.length === 0 ? null : Math.min(...times),
  };
}

function causeOf(counts: { full: number; noTrunk: number; cannotTrunk: number; withFree: number }): Cause {
  if (counts.full > 0) return "full";
  if (counts.noTrunk > 0) return "no-trunk";
  if (counts.cannotTrunk > 0) return "cannot-trunk";
  return counts.withFree > 0 ? "excluded" : "no-node";
}

function crowdOf(host: Host): Crowded | null {
  const slots = slotsOfNode(host);
  const maxPods = host.node?.allocatable.pods;
  const pods = host.pods.filter(({ item }) => isLive(item)).length;
  if (slots === null || maxPods === undefined || pods < maxPods || slots.free <= 0 || canTrunk(host) === false)
    return null;
  return { id: slots.id, node: slots.name, pods, maxPods, free: slots.free };
}

function isKeptOutByCount(pod: Item<"pods">): boolean {
  return (
    isUnschedulable(pod) &&
    effectiveRequestOf(pod) > 0 &&
    schedulingOf(pod)?.message?.includes("Too many pods") === true
  );
}

/** A pod waits a while for a node that is being added: that is no fault yet. */
function isLong(pod: Item<"pods">, world: World): boolean {
  const at = unscheduledAt(pod);
  return at === undefined || world.isOlderThan(at, usualSeconds);
}

function podKey({ namespace, name }: Item<"pods">): string {
  return `${namespace}/${name}`;
}
