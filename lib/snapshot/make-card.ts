import type { Members } from "../topology/hosts.ts";
import type { Instance, Interface, Pod, Trunk } from "../topology/resources.ts";
import type { Card, EniSection, Trunkless } from "./card-shape.ts";
import { slotsOf } from "./slots.ts";

/** Branch slots of a trunk: the table of instance types, else what the node offers. */
export function limitOf(trunk: Trunk, instance: Instance | undefined): number | undefined {
  return trunk.limit ?? instance?.allocatable?.podEni ?? instance?.limits?.branches;
}

/** An instance with its members in the order in which they are drawn. */
export function makeCard(instance: Instance, { interfaces, trunks, branches, pods: own, guests }: Members): Card {
  const seen = new Set<string>();
  const waiting: Pod[] = [];
  const pods = new Map<string, Pod[]>();
  const byBranch = new Map<string, Pod[]>();
  const others: Pod[] = [];
  for (const pod of own) {
    if (pod.waitsForBranch) waiting.push(pod);
    else if (pod.interfaceId !== null) listIn(pods, pod.interfaceId, pod);
    else others.push(pod);
  }
  for (const pod of [...own, ...guests]) for (const id of carriersOf(pod)) listIn(byBranch, id, pod);
  waiting.sort(byId);

  const byTrunk = Map.groupBy(branches, ({ trunkId }) => trunkId);
  let unplacedWaiting: readonly Pod[] = waiting;
  const keys = new Set<number>();
  const sections = [...interfaces, ...trunks].sort(byDevice).map((eni, order): EniSection => {
    const carried = pods.get(eni.id) ?? [];
    pods.delete(eni.id);
    carried.sort(byId);
    const key = keyOf(eni, keys);
    if (eni.kind === "interface") return { key, eni, order, pods: carried, slots: null };
    const slots = slotsOf({
      branches: byTrunk.get(eni.id) ?? [],
      podsOf: (branch) => (byBranch.get(branch.id) ?? []).sort(byId),
      waiting: unplacedWaiting,
      limit: limitOf(eni, instance),
    });
    unplacedWaiting = [];
    for (const slot of slots) for (const pod of slot.pods) seen.add(pod.id);
    return { key, eni, order, pods: carried, slots };
  });

  const held = new Set(trunks.map(({ id }) => id));
  const left = [...pods.values()].flat();
  return {
    id: instance.id,
    instance,
    enis: sections,
    otherPods: [...unplacedWaiting, ...others, ...left].filter(({ id }) => !seen.has(id)).sort(byId),
    looseBranches: branches.filter(({ trunkId }) => trunkId === null || !held.has(trunkId)).sort(byId),
    trunkless: trunks.length > 0 ? null : whyTrunkless(instance),
  };
}

/** The ENIs a pod is on or names. */
export function carriersOf({ branchIds, interfaceId }: Pod): readonly string[] {
  if (interfaceId === null || branchIds.includes(interfaceId)) return branchIds;
  return [...branchIds, interfaceId];
}

/** Network card and device index, made unique: what stays the same when the ENI is another. */
function keyOf({ networkCardIndex = 0, deviceIndex = 99 }: Interface | Trunk, taken: Set<number>): number {
  let key = networkCardIndex * 100 + deviceIndex;
  while (taken.has(key)) key += 10_000;
  taken.add(key);
  return key;
}

function whyTrunkless(instance: Instance): Trunkless {
  if (instance.state === "terminated") return "terminated";
  if (instance.inEc2 === false) return "not-in-ec2";
  if (instance.limits?.trunk === false) return "unsupported";
  if (instance.inKubernetes === false) return "not-in-kubernetes";
  if (instance.management === "unknown") return "unknown";
  return instance.management === "cni-node" || instance.management === "legacy-label" ? "none" : "unmanaged";
}

function listIn(lists: Map<string, Pod[]>, key: string, pod: Pod): void {
  const list = lists.get(key);
  if (list) list.push(pod);
  else lists.set(key, [pod]);
}

function byDevice(a: Interface | Trunk, b: Interface | Trunk): number {
  return (
    (a.networkCardIndex ?? 0) - (b.networkCardIndex ?? 0) || (a.deviceIndex ?? 99) - (b.deviceIndex ?? 99) || byId(a, b)
  );
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
