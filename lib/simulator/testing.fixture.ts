import type { Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";
import { parseAnnotation, podEniAnnotation } from "../topology/annotation.ts";
import { trunkTag, vlanTag } from "./ec2.ts";
import { isInside } from "./network.ts";
import type { Fault, FaultKind, Scenario } from "./scenario.ts";
import { type Simulation, simulate } from "./simulate.ts";

/** For tests: what must hold of every observation of a cluster without faults, and shorthands to look at one. */

export type Pod = Item<"pods">;
export type Interface = Item<"interfaces">;

export const second = 1000;
export const minute = 60_000;

export function started(scenario: Scenario, ...faults: readonly Fault[]): Simulation {
  const simulation = simulate({ ...scenario, faults: [...(scenario.faults ?? []), ...faults] });
  simulation.advance(scenario.start);
  return simulation;
}

export function live(simulation: Simulation, ms: number): Observation {
  simulation.advance(simulation.now + ms);
  return simulation.observation;
}

/** A fault in force from the first moment on, or for a while. */
export function fault(kind: FaultKind, from = 0, until = Number.POSITIVE_INFINITY): Fault {
  return { ...kind, from, until };
}

export function podsOf(observation: Observation, namespace: string, prefix = ""): Pod[] {
  return [...itemsOf(observation, "pods").values()].filter(
    (pod) => pod.namespace === namespace && pod.name.startsWith(prefix),
  );
}

export function branchesOf(observation: Observation): Interface[] {
  return [...itemsOf(observation, "interfaces").values()].filter(({ tags }) => tags[trunkTag] !== undefined);
}

export function isLive({ phase }: Pod): boolean {
  return phase !== "Succeeded" && phase !== "Failed";
}

export function entriesOf(pod: Pod) {
  const text = pod.annotations[podEniAnnotation];
  return text === undefined ? [] : parseAnnotation(text).entries;
}

export function ownedIds(observation: Observation): Set<string> {
  const pods = [...itemsOf(observation, "pods").values()].filter(isLive);
  return new Set(pods.flatMap((pod) => entriesOf(pod).flatMap(({ eniId }) => eniId ?? [])));
}

export function eventsOf(observation: Observation, reason: string): Item<"events">[] {
  return [...itemsOf(observation, "events").values()].filter((event) => event.reason === reason);
}

/** Everything about an observation that contradicts how EC2, the controller and the scheduler work. */
export function contradictions(observation: Observation): string[] {
  return [
    ...aboutVlans(observation),
    ...aboutAddresses(observation),
    ...aboutPods(observation),
    ...aboutNodes(observation),
  ];
}

function* aboutVlans(observation: Observation): Iterable<string> {
  const taken = new Set<string>();
  for (const { id, tags } of branchesOf(observation)) {
    const slot = `${tags[trunkTag]} VLAN ${tags[vlanTag]}`;
    if (taken.has(slot)) yield `${id} is the second branch on ${slot}`;
    taken.add(slot);
  }
}

function* aboutAddresses(observation: Observation): Iterable<string> {
  const holders = new Map<string, string>();
  for (const { id, privateIps = [], ipv4Prefixes = [], subnetId = "" } of itemsOf(observation, "interfaces").values()) {
    const cidr = itemsOf(observation, "subnets").get(subnetId)?.cidr ?? "";
    for (const address of [...privateIps, ...ipv4Prefixes.map((prefix) => prefix.replace("/28", ""))]) {
      const holder = holders.get(address);
      if (holder !== undefined) yield `${address} is on ${holder} and on ${id}`;
      if (!isInside(cidr, address)) yield `${address} of ${id} is outside of ${cidr}`;
      holders.set(address, id);
    }
  }
}

function* aboutPods(observation: Observation): Iterable<string> {
  const interfaces = itemsOf(observation, "interfaces");
  for (const pod of itemsOf(observation, "pods").values()) {
    if (!isLive(pod)) continue;
    const entries = entriesOf(pod);
    const first = entries[0]?.ip;
    if (first !== undefined && pod.podIp !== undefined && pod.podIp !== first) {
      yield `${pod.name} has ${pod.podIp}, not its branch's ${first}`;
    }
    for (const { eniId = "", ip } of entries) {
      const branch = interfaces.get(eniId);
      if (!branch) yield `${pod.name} names ${eniId}, which does not exist`;
      else if (branch.privateIp !== ip) yield `${pod.name} and ${eniId} disagree about the address`;
    }
  }
}

function* aboutNodes(observation: Observation): Iterable<string> {
  const requested = new Map<string, number>();
  for (const pod of itemsOf(observation, "pods").values()) {
    if (!isLive(pod) || pod.nodeName === undefined) continue;
    const sum = pod.containers.reduce((total, { podEniRequest = 0 }) => total + podEniRequest, 0);
    requested.set(pod.nodeName, (requested.get(pod.nodeName) ?? 0) + sum);
  }
  for (const { name, allocatable } of itemsOf(observation, "nodes").values()) {
    const sum = requested.get(name) ?? 0;
    if (sum > (allocatable.podEni ?? 0)) yield `${name} is promised ${sum} branches of ${allocatable.podEni ?? 0}`;
  }
  const counts = new Map<string, number>();
  for (const { tags } of branchesOf(observation))
    counts.set(tags[trunkTag] ?? "", (counts.get(tags[trunkTag] ?? "") ?? 0) + 1);
  for (const instance of itemsOf(observation, "instances").values()) {
    for (const id of instance.interfaceIds ?? []) {
      const limit = itemsOf(observation, "nodes").get(instance.privateDnsName ?? "")?.capacity.podEni;
      if (limit !== undefined && (counts.get(id) ?? 0) > limit)
        yield `${id} carries ${counts.get(id)} branches of ${limit}`;
    }
  }
}
