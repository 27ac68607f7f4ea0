import type { Item } from "../recording/collections.ts";
import { ipsOf, prefixesOf } from "./address-index.ts";
import { limitsOf } from "./branch-limits.ts";
import { unownedState } from "./branch-state.ts";
import { defined } from "./defined.ts";
import {
  isOfOtherCluster,
  kindOf,
  makerOf,
  slotOf,
  taggedInstance,
  taggedTrunk,
  taggedVlan,
  vlanRange,
} from "./interface-kind.ts";
import { remember } from "./memory.ts";
import type { Branch, BranchState, Interface, Mark, Trunk } from "./resources.ts";
import { annotationOf, isLive, known, type World, wasRead } from "./world.ts";

type NetworkInterface = Item<"interfaces">;

/** What decides the state of a branch besides the observation. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly releaseSeconds: number;
  /** Both halves were read and neither is failing. */
  readonly conclusive: boolean;
  /** Interfaces had been read before this change. */
  readonly watched: boolean;
}

export function buildInterface(world: World, eni: NetworkInterface): Interface {
  return defined({
    kind: "interface" as const,
    id: eni.id,
    marks: attachmentMarks(world, eni),
    ...factsOf(eni),
    ...attachmentFacts(eni),
    secondaryIps: Math.max(0, ipsOf(eni).length - 1),
    prefixes: prefixesOf(eni),
    madeBy: makerOf(eni),
  });
}

/** A trunk; its slots count the branches built before it. */
export function buildTrunk(world: World, eni: NetworkInterface): Trunk {
  const slots: Record<BranchState, number> = { used: 0, allocating: 0, cooling: 0, unowned: 0, orphan: 0 };
  for (const id of world.index.branchesByTrunk.get(eni.id)) {
    const branch = world.resources.get(id);
    if (branch?.kind === "branch") slots[branch.state]++;
  }
  const marks = attachmentMarks(world, eni);
  if (eni.attachment === null) marks.push("trunk-unattached");
  return defined({
    kind: "trunk" as const,
    id: eni.id,
    marks,
    ...factsOf(eni),
    ...attachmentFacts(eni),
    limit: limitOf(world, eni.attachment?.instanceId),
    slots,
  });
}

/** A branch, and when time alone will change its state (epoch milliseconds; `null` = never). */
export function buildBranch(
  world: World,
  eni: NetworkInterface,
  moment: Moment,
): { readonly branch: Branch; readonly until: number | null } {
  const keys = ownersOf(world, eni);
  const podIds = keys.map((key) => `pod/${key}`);
  const [podId] = podIds;
  const pod = keys[0] === undefined ? undefined : known(world, "pods").get(keys[0]);
  const owner = podId === undefined ? null : defined({ podId, uid: pod?.uid });
  const memory = remember(world.memory.get(eni.id), { ...moment, owner });
  world.memory.set(eni.id, memory);
  const { state, until } = owner ? { state: "used" as const, until: null } : stateOf(world, eni, memory, moment);
  const place = placeOf(world, eni, pod);
  const branch = defined({
    kind: "branch" as const,
    id: eni.id,
    marks: branchMarks(world, eni, place, podIds),
    status: eni.status,
    interfaceType: eni.type,
    description: eni.description,
    mac: eni.mac,
    ip: eni.privateIp,
    ipv6: eni.ipv6s?.[0],
    subnetId: eni.subnetId,
    zone: eni.availabilityZone,
    groupIds: eni.groups.map(groupId),
    trunkId: place.trunkId,
    instanceId: place.instanceId,
    vlan: place.vlan,
    vlanFrom: place.vlanFrom,
    associationId: place.associationId,
    state,
    podIds,
    firstSeen: memory.firstSeen,
    unownedSince: memory.unownedSince,
    lastOwner: owner ? undefined : memory.lastOwner?.podId,
  });
  return { branch, until };
}

function stateOf(
  world: World,
  eni: NetworkInterface,
  memory: Parameters<typeof unownedState>[0],
  { at, releaseSeconds }: Moment,
) {
  // Pods of another cluster are not in view: nobody can say whether one of them owns it.
  if (isOfOtherCluster(eni, world.clusterTag)) return { state: "unowned" as const, until: null };
  return unownedState(memory, at, releaseSeconds);
}

/** Live pods on a branch: those whose annotation names it, and those whose IP it holds. */
function ownersOf({ index }: World, { id }: NetworkInterface): readonly string[] {
  const named = index.podsByEni.sorted(id);
  return index.podsByCarrier.has(id) ? [...new Set([...named, ...index.podsByCarrier.get(id)])].sort() : named;
}

interface Place {
  readonly trunkId: string | null;
  readonly isTrunkKnown: boolean;
  readonly instanceId: string | null;
  readonly vlan: number | null;
  readonly vlanFrom: Branch["vlanFrom"] | undefined;
  readonly associationId: string | undefined;
}

/** Trunk and VLAN: tags first, then the association, then the annotation of a pod on it (domain 8.1). */
function placeOf(world: World, eni: NetworkInterface, pod: Item<"pods"> | undefined): Place {
  const associationId = world.index.associationsByBranch.first(eni.id);
  const association = associationId === undefined ? undefined : known(world, "trunkAssociations").get(associationId);
  const trunkId = taggedTrunk(eni) ?? association?.trunkId ?? trunkOfPod(world, pod) ?? null;
  const trunk = trunkId === null ? undefined : known(world, "interfaces").get(trunkId);
  const { vlan, vlanFrom } = vlanOf(eni, association, pod);
  return {
    trunkId,
    isTrunkKnown: trunk !== undefined,
    instanceId: trunk?.attachment?.instanceId ?? taggedInstance(eni) ?? null,
    vlan: vlan ?? null,
    vlanFrom,
    associationId,
  };
}

function vlanOf(
  eni: NetworkInterface,
  association: Item<"trunkAssociations"> | undefined,
  pod: Item<"pods"> | undefined,
): { vlan?: number; vlanFrom?: Branch["vlanFrom"] } {
  const tagged = taggedVlan(eni);
  if (tagged !== undefined) return { vlan: tagged, vlanFrom: "tag" };
  if (association?.vlanId !== undefined) return { vlan: association.vlanId, vlanFrom: "association" };
  const entry = pod && annotationOf(pod)?.entries.find(({ eniId }) => eniId === eni.id);
  return entry?.vlan === undefined ? {} : { vlan: entry.vlan, vlanFrom: "annotation" };
}

function trunkOfPod(world: World, pod: Item<"pods"> | undefined): string | undefined {
  const host = pod?.nodeName === undefined ? undefined : world.index.hostOfNode.get(pod.nodeName);
  if (host === undefined || pod === undefined || !isLive(pod)) return undefined;
  const trunks = [...world.index.enisByInstance.get(host)].filter((id) => {
    const eni = known(world, "interfaces").get(id);
    return eni !== undefined && kindOf(eni) === "trunk";
  });
  return trunks.length === 1 ? trunks[0] : undefined;
}

function branchMarks(world: World, eni: NetworkInterface, place: Place, podIds: readonly string[]): Mark[] {
  const marks: Mark[] = [];
  if (isOfOtherCluster(eni, world.clusterTag)) marks.push("other-cluster");
  if (!place.isTrunkKnown) marks.push("trunk-not-in-ec2");
  if (place.vlan === null) marks.push("vlan-unknown");
  else if (place.vlan < vlanRange.least || place.vlan > vlanRange.most) marks.push("vlan-out-of-range");
  if (isVlanConflict(world, eni)) marks.push("vlan-conflict");
  if (podIds.length > 1) marks.push("shared-branch");
  return marks;
}

/** Two in-use branches with one VLAN tag on one trunk. */
function isVlanConflict({ index }: World, eni: NetworkInterface): boolean {
  const slot = slotOf(eni);
  return slot !== undefined && index.branchesBySlot.count(slot) > 1;
}

function limitOf(world: World, instanceId: string | undefined): number | undefined {
  const instance = instanceId === undefined ? undefined : world.resources.get(instanceId);
  const type = instance?.kind === "instance" ? instance.instanceType : undefined;
  return type === undefined ? undefined : limitsOf(type)?.branches;
}

function attachmentMarks(world: World, eni: NetworkInterface): Mark[] {
  const instanceId = eni.attachment?.instanceId;
  const isLost = instanceId !== undefined && wasRead(world, "instances") && !known(world, "instances").has(instanceId);
  return isLost ? ["instance-unknown"] : [];
}

function groupId(group: { readonly id: string }): string {
  return group.id;
}

function factsOf(eni: NetworkInterface) {
  return {
    status: eni.status,
    interfaceType: eni.type,
    description: eni.description,
    mac: eni.mac,
    ip: eni.privateIp,
    ipv6: eni.ipv6s?.[0],
    subnetId: eni.subnetId,
    zone: eni.availabilityZone,
    groupIds: eni.groups.map(groupId),
  };
}

function attachmentFacts({ attachment }: NetworkInterface) {
  return {
    instanceId: attachment?.instanceId ?? null,
    deviceIndex: attachment?.deviceIndex,
    networkCardIndex: attachment?.networkCardIndex,
    attachedAt: attachment?.attachedAt,
    attachmentStatus: attachment?.status,
    deleteOnTermination: attachment?.deleteOnTermination,
  };
}
