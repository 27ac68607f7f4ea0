import { heldSlotsOf } from "../../topology/slot-limit.ts";
import { annotationOf } from "../../topology/world.ts";
import { allocationOf, eventId, isWaiting, lastTold } from "../allocation.ts";
import type { Host, HostedPod } from "../host.ts";
import { canTrunk, isManaged, isOrdinaryNode } from "../managed.ts";
import { requestedOn } from "../node-slots.ts";
import { boundAt, isLive, requestOf } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";
import type { World } from "../world.ts";

type TrunkFull = {
  trunk: string;
  node: string;
  pods: string[];
  limit: number;
  used: number;
  cooling: number;
  /** Held by branches that nobody is known to own. */
  unowned: number;
  schedulerFree: number;
  coolDownSeconds: number;
  releaseSeconds: number;
  waitingSince: number;
  /** When the next slot is free at the latest; `null`: cannot be computed. */
  nextSlotAt: number | null;
};

export const trunkFull = defineRule<TrunkFull>({
  id: "trunk-full",
  code: "SGP-042",
  severity: "high",
  per: "host",
  needs: ["interfaces", "nodes", "pods", "events"],
  confirmAfterSeconds: 60,
  explainedBy: ["branch-leaked", "controller-silent"],
  *check(host, world) {
    const { node, trunks } = host;
    const waiting = host.pods.filter((hosted) => isWaitingForCapacity(hosted, world));
    if (node === undefined || waiting.length === 0) return;
    const allocatable = node.allocatable.podEni ?? 0;
    const schedulerFree = allocatable - requestedOn(host);
    if (schedulerFree < 1) return;
    for (const trunk of trunks) {
      const limit = trunk.limit ?? allocatable;
      if (limit === 0 || heldSlotsOf(trunk) < limit) continue;
      const { used, cooling, unowned, orphan, allocating } = trunk.slots;
      yield {
        story: trunk.id,
        subjects: [trunk.id, ...waiting.map(({ pod }) => pod.id)],
        facts: {
          trunk: trunk.id,
          node: node.name,
          pods: waiting.map(nameOf),
          limit,
          used,
          cooling,
          unowned: unowned + orphan + allocating,
          schedulerFree,
          coolDownSeconds: world.coolDownSeconds,
          releaseSeconds: world.releaseSeconds,
          waitingSince: Math.min(...waiting.map(({ item }) => boundAt(item) ?? world.now)),
          nextSlotAt: nextSlotAt(host, trunk.id, world),
        },
        evidence: [
          seen("nodes", node.name, "allocatable.podEni", allocatable),
          ...waiting.slice(0, 3).flatMap(({ item }) => {
            const { requested } = allocationOf(item, world);
            return requested ? [seen("events", eventId(requested), "reason", requested.reason)] : [];
          }),
        ],
      };
    }
  },
});

type WithoutTrunk = {
  node: string;
  instance: string;
  instanceType: string | null;
  pods: string[];
  reason: "cannot-trunk" | "not-managed" | "no-capacity";
};

export const podWithoutTrunk = defineRule<WithoutTrunk>({
  id: "pod-without-trunk",
  code: "SGP-044",
  severity: "high",
  per: "host",
  needs: ["nodes", "pods", "cniNodes"],
  *check(host, world) {
    const reason = isOrdinaryNode(host) ? lackOf(host) : null;
    if (reason === null || host.node === undefined) return;
    const bound = host.pods.filter(
      (hosted) => isWaiting(hosted) && requestOf(hosted.item) > 0 && isBoundFor(hosted, 60, world),
    );
    const [first, ...others] = bound.map(({ pod }) => pod.id);
    if (first === undefined) return;
    const { name } = host.node;
    yield {
      story: host.id,
      subjects: [first, ...others, host.id],
      facts: {
        node: name,
        instance: host.id,
        instanceType: host.instance?.instanceType ?? null,
        pods: bound.map(nameOf),
        reason,
      },
      evidence: [
        seen("nodes", name, "allocatable.podEni", host.node.allocatable.podEni),
        seen("cniNodes", name, "features", host.cniNode?.features.map((feature) => feature.name) ?? []),
      ],
    };
  },
});

type AnnotationMissing = {
  pods: string[];
  nodes: string[];
  /** Those of the nodes on whose trunk every slot is held. */
  fullNodes: string[];
  boundSince: number;
  /** The last thing that the controller said of them; `null`: nothing. */
  lastReason: string | null;
  lastAt: number | null;
};

export const annotationMissing = defineRule<AnnotationMissing>({
  id: "annotation-missing",
  code: "SGP-045",
  severity: "high",
  per: "host",
  needs: ["nodes", "pods", "cniNodes"],
  explainedBy: [
    "trunk-full",
    "branch-leaked",
    "allocation-failed",
    "allocation-given-up",
    "annotation-refused",
    "controller-silent",
  ],
  merge: joinFacts,
  *check(host, world) {
    if (!isOrdinaryNode(host) || isManaged(host) !== true || lackOf(host) !== null) return;
    const isFull = isTrunkFull(host);
    for (const hosted of host.pods) {
      if (!isWaiting(hosted) || !isBoundFor(hosted, 60, world)) continue;
      const { item, pod } = hosted;
      if (isSlotDue(hosted, host, world)) continue;
      const { requested, failed, refused } = allocationOf(item, world);
      const told = [requested, failed, refused].reduce((a, b) => (lastTold(b) > lastTold(a) ? b : a));
      yield {
        story: told?.reason ?? "silence",
        subjects: isFull ? [pod.id, ...host.trunks.map(({ id }) => id)] : [pod.id],
        facts: {
          pods: [nameOf(hosted)],
          nodes: [host.node.name],
          fullNodes: isFull ? [host.node.name] : [],
          boundSince: boundAt(item) ?? world.now,
          lastReason: told?.reason ?? null,
          lastAt: told === undefined ? null : lastTold(told),
        },
        evidence: [
          seen("pods", nameOf(hosted), "annotations.vpc.amazonaws.com/pod-eni", null),
          seen("pods", nameOf(hosted), "nodeName", item.nodeName),
          ...(told ? [seen("events", eventId(told), "reason", told.reason)] : []),
        ],
        since: { at: boundAt(item) ?? world.now, exact: true },
      };
    }
  },
});

type SandboxFailing = {
  node: string | null;
  pods: string[];
  message: string;
  lastAt: number;
  awsNodeReady: boolean | null;
};

const stillArrivingSeconds = 120;

export const sandboxFailing = defineRule<SandboxFailing>({
  id: "sandbox-failing",
  code: "SGP-049",
  severity: "high",
  per: "host",
  needs: ["pods", "events"],
  explainedBy: ["annotation-unusable", "aws-node-unhealthy", "annotation-names-unknown"],
  merge: joinFacts,
  *check(host, world) {
    for (const hosted of host.pods) {
      const { item, pod } = hosted;
      if (!isLive(item) || item.deletingSince !== undefined || item.podIp || annotationOf(item) === null) continue;
      if (!isAnnotatedFor(hosted, 60, world)) continue;
      const failed = world
        .eventsAbout("Pod", item.namespace, item.name)
        .findLast(({ reason }) => reason === "FailedCreatePodSandBox");
      const lastAt = lastTold(failed);
      if (failed === undefined || lastAt < (item.createdAt ?? 0) || world.isOlderThan(lastAt, stillArrivingSeconds))
        continue;
      const status = host.awsNode?.pod.conditions.find(({ type }) => type === "Ready")?.status;
      yield {
        story: host.id,
        subjects: [pod.id, host.id],
        facts: {
          node: item.nodeName ?? null,
          pods: [nameOf(hosted)],
          message: failed.message ?? "",
          lastAt,
          awsNodeReady: status === undefined ? null : status === "True",
        },
        evidence: [
          seen("events", eventId(failed), "message", failed.message),
          seen("pods", nameOf(hosted), "podIp", null),
        ],
      };
    }
  },
});

/** Bound, and the controller took the job up and has said nothing since: it is waiting for a slot (domain 4b, P4w). */
function isWaitingForCapacity(hosted: HostedPod, world: World): boolean {
  if (!isWaiting(hosted) || requestOf(hosted.item) === 0 || !isBoundFor(hosted, 15, world)) return false;
  const { requested, failed, refused, allocated } = allocationOf(hosted.item, world);
  const at = lastTold(requested);
  return (
    requested !== undefined &&
    [failed, refused, allocated].every((other) => other === undefined || lastTold(other) < at)
  );
}

/**
 * Whether the controller waits for a slot that comes back by itself: it asks again once per cool-down, and all that held the trunk is gone
 * within a release and one more round. A trunk that stays full gets the time that `trunk-full` takes to be sure.
 */
function isSlotDue(hosted: HostedPod, host: Host, world: World): boolean {
  const { requested, failed, refused } = allocationOf(hosted.item, world);
  const at = lastTold(requested);
  if (lastTold(failed) > at || lastTold(refused) > at) return false;
  const isFull = isTrunkFull(host);
  if (isFull && requested !== undefined && !isBoundFor(hosted, surelyFullSeconds, world)) return true;
  const retries = (requested?.count ?? 1) > 1 || world.coolDownSeconds > 60;
  const isAsking = requested !== undefined && retries && !world.isOlderThan(at, world.coolDownSeconds + 30);
  const isCooling = isFull && host.trunks.some(({ slots }) => slots.cooling > 0);
  return (isCooling || isAsking) && !isBoundFor(hosted, world.releaseSeconds + 2 * world.coolDownSeconds, world);
}

const surelyFullSeconds = 150;

function isTrunkFull({ trunks: [trunk], node }: Host): boolean {
  const limit = trunk?.limit ?? node?.allocatable.podEni;
  return trunk !== undefined && limit !== undefined && heldSlotsOf(trunk) >= limit;
}

function isBoundFor({ item }: HostedPod, seconds: number, world: World): boolean {
  const at = boundAt(item);
  return at !== null && world.isOlderThan(at, seconds);
}

/** By the controller's own word, else by when the pod was bound, with a minute for the allocation. */
function isAnnotatedFor({ item }: HostedPod, seconds: number, world: World): boolean {
  const { allocated } = allocationOf(item, world);
  if (allocated !== undefined) return world.isOlderThan(lastTold(allocated), seconds);
  const bound = boundAt(item);
  return bound !== null && world.isOlderThan(bound, seconds + 60);
}

/** Why no branch can ever come to a pod here; `null`: it can, or cannot be said. */
function lackOf(host: Host): WithoutTrunk["reason"] | null {
  const offered = host.node?.allocatable.podEni ?? 0;
  if (canTrunk(host) === false && offered === 0) return "cannot-trunk";
  if (isManaged(host) === false) return "not-managed";
  return offered === 0 && (host.node?.capacity.podEni ?? 0) === 0 ? "no-capacity" : null;
}

function nextSlotAt({ branches }: Host, trunkId: string, world: World): number | null {
  const releases = branches.flatMap((branch) =>
    branch.trunkId === trunkId && branch.state === "cooling" && branch.unownedSince ? [branch.unownedSince.at] : [],
  );
  return releases.length === 0 ? null : Math.min(...releases) + world.releaseSeconds * 1000;
}

function nameOf({ item }: HostedPod): string {
  return `${item.namespace}/${item.name}`;
}
