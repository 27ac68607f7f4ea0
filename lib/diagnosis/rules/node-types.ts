import type { Host } from "../host.ts";
import { canTrunk, isOrdinaryNode } from "../managed.ts";
import { isLive, requestOf } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { isBefore } from "../version.ts";
import type { World } from "../world.ts";

type TableFacts = { instanceType: string; capacity: number; limit: number };

export const capacityDiffersFromTable = defineRule<TableFacts>({
  id: "capacity-differs-from-table",
  code: "SGP-024",
  severity: "low",
  per: "host",
  needs: ["nodes"],
  *check(host) {
    if (!isOrdinaryNode(host)) return;
    const { limits, instanceType } = host.instance ?? {};
    const capacity = host.node.capacity.podEni;
    if (!capacity || limits === undefined || instanceType === undefined || capacity === limits.branches) return;
    yield {
      story: `${instanceType}/${capacity}`,
      subjects: [host.id],
      facts: { instanceType, capacity, limit: limits.branches },
      evidence: [seen("nodes", host.node.name, "capacity.podEni", capacity)],
    };
  },
});

type UnsupportedFacts = {
  instanceType: string;
  isInTable: boolean;
  nodes: number;
  waiting: string[];
  saidByController: boolean;
};

interface Gathered {
  readonly node: TypedNode | null;
  readonly pending: readonly PendingPod[];
}

interface TypedNode {
  readonly id: string;
  readonly name: string;
  readonly type: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly canTrunk: boolean | null;
  readonly isTold: boolean;
}

interface PendingPod {
  readonly name: string;
  /** Label values that a node must have, by key. */
  readonly wants: Readonly<Record<string, readonly string[]>>;
}

export const typeCannotTrunk = defineRule<UnsupportedFacts, Gathered>({
  id: "type-cannot-trunk",
  code: "SGP-025",
  severity: "info",
  per: "cluster",
  needs: ["nodes", "pods", "events"],
  gather(host, world) {
    const node = typedNodeOf(host, world);
    const pending = host.pods.flatMap(({ item }) => pendingOf(item) ?? []);
    return node === null && pending.length === 0 ? null : { node, pending };
  },
  *check(_world, gathered) {
    if (!gathered.values().some(({ node }) => node !== null && isUnfit(node))) return;
    const hosts = [...gathered].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const nodes = hosts.flatMap(({ node }) => node ?? []);
    const pending = hosts.flatMap((one) => one.pending);
    const unfit = Map.groupBy(nodes.filter(isUnfit), ({ type }) => type ?? "");
    for (const [instanceType, all] of unfit) {
      const waiting = pending.filter((pod) => {
        const admitted = nodes.filter((node) => admits(node, pod));
        return admitted.length > 0 && admitted.every(isUnfit) && admitted.some(({ type }) => type === instanceType);
      });
      const saidByController = all.some(({ isTold }) => isTold);
      const [first, ...others] = all;
      if (first === undefined || (waiting.length === 0 && !saidByController)) continue;
      yield {
        story: instanceType,
        subjects: [first.id, ...others.map(({ id }) => id), ...waiting.map(({ name }) => `pod/${name}`)],
        facts: {
          instanceType,
          isInTable: first.canTrunk === false,
          nodes: all.length,
          waiting: waiting.map(({ name }) => name),
          saidByController,
        },
        evidence: all.map(({ name, type }) => seen("nodes", name, "labels.node.kubernetes.io/instance-type", type)),
        severity: waiting.length > 0 ? "medium" : "info",
      };
    }
  },
});

function typedNodeOf(host: Host, world: World): TypedNode | null {
  if (!isOrdinaryNode(host)) return null;
  const { name, labels } = host.node;
  const type = host.instance?.instanceType ?? null;
  const isTold =
    canTrunk(host) !== true && world.eventsAbout("Node", null, name).some(({ reason }) => reason === "Unsupported");
  return { id: host.id, name, type, labels, canTrunk: canTrunk(host), isTold };
}

/** Its type takes no trunk, or nobody here knows it. */
function isUnfit({ type, canTrunk }: TypedNode): boolean {
  return type !== null && canTrunk !== true;
}

/** A pod that no node takes for want of a branch. */
function pendingOf(item: Host["pods"][number]["item"]): PendingPod | null {
  if (!isLive(item) || item.nodeName !== undefined || requestOf(item) === 0) return null;
  const scheduled = item.conditions.find(({ type }) => type === "PodScheduled");
  const isShort = scheduled?.message?.includes("Insufficient vpc.amazonaws.com/pod-eni") === true;
  if (scheduled?.status !== "False" || !isShort) return null;
  const selected = Object.entries(item.nodeSelector ?? {}).map(([key, value]) => [key, [value]] as const);
  const wants = Object.fromEntries([...Object.entries(item.affinityLabels ?? {}), ...selected]);
  return { name: `${item.namespace}/${item.name}`, wants };
}

function admits({ labels }: TypedNode, { wants }: PendingPod): boolean {
  return Object.entries(wants).every(([key, values]) => values.includes(labels[key] ?? ""));
}

const hasTrunkLabel = "vpc.amazonaws.com/has-trunk-attached";

type LabelFacts = { node: string; value: string; cniVersion: string | null; isWaiting: boolean };

export const legacyLabel = defineRule<LabelFacts>({
  id: "legacy-trunk-label",
  code: "SGP-026",
  severity: "info",
  per: "host",
  needs: ["nodes", "pods"],
  explainedBy: ["trunk-missing"],
  *check(host, world) {
    if (!isOrdinaryNode(host)) return;
    const value = host.node.labels[hasTrunkLabel];
    const version = host.awsNode?.version ?? null;
    const writesLabel = version === null ? null : isBefore(version, [1, 15, 0]);
    if (value === undefined) return;
    // Only an aws-node that keeps the label up to date means something by it.
    const isWaiting = value === "false" && writesLabel === true;
    if (isWaiting ? !isOlder(host, world) : value !== "not-supported" && writesLabel !== false) return;
    const { name } = host.node;
    yield {
      ...(isWaiting ? {} : { story: `stale/${value}` }),
      subjects: [host.id],
      facts: { node: name, value, cniVersion: version?.join(".") ?? null, isWaiting },
      evidence: [seen("nodes", name, `labels.${hasTrunkLabel}`, value)],
      severity: isWaiting ? "medium" : "info",
    };
  },
});

/** Node and aws-node have both been there for ten minutes. */
function isOlder({ node, awsNode }: Host, world: World): boolean {
  const since = [node?.createdAt, awsNode?.startedAt ?? awsNode?.pod.createdAt];
  return since.every((at) => at !== undefined && world.isOlderThan(at, 600));
}

type AutoFacts = { node: string };

export const autoModeNode = defineRule<AutoFacts>({
  id: "auto-mode-node",
  code: "SGP-035",
  severity: "info",
  per: "host",
  needs: ["nodes"],
  *check({ id, node, instance }) {
    if (node === undefined || instance?.management !== "auto-mode") return;
    yield {
      story: "auto-mode",
      subjects: [id],
      facts: { node: node.name },
      evidence: [seen("nodes", node.name, "labels.eks.amazonaws.com/compute-type", "auto")],
    };
  },
});
