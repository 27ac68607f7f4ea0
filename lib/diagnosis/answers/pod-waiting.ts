import type { CollectionName } from "../../recording/collections.ts";
import { annotationOf } from "../../topology/world.ts";
import { isWaiting } from "../allocation.ts";
import type { Host, HostedPod } from "../host.ts";
import { demandOf, isShort, isUnschedulable, schedulingOf, unscheduledAt } from "../placement.ts";
import { boundAt, effectiveRequestOf, isLive, isSgpPod } from "../pods.ts";
import { nameOf } from "../policy-names.ts";
import { trunkFull } from "../rules/waiting.ts";
import { claimsOn, findingsAbout, isAbout } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type NodeCause, nodeCauses } from "./node-causes.ts";
import { hostedPod } from "./pod-groups.ts";
import { type SpokenCause, spokenCauses } from "./spoken-causes.ts";

export const waitingStates = [
  "running",
  "ended",
  "leaving",
  "unscheduled",
  "scheduling",
  "waiting-for-branch",
  "setting-up-network",
  "starting",
] as const;

/** Why a Pod is pending or creating: what keeps each node from taking it, or what its node lacks. */
export interface PodWaiting {
  readonly pod: string;
  readonly node: string | null;
  /**
   * `unscheduled`: no node takes it · `scheduling`: nobody has tried yet · `waiting-for-branch`: bound, and without a branch ·
   * `setting-up-network`: it has its branch and no address · `starting`: it has its network, and its containers are not ready.
   */
  readonly state: (typeof waitingStates)[number];
  readonly since: number | null;
  /** How many branches it asks for. */
  readonly asksFor: number;
  /** Whether the scheduler says that branch slots are what is missing; `null`: it has not spoken. */
  readonly isForSlots: boolean | null;
  /** What the scheduler said last. */
  readonly message: string | null;
  /** What it demands of a node's labels; `null`: nothing. */
  readonly demand: string | null;
  /** Of every node, what keeps it from taking the Pod; of an unscheduled Pod only. */
  readonly nodes: readonly NodeCause[];
  /** What the checks say, the cause first. */
  readonly causes: readonly SpokenCause[];
  readonly nextSlot: NextSlot | null;
  readonly findings: readonly string[];
  readonly lacks: readonly Lack[];
}

/** When a slot is free at the latest, epoch milliseconds, as far as what goes away by itself tells. */
export interface NextSlot {
  readonly at: number;
  readonly node: string | null;
  readonly because: "cooling" | "terminating";
}

const needs: readonly CollectionName[] = ["pods", "nodes", "interfaces", "cniNodes", "events"];

/** `null`: there is no such Pod. */
export function podWaiting(inquiry: Inquiry, name: string): PodWaiting | null {
  const found = hostedPod(inquiry, name);
  if (found === null) return null;
  const { host, hosted } = found;
  const { pod, item } = hosted;
  const state = stateOf(hosted);
  const isUnscheduled = state === "unscheduled";
  const isHeld = isUnscheduled || state === "waiting-for-branch" || state === "setting-up-network";
  const nodes = isUnscheduled ? nodeCauses(inquiry, item) : [];
  return {
    pod: nameOf(pod.id),
    node: item.nodeName ?? null,
    state,
    since: sinceOf(hosted, state),
    asksFor: effectiveRequestOf(item),
    isForSlots: isUnscheduled ? isShort(item) : null,
    message: schedulingOf(item)?.message ?? null,
    demand: demandOf(item),
    nodes,
    causes: isHeld ? spokenCauses(inquiry, host, pod.id) : [],
    nextSlot: nextSlotOf(inquiry, host, { pod: pod.id, state, nodes }),
    findings: findingsAbout(inquiry, pod.id),
    lacks: lacking(inquiry.world, needs),
  };
}

function stateOf(hosted: HostedPod): PodWaiting["state"] {
  const { item } = hosted;
  if (!isLive(item)) return "ended";
  if (item.deletingSince !== undefined) return "leaving";
  if (isUnschedulable(item)) return "unscheduled";
  if (item.nodeName === undefined) return "scheduling";
  if (isWaiting(hosted)) return "waiting-for-branch";
  if (item.podIp === undefined && (isSgpPod(item) || annotationOf(item) !== null)) return "setting-up-network";
  return hosted.pod.ready === true || item.phase === "Running" ? "running" : "starting";
}

function sinceOf({ item }: HostedPod, state: PodWaiting["state"]): number | null {
  if (state === "unscheduled") return unscheduledAt(item) ?? null;
  if (state === "scheduling") return item.createdAt ?? null;
  return state === "waiting-for-branch" || state === "setting-up-network" || state === "starting"
    ? boundAt(item)
    : null;
}

interface Held {
  readonly pod: string;
  readonly state: PodWaiting["state"];
  readonly nodes: readonly NodeCause[];
}

/** The scheduler waits for Pods to go, whose branches then cool down; the controller waits for branches that cool down. */
function nextSlotOf(inquiry: Inquiry, host: Host, { pod, state, nodes }: Held): NextSlot | null {
  if (state === "waiting-for-branch") {
    const at = claimsOn(trunkFull, host, inquiry).find((claim) => isAbout(claim, pod))?.facts.nextSlotAt ?? null;
    return at === null ? null : { at, node: host.node?.name ?? null, because: "cooling" };
  }
  if (state !== "unscheduled") return null;
  const full = new Set(nodes.flatMap((cause) => (cause.cause === "full" ? cause.nodeIds : [])));
  const going = [...full].flatMap((id) => goingOn(inquiry.hosts.get(id), inquiry.world.now));
  return going.reduce<NextSlot | null>((first, one) => (first === null || one.at < first.at ? one : first), null);
}

/** Pods on their way out that hold a slot: Kubernetes says by when they are gone. */
function goingOn(host: Host | undefined, now: number): NextSlot[] {
  return (host?.pods ?? []).flatMap(({ item }) =>
    isLive(item) && item.deletingSince !== undefined && item.deletingSince > now && effectiveRequestOf(item) > 0
      ? [{ at: item.deletingSince, node: host?.node?.name ?? null, because: "terminating" as const }]
      : [],
  );
}
