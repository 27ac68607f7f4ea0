import { podEniAnnotation } from "../../topology/annotation.ts";
import { slotOf, taggedTrunk, taggedVlan, vlanRange } from "../../topology/interface-kind.ts";
import { annotationOf, isLive } from "../../topology/world.ts";
import type { Host } from "../host.ts";
import type { Pointed } from "../rule.ts";
import { defineRule } from "../rule.ts";
import { isSettled, ourInterface, podsOn, seen } from "../seen.ts";
import type { World } from "../world.ts";

const annotationField = `annotations.${podEniAnnotation}`;
const vlanField = "tags.vpcresources.k8s.aws/vlan-id";

/** A VLAN id is free again as soon as its branch is deleted, while one sweep of EC2 may still show that branch. */
const settledSeconds = 60;

type ConflictFacts = { vlan: number; trunk: string | null; node: string | null; branches: string[]; pods: string[] };

export const vlanConflict = defineRule<ConflictFacts>({
  id: "vlan-conflict",
  code: "SGP-009",
  severity: "critical",
  per: "host",
  needs: ["pods", "interfaces"],
  explainedBy: ["shared-branch"],
  *check(host, world) {
    for (const { vlan, trunk, branches, pods, evidence } of conflictsOn(host, world)) {
      const [first, ...others] = [...branches, ...pods.map((pod) => `pod/${pod}`)];
      if (first === undefined) continue;
      yield {
        story: `${trunk ?? host.id}/${vlan}`,
        subjects: [first, ...others],
        facts: { vlan, trunk, node: host.instance?.nodeName ?? null, branches, pods },
        evidence,
      };
    }
  },
});

interface Conflict {
  readonly vlan: number;
  readonly trunk: string | null;
  readonly branches: string[];
  readonly pods: string[];
  readonly evidence: Pointed[];
}

/** Every VLAN id with two in-use branches on one trunk, or with two live pods of the node. */
function* conflictsOn(host: Host, world: World): Iterable<Conflict> {
  if (!mayConflict(host)) return;
  const slots = new Map<string, Conflict>();
  const slotAt = (trunk: string | null, vlan: number) => {
    const key = `${trunk}/${vlan}`;
    const known = slots.get(key) ?? { vlan, trunk, branches: [], pods: [], evidence: [] };
    slots.set(key, known);
    return known;
  };
  for (const { id } of host.branches) {
    const eni = ourInterface(world, id);
    const slot = eni && slotOf(eni);
    if (slot === undefined) continue;
    const { branches, evidence } = slotAt(slot.trunkId, slot.vlan);
    branches.push(id);
    evidence.push(seen("interfaces", id, vlanField, slot.vlan));
  }
  const onlyTrunk = host.trunks.length === 1 ? (host.trunks[0]?.id ?? null) : null;
  for (const { item } of podsOn(host)) {
    const entry = isLive(item) && item.nodeName !== undefined ? annotationOf(item)?.entries[0] : undefined;
    if (!entry?.vlan) continue;
    const eni = entry.eniId === undefined ? undefined : world.item("interfaces", entry.eniId);
    const { pods, evidence } = slotAt((eni && taggedTrunk(eni)) ?? onlyTrunk, entry.vlan);
    pods.push(`${item.namespace}/${item.name}`);
    evidence.push(seen("pods", `${item.namespace}/${item.name}`, annotationField, item.annotations[podEniAnnotation]));
  }
  for (const slot of slots.values()) {
    if (
      slot.pods.length > 1 ||
      (slot.branches.length > 1 && slot.branches.every((id) => isSettled(world, id, settledSeconds)))
    ) {
      yield slot;
    }
  }
}

/** Nearly all hosts have nothing of the kind, which is quickly seen. */
function mayConflict({ branches, pods }: Host): boolean {
  if (branches.some(({ marks }) => marks.includes("vlan-conflict"))) return true;
  const taken = new Set<number>();
  return pods.some(({ item }) => {
    const vlan = isLive(item) ? annotationOf(item)?.entries[0]?.vlan : undefined;
    if (!vlan) return false;
    if (taken.has(vlan)) return true;
    taken.add(vlan);
    return false;
  });
}

type RangeFacts = { vlan: number; eni: string | null; pod: string | null; node: string | null };

export const vlanOutOfRange = defineRule<RangeFacts>({
  id: "vlan-out-of-range",
  code: "SGP-010",
  severity: "medium",
  per: "host",
  needs: ["pods", "interfaces"],
  *check(host, world) {
    const node = host.instance?.nodeName ?? null;
    const told = new Set<string>();
    for (const { id, podIds, marks } of host.branches) {
      if (!marks.includes("vlan-out-of-range")) continue;
      const eni = ourInterface(world, id);
      const vlan = eni && taggedVlan(eni);
      if (vlan === undefined || !isOutside(vlan)) continue;
      told.add(id);
      const pod = podIds[0]?.replace(/^pod\//, "") ?? null;
      yield {
        subjects: [id, ...podIds],
        facts: { vlan, eni: id, pod, node },
        evidence: [seen("interfaces", id, vlanField, vlan)],
      };
    }
    for (const { pod, item } of podsOn(host)) {
      const entry = isLive(item) ? annotationOf(item)?.entries[0] : undefined;
      if (entry?.vlan === undefined || !isOutside(entry.vlan) || told.has(entry.eniId ?? "")) continue;
      const name = `${item.namespace}/${item.name}`;
      yield {
        subjects: [pod.id],
        facts: { vlan: entry.vlan, eni: entry.eniId ?? null, pod: name, node: item.nodeName ?? null },
        evidence: [seen("pods", name, annotationField, item.annotations[podEniAnnotation])],
      };
    }
  },
});

function isOutside(vlan: number): boolean {
  return vlan < vlanRange.least || vlan > vlanRange.most;
}

type SharedFacts = { eni: string; pods: string[]; nodes: string[] };

export const sharedBranch = defineRule<SharedFacts>({
  id: "shared-branch",
  code: "SGP-011",
  severity: "critical",
  per: "host",
  needs: ["pods"],
  *check(host, world) {
    for (const [eni, pods] of namersOn(host, world)) {
      // A branch with a prefix of its own carries several pods by design.
      const { ipv4Prefixes = [], ipv6Prefixes = [] } = world.item("interfaces", eni) ?? {};
      if (pods.size < 2 || ipv4Prefixes.length + ipv6Prefixes.length > 0) continue;
      const names = [...pods.keys()].sort();
      const isKnown = world.resource("branch", eni) !== undefined;
      const podIds = names.map((name) => `pod/${name}`);
      yield {
        story: eni,
        subjects: isKnown ? [eni, ...podIds] : [podIds[0] ?? eni, ...podIds.slice(1)],
        facts: { eni, pods: names, nodes: [...new Set(pods.values())].sort() },
        evidence: names.map((name) =>
          seen("pods", name, annotationField, world.item("pods", name)?.annotations[podEniAnnotation]),
        ),
      };
    }
  },
});

/** Live pods, and their nodes, by the ENI that their annotations name: pods of this host, and those of others that name one of its branches. */
function namersOn(host: Host, world: World): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const byEni = new Map<string, Map<string, string>>();
  if (!mayShare(host)) return byEni;
  const take = (name: string, only?: string) => {
    const item = world.item("pods", name);
    if (item === undefined || !isLive(item)) return;
    for (const { eniId } of annotationOf(item)?.entries ?? []) {
      if (eniId === undefined || (only !== undefined && only !== eniId)) continue;
      byEni.set(eniId, (byEni.get(eniId) ?? new Map()).set(name, item.nodeName ?? ""));
    }
  };
  for (const { item } of podsOn(host)) take(`${item.namespace}/${item.name}`);
  for (const { id, podIds } of host.branches) {
    if (podIds.length > 1) for (const podId of podIds) take(podId.replace(/^pod\//, ""), id);
  }
  return byEni;
}

/** Whether two pods here name one ENI, or a branch has several pods. */
function mayShare({ branches, pods }: Host): boolean {
  if (branches.some(({ podIds }) => podIds.length > 1)) return true;
  const named = new Set<string>();
  let count = 0;
  for (const { item } of pods) {
    for (const { eniId } of (isLive(item) && annotationOf(item)?.entries) || []) {
      if (eniId === undefined) continue;
      named.add(eniId);
      count++;
    }
  }
  return named.size < count;
}
