import type { CollectionName, Item } from "../../recording/collections.ts";
import type { Branch, Trunk } from "../../topology/resources.ts";
import type { Confidence, Since } from "../finding.ts";
import type { Host } from "../host.ts";
import { isOrdinaryNode } from "../managed.ts";
import { currentSubnetOf } from "../rules/eni-configs.ts";
import { lastOwnerOf } from "../rules/leaks.ts";
import { ourInterface } from "../seen.ts";
import { allFindings } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type Listed, listed } from "./listed.ts";

/** The classes of domain 2.6 as far as one cluster can see them: nobody can watch a cluster that was deleted. */
export const leakClasses = [
  "cooling",
  "forgotten",
  "former-subnet",
  "available",
  "trunk-gone",
  "instance-gone",
  "trunk-available",
  "age-unknown",
] as const;
export type LeakClass = (typeof leakClasses)[number];

/** Whether deleting it by hand does harm. */
export const safeties = ["yes", "no", "never-during-cool-down", "unknown"] as const;
export type Safety = (typeof safeties)[number];

export const safetyReasons = [
  "left-over-after-sweeps",
  "cools-down",
  "still-associated",
  "sweep-will-come",
  "age-unknown",
  "unread",
] as const;

/** A branch or trunk that no Pod owns. */
export interface Leak {
  readonly eni: string;
  readonly class: LeakClass;
  readonly status: string | null;
  readonly safe: Safety;
  readonly because: (typeof safetyReasons)[number];
  readonly confidence: Confidence;
  readonly ips: number;
  /** Branch slots that it holds: 0 where there is no trunk to hold one of. */
  readonly slots: number;
  readonly subnet: string | null;
  readonly trunk: string | null;
  readonly vlan: number | null;
  readonly node: string | null;
  readonly lastOwner: string | null;
  /** `null`: age unknown. */
  readonly unownedSince: Since | null;
  /** Of what cools down: by when it is gone, epoch milliseconds. */
  readonly goneAt: number | null;
}

export interface LeakCount {
  readonly class: LeakClass;
  readonly enis: number;
  readonly ips: number;
  readonly slots: number;
  /** How many of them may be deleted by hand. */
  readonly deletable: number;
}

/** What lies around without an owner, and whether it may be deleted. */
export interface Leaks {
  readonly classes: readonly LeakCount[];
  readonly enis: Listed<Leak>;
  /** Addresses and slots that all of them hold together, and those that come back by themselves within the cool-down. */
  readonly ips: number;
  readonly slots: number;
  readonly comingBack: { readonly ips: number; readonly slots: number };
  readonly coolDownSeconds: number;
  readonly releaseSeconds: number;
  /** False: the controller's lease is stale, and nothing is cleaned up meanwhile. */
  readonly isControllerSound: boolean;
  readonly lacks: readonly Lack[];
}

const needs: readonly CollectionName[] = ["interfaces", "pods", "instances", "nodes", "configMaps"];

export function leaks(inquiry: Inquiry): Leaks {
  const { world } = inquiry;
  const lacks = lacking(world, needs);
  const found = leaksOf(inquiry).toSorted(
    (a, b) => leakClasses.indexOf(b.class) - leakClasses.indexOf(a.class) || (a.eni < b.eni ? -1 : 1),
  );
  const cooling = found.filter((leak) => leak.class === "cooling");
  return {
    classes: leakClasses.flatMap((name) => {
      const all = found.filter((leak) => leak.class === name);
      if (all.length === 0) return [];
      const deletable = all.filter(({ safe }) => safe === "yes").length;
      return [{ class: name, enis: all.length, ...costOf(all), deletable }];
    }),
    enis: listed(found),
    ...costOf(found),
    comingBack: costOf(cooling),
    coolDownSeconds: world.coolDownSeconds,
    releaseSeconds: world.releaseSeconds,
    isControllerSound: world.isControllerSound,
    lacks,
  };
}

/** Every branch without an owner, and every trunk that hangs on nothing. */
export function leaksOf(inquiry: Inquiry): readonly Leak[] {
  const swept = sweptOver(inquiry);
  const isBlind = lacking(inquiry.world, needs).length > 0;
  return [...inquiry.hosts.values()].flatMap((host) => [
    ...host.branches.flatMap((branch) => leakOf(inquiry, host, branch, { swept, isBlind }) ?? []),
    ...host.trunks.flatMap((trunk) => looseTrunk(inquiry, trunk, { swept, isBlind }) ?? []),
  ]);
}

interface Known {
  /** ENIs that two sweeps of the controller left behind, as SGP-003 has it. */
  readonly swept: ReadonlySet<string>;
  readonly isBlind: boolean;
}

function leakOf(inquiry: Inquiry, host: Host, branch: Branch, known: Known): Leak | null {
  const { world } = inquiry;
  const eni = ourInterface(world, branch.id);
  if (eni === undefined || branch.podIds.length > 0 || branch.state === "allocating" || branch.state === "used")
    return null;
  const which = classOfBranch(inquiry, host, branch);
  const since = branch.unownedSince ?? null;
  const holdsSlot = branch.trunkId !== null && world.resource("trunk", branch.trunkId) !== undefined;
  return {
    eni: branch.id,
    class: which,
    status: branch.status ?? null,
    ...safetyOf(which, branch, known),
    confidence: confidenceOf(which, world.isControllerSound, known.isBlind),
    ips: addressesOf(eni),
    slots: holdsSlot ? 1 : 0,
    subnet: branch.subnetId ?? null,
    trunk: branch.trunkId,
    vlan: branch.vlan,
    node: host.instance?.nodeName ?? null,
    lastOwner: lastOwnerOf(branch, world),
    unownedSince: since,
    goneAt: which === "cooling" && since !== null ? since.at + world.releaseSeconds * 1000 : null,
  };
}

function classOfBranch(inquiry: Inquiry, host: Host, branch: Branch): LeakClass {
  const { world } = inquiry;
  const isTrunkGone = branch.marks.includes("trunk-not-in-ec2");
  if (isTrunkGone && isInstanceGone(host, branch, inquiry)) return "instance-gone";
  if (isTrunkGone) return "trunk-gone";
  if (branch.state === "cooling") return "cooling";
  if (branch.status === "available") return "available";
  const subnet = isOrdinaryNode(host) ? currentSubnetOf(host, world) : null;
  if (subnet !== null && branch.subnetId !== undefined && branch.subnetId !== subnet) return "former-subnet";
  return branch.state === "orphan" ? "forgotten" : "age-unknown";
}

/** Neither EC2 nor Kubernetes has the instance that it was made for. */
function isInstanceGone({ instance }: Host, { instanceId }: Branch, { world }: Inquiry): boolean {
  const state = instanceId === null ? undefined : world.item("instances", instanceId)?.state;
  const isThere = state !== undefined && state !== "terminated";
  return instanceId !== null && !isThere && instance?.inKubernetes !== true;
}

function looseTrunk(inquiry: Inquiry, trunk: Trunk, known: Known): Leak | null {
  const eni = ourInterface(inquiry.world, trunk.id);
  if (eni === undefined || trunk.instanceId !== null || trunk.status !== "available") return null;
  return {
    eni: trunk.id,
    class: "trunk-available",
    status: trunk.status,
    ...safetyOf("trunk-available", trunk, known),
    confidence: confidenceOf("trunk-available", inquiry.world.isControllerSound, known.isBlind),
    ips: addressesOf(eni),
    slots: 0,
    subnet: trunk.subnetId ?? null,
    trunk: null,
    vlan: null,
    node: null,
    lastOwner: null,
    unownedSince: null,
    goneAt: null,
  };
}

/** An ENI that is in use is still associated: what deleting it does to the controller's books nobody has told (domain 9.1, SGP-002). */
function safetyOf(
  which: LeakClass,
  { id, status }: Branch | Trunk,
  { swept, isBlind }: Known,
): Pick<Leak, "safe" | "because"> {
  if (which === "cooling") return { safe: "never-during-cool-down", because: "cools-down" };
  if (isBlind) return { safe: "unknown", because: "unread" };
  if (status === "available")
    return swept.has(id)
      ? { safe: "yes", because: "left-over-after-sweeps" }
      : { safe: "no", because: "sweep-will-come" };
  return which === "age-unknown"
    ? { safe: "unknown", because: "age-unknown" }
    : { safe: "no", because: "still-associated" };
}

function confidenceOf(which: LeakClass, isControllerSound: boolean, isBlind: boolean): Confidence {
  if (isBlind || which === "age-unknown") return "cannot-tell";
  return isControllerSound ? "certain" : "likely";
}

function sweptOver({ findings }: Inquiry): ReadonlySet<string> {
  const stranded = allFindings(findings.values()).filter(({ rule }) => rule === "interface-stranded");
  return new Set(stranded.flatMap(({ subjects }) => subjects));
}

/** A prefix of 16 addresses is taken from the subnet as a whole. */
function addressesOf({ privateIp, privateIps = [], ipv4Prefixes = [] }: Item<"interfaces">): number {
  const single = Math.max(privateIps.length, privateIp === undefined ? 0 : 1);
  return single + ipv4Prefixes.length * 16;
}

function costOf(all: readonly Leak[]): { ips: number; slots: number } {
  return {
    ips: all.reduce((sum, { ips }) => sum + ips, 0),
    slots: all.reduce((sum, { slots }) => sum + slots, 0),
  };
}
