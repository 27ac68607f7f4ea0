import type { Item } from "../recording/collections.ts";
import { limitsOf } from "../topology/branch-limits.ts";
import { cleanUpInstance } from "./delete-queue.ts";
import { attachInterface, createInterface, dnsName, dropInterfaces } from "./ec2.ts";
import { ec2Id, nameSuffix, uuid } from "./names.ts";
import { availableIn } from "./network.ts";
import { deletePod, removePod } from "./pods.ts";
import type { NodeGroupSpec } from "./scenario.ts";
import type { Node, Subnet } from "./state.ts";
import { every, later, put, schedule, type World } from "./world.ts";

const day = 86_400_000;
const drainMs = 45_000;
const listedAfterMs = 3_600_000;
const kubeletVersion = "v1.33.5-eks-113cf36";
const osImage = "Amazon Linux 2023.9.20260309";

/** Builds a node group's nodes, spread over its zones, and keeps replacing them when it is told to. */
export function buildNodeGroup(world: World, group: NodeGroupSpec): void {
  for (let index = 0; index < group.desired; index++) {
    const { now } = world;
    world.now = world.scenario.start - Math.round(world.random.between(0.1, 20) * day);
    launchNode(world, group, index);
    world.now = now;
  }
  if (group.replaceEveryMs !== undefined) every(world, group.replaceEveryMs, () => replaceOne(world, group));
}

/** EC2 starts an instance, its kubelet joins the cluster (domain 4a, N0). */
function launchNode(world: World, group: NodeGroupSpec, turn: number): void {
  const zones = group.zones ?? [...new Set([...world.subnets.values()].map(({ spec }) => spec.zone))].sort();
  const zone = zones[turn % zones.length] ?? "";
  const type = group.types[Math.floor(turn / zones.length) % group.types.length] ?? "";
  const limits = limitsOf(type);
  const subnet = roomiest(world, zone);
  if (!limits || !subnet) throw new RangeError(`no place for a ${type} of ${group.name} in zone "${zone}"`);
  const groupIds = ["nodes", "cluster"].map((key) => world.groupIds.get(key) ?? key);
  const { value: primary } = createInterface(world, {
    operation: "create-secondary",
    type: "interface",
    description: "",
    subnet,
    groupIds,
    tags: {},
    node: null,
    pod: null,
    ...(group.eniConfig
      ? {}
      : world.cni.prefixDelegation
        ? { prefixes: 1 }
        : { secondaryIps: limits.ipsPerInterface - 1 }),
  });
  if (!primary?.privateIp) {
    schedule(world, 60_000, () => launchNode(world, group, turn));
    return;
  }
  const instanceId = ec2Id(world.random, "i");
  const name = dnsName(world, primary.privateIp);
  const byAddresses = world.cni.prefixDelegation ? 110 : limits.interfaces * (limits.ipsPerInterface - 1) + 2;
  const maxPods = group.maxPods ?? byAddresses;
  const node: Node = {
    name,
    uid: uuid(world.random),
    group,
    type,
    limits,
    subnet,
    instanceId,
    primaryId: primary.id,
    ip: primary.privateIp,
    labels: labelsOf(world, group, type, zone, name),
    launchedAt: world.now,
    createdAt: null,
    readyAt: null,
    cordonedAt: null,
    leaving: false,
    gone: false,
    maxPods,
    podEniCapacity: null,
    podEniAllocatable: null,
    devices: [],
    pools: [],
    poolBusy: false,
    trunk: null,
    waiting: new Set(),
    pods: new Set(),
    podCount: 0,
    podEniRequested: 0,
  };
  world.nodes.set(name, node);
  put(world, "instances", instanceId, instanceItem(world, node));
  attachInterface(world, primary.id, node, 0, true);
  later(world, 12_000, () => {
    setState(world, node, "running");
    later(world, 28_000, () => register(world, node));
  });
}

/** Everything with the node's name on it leaves: drained, terminated, its Node object removed last (domain 4a, N8). */
function retireNode(world: World, node: Node): void {
  if (node.leaving) return;
  node.leaving = true;
  node.cordonedAt = world.now;
  withdraw(world, node);
  world.dirtyNodes.add(node);
  for (const pod of node.pods) if (pod.only === null) deletePod(world, pod);
  later(world, drainMs, () => {
    setState(world, node, "shutting-down");
    later(world, 20_000, () => terminate(world, node));
  });
}

export function nodeReady(world: World, node: Node): void {
  if (node.gone || node.readyAt !== null) return;
  node.readyAt = world.now;
  world.dirtyNodes.add(node);
  if (!node.leaving) world.schedulable.push(node);
  world.signals.nodeReady(node);
}

/** Writes a node's item as the API server would print it now. */
export function saveNode(world: World, node: Node): void {
  if (node.createdAt === null) return;
  put(world, "nodes", node.name, node.gone ? null : nodeItem(node, node.createdAt));
}

function register(world: World, node: Node): void {
  node.createdAt = world.now;
  world.dirtyNodes.add(node);
  world.signals.nodeRegistered(node);
}

function terminate(world: World, node: Node): void {
  dropInterfaces(world, node);
  bury(world, node);
  later(world, 4_000, () => {
    node.gone = true;
    world.dirtyNodes.add(node);
    world.nodes.delete(node.name);
    for (const pod of [...node.pods]) removePod(world, pod);
    world.signals.nodeRemoved(node);
    later(world, 1_500, () => {
      cleanUpInstance(world, node);
      put(world, "cniNodes", node.name, null);
    });
  });
}

/** EC2 lists a terminated instance for about an hour, without its addresses (EC2 user guide, instance lifecycle). */
function bury(world: World, node: Node): void {
  const last = world.items.instances.get(node.instanceId);
  if (!last) return;
  const { privateIp: _ip, privateDnsName: _name, vpcId: _vpc, subnetId: _subnet, ...remains } = last;
  put(world, "instances", node.instanceId, { ...remains, state: "terminated", interfaceIds: [] });
  schedule(world, listedAfterMs, () => put(world, "instances", node.instanceId, null));
}

/** One node of a group comes, and its oldest goes. */
export function replaceOne(world: World, group: NodeGroupSpec): void {
  const candidates = [...world.nodes.values()].filter(
    (node) => node.group === group && !node.leaving && node.readyAt !== null,
  );
  if (candidates.length === 0) return;
  const oldest = candidates.reduce((a, b) => (b.launchedAt < a.launchedAt ? b : a));
  const zones = group.zones ?? [];
  launchNode(
    world,
    group,
    zones.length > 0 ? Math.max(0, zones.indexOf(oldest.subnet.spec.zone)) : world.random.whole(0, 8),
  );
  schedule(world, 90_000, () => retireNode(world, oldest));
}

function withdraw(world: World, node: Node): void {
  const index = world.schedulable.indexOf(node);
  if (index >= 0) world.schedulable.splice(index, 1);
}

function setState(world: World, node: Node, state: string): void {
  const instance = world.items.instances.get(node.instanceId);
  if (instance) put(world, "instances", node.instanceId, { ...instance, state });
}

function roomiest(world: World, zone: string): Subnet | null {
  let best: Subnet | null = null;
  for (const subnet of world.subnets.values()) {
    if (subnet.spec.zone !== zone || (subnet.spec.use ?? "nodes") !== "nodes") continue;
    if (best === null || availableIn(subnet.pool) > availableIn(best.pool)) best = subnet;
  }
  return best;
}

function instanceItem(world: World, node: Node): Item<"instances"> {
  const { cluster } = world.scenario;
  const { group } = node;
  const tags: Record<string, string> =
    group.kind === "managed"
      ? { Name: `${cluster}-${group.name}`, "eks:cluster-name": cluster, "eks:nodegroup-name": group.name }
      : {
          Name: `${cluster}-${group.name}`,
          "eks:eks-cluster-name": cluster,
          "karpenter.sh/nodepool": group.name,
          "karpenter.sh/nodeclaim": `${group.name}-${nameSuffix(world.random)}`,
        };
  return {
    id: node.instanceId,
    type: node.type,
    state: "pending",
    availabilityZone: node.subnet.spec.zone,
    privateIp: node.ip,
    privateDnsName: node.name,
    vpcId: world.vpcId,
    subnetId: node.subnet.id,
    launchedAt: node.launchedAt,
    interfaceIds: [],
    tags: { ...tags, [`kubernetes.io/cluster/${cluster}`]: "owned" },
  };
}

function labelsOf(
  world: World,
  group: NodeGroupSpec,
  type: string,
  zone: string,
  name: string,
): Record<string, string> {
  const isArm = /^(a1|[a-z]+\d+g[a-z]*)\./.test(type);
  const origin: Record<string, string> =
    group.kind === "managed"
      ? { "eks.amazonaws.com/nodegroup": group.name, "eks.amazonaws.com/capacityType": "ON_DEMAND" }
      : {
          "karpenter.sh/nodepool": group.name,
          "karpenter.sh/capacity-type": "spot",
          "karpenter.k8s.aws/instance-family": type.split(".")[0] ?? "",
        };
  return {
    "kubernetes.io/os": "linux",
    "kubernetes.io/arch": isArm ? "arm64" : "amd64",
    "kubernetes.io/hostname": name,
    "node.kubernetes.io/instance-type": type,
    "topology.kubernetes.io/region": world.scenario.region,
    "topology.kubernetes.io/zone": zone,
    ...origin,
    ...group.labels,
  };
}

function nodeItem(node: Node, createdAt: number): Item<"nodes"> {
  const isReady = node.readyAt !== null;
  const taints: Item<"nodes">["taints"] = (node.group.taints ?? []).map((key) => ({ key, effect: "NoSchedule" }));
  if (!isReady) taints.push({ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" });
  if (node.cordonedAt !== null) taints.push({ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" });
  const eni = (podEni: number | null) => (podEni === null ? {} : { podEni });
  return {
    name: node.name,
    uid: node.uid,
    createdAt,
    labels: node.labels,
    annotations: {},
    providerId: `aws:///${node.subnet.spec.zone}/${node.instanceId}`,
    addresses: [
      { type: "InternalIP", address: node.ip },
      { type: "InternalDNS", address: node.name },
      { type: "Hostname", address: node.name },
    ],
    capacity: { pods: node.maxPods, ...eni(node.podEniCapacity) },
    allocatable: { pods: node.maxPods, ...eni(node.podEniAllocatable) },
    conditions: [
      ...["MemoryPressure", "DiskPressure", "PIDPressure"].map((type) => ({
        type,
        status: "False",
        changedAt: createdAt,
      })),
      {
        type: "Ready",
        status: isReady ? "True" : "False",
        reason: isReady ? "KubeletReady" : "KubeletNotReady",
        changedAt: node.readyAt ?? createdAt,
      },
    ],
    taints,
    ...(node.cordonedAt === null ? {} : { unschedulable: true }),
    kubeletVersion,
    osImage,
  };
}
