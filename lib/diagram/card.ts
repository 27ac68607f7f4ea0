import type { Branch, Instance, Interface, Pod, Trunk } from "../topology/resources.ts";
import type { Card, EniSection, Trunkless } from "./card-shape.ts";
import { get, type Model, naming } from "./model.ts";
import { slotsOf } from "./slots.ts";

/** The card of an instance; the same object until something on it changes. */
export function cardOf(model: Model, instanceId: string): Card | null {
  const known = model.cards.get(instanceId);
  if (known) return known;
  const instance = get(model, "instance", instanceId);
  if (!instance) return null;
  const card = makeCard(model, instance);
  model.cards.set(instanceId, card);
  return card;
}

/** Branch slots of a trunk: the table of instance types, else what the node offers. */
export function limitOf(trunk: Trunk, instance: Instance | undefined): number | undefined {
  return trunk.limit ?? instance?.allocatable?.podEni ?? instance?.limits?.branches;
}

function makeCard(model: Model, instance: Instance): Card {
  const seen = new Set<string>();
  const waiting: Pod[] = [];
  const pods = new Map<string, Pod[]>();
  const others: Pod[] = [];
  for (const pod of naming(model, "pod", instance.id)) {
    if (pod.instanceId !== instance.id) continue;
    if (pod.waitsForBranch) waiting.push(pod);
    else if (pod.interfaceId !== null) listIn(pods, pod.interfaceId).push(pod);
    else others.push(pod);
  }
  waiting.sort(byName);

  const enis = [...naming(model, "interface", instance.id), ...naming(model, "trunk", instance.id)].sort(byDevice);
  let unplacedWaiting: readonly Pod[] = waiting;
  const sections = enis.map((eni, order): EniSection => {
    const own = pods.get(eni.id) ?? [];
    pods.delete(eni.id);
    own.sort(byName);
    if (eni.kind === "interface") return { eni, order, pods: own, slots: null };
    const branches = [...naming(model, "branch", eni.id)].filter((branch) => branch.trunkId === eni.id);
    const slots = slotsOf({
      branches,
      podsOf: (branch) => [...naming(model, "pod", branch.id)].sort(byName),
      waiting: unplacedWaiting,
      limit: limitOf(eni, instance),
    });
    unplacedWaiting = [];
    for (const slot of slots) for (const pod of slot.pods) seen.add(pod.id);
    return { eni, order, pods: own, slots };
  });

  const looseBranches = [...naming(model, "branch", instance.id)].filter(
    (branch) =>
      branch.instanceId === instance.id && !instanceHolds(sections, branch.trunkId) && !standsElsewhere(model, branch),
  );
  const left = [...pods.values()].flat().filter(({ id }) => !seen.has(id));
  return {
    id: instance.id,
    instance,
    enis: sections,
    otherPods: [...unplacedWaiting, ...others.filter(({ id }) => !seen.has(id)), ...left].sort(byName),
    looseBranches,
    trunkless: sections.some(({ slots }) => slots !== null) ? null : whyTrunkless(instance),
  };
}

function instanceHolds(sections: readonly EniSection[], trunkId: string | null): boolean {
  return sections.some(({ eni }) => eni.id === trunkId);
}

function standsElsewhere(model: Model, branch: Branch): boolean {
  const trunk = get(model, "trunk", branch.trunkId);
  return trunk !== undefined && get(model, "instance", trunk.instanceId) !== undefined;
}

function whyTrunkless(instance: Instance): Trunkless {
  if (instance.state === "terminated") return "terminated";
  if (instance.inEc2 === false) return "not-in-ec2";
  if (instance.limits?.trunk === false) return "unsupported";
  if (instance.inKubernetes === false) return "not-in-kubernetes";
  if (instance.management === "unknown") return "unknown";
  return instance.management === "cni-node" || instance.management === "legacy-label" ? "none" : "unmanaged";
}

function listIn(lists: Map<string, Pod[]>, key: string): Pod[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function byDevice(a: Interface | Trunk, b: Interface | Trunk): number {
  return (
    (a.networkCardIndex ?? 0) - (b.networkCardIndex ?? 0) ||
    (a.deviceIndex ?? 99) - (b.deviceIndex ?? 99) ||
    (a.id < b.id ? -1 : 1)
  );
}

function byName(a: Pod, b: Pod): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
