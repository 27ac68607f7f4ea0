import { cniDaemon } from "./aws-node.ts";
import {
  addressesPerPrefix,
  assignPrefix,
  attachInterface,
  createInterface,
  deleteInterface,
  detachInterface,
  instanceTag,
} from "./ec2.ts";
import { tellOfPod } from "./events.ts";
import { faultsNow } from "./faults.ts";
import { addressesOf } from "./network.ts";
import type { IpPool, Node, Pod, Subnet } from "./state.ts";
import { callEc2, later, put, schedule, type World } from "./world.ts";

/** An address given back is not used again for this long (IP_COOLDOWN_PERIOD, amazon-vpc-cni-k8s README). */
const addressCoolDownMs = 30_000;
const loopMs = 5_000;
const feature = "SecurityGroupsForPods";

/** aws-node runs on a node: it asks for a trunk and fills its pool of addresses. */
export function startIpamd(world: World, node: Node): void {
  if (!usesEniConfig(world, node) && node.pools.length === 0) {
    const primary = world.items.interfaces.get(node.primaryId);
    const free = [...(primary?.privateIps ?? []).slice(1), ...(primary?.ipv4Prefixes ?? []).flatMap(addressesOf)];
    node.pools.push({ interfaceId: node.primaryId, total: free.length, free });
  }
  later(world, 2_000, () => requestTrunk(world, node));
  later(world, 4_000, () => fillPools(world, node));
}

/** The address that an ordinary pod gets; false when there is none at the moment. */
export function givePodIp(world: World, pod: Pod, node: Node): boolean {
  const pool = node.pools.find(({ free }) => free.length > 0);
  const ip = pool?.free.shift();
  if (pool === undefined || ip === undefined) return false;
  pod.held = { pool, ip };
  pod.ip = ip;
  fillPools(world, node);
  return true;
}

export function takeBackPodIp(world: World, pod: Pod): void {
  const { held, node } = pod;
  if (!held || !node) return;
  pod.held = null;
  world.queue.add(world.now + addressCoolDownMs, () => {
    held.pool.free.push(held.ip);
    if (!node.gone) dropSurplus(world, node);
  });
}

/** Custom networking puts trunk, branches and pods into the subnet of the node's ENIConfig (domain 1.6). */
export function currentSubnet(world: World, node: Node): Subnet {
  const subnetId = world.items.eniConfigs.get(node.group.eniConfig ?? "")?.subnet;
  return (subnetId === undefined ? undefined : world.subnets.get(subnetId)) ?? node.subnet;
}

/** Groups of the node's own interfaces: the ENIConfig's, or those of its primary interface. */
export function currentGroups(world: World, node: Node): string[] {
  const configured = world.items.eniConfigs.get(node.group.eniConfig ?? "")?.securityGroups ?? [];
  if (configured.length > 0) return configured;
  return (world.items.interfaces.get(node.primaryId)?.groups ?? []).map(({ id }) => id);
}

/** ipamd patches the node's CNINode while a slot for the trunk is free, and tries again with every loop (domain 1.4). */
function requestTrunk(world: World, node: Node): void {
  if (node.gone || !world.cni.podEni || node.trunk) return;
  const cniNode = world.items.cniNodes.get(node.name);
  if (cniNode?.features.some(({ name }) => name === feature)) return;
  const hasRoom = attachedOf(node) < node.limits.interfaces;
  if (!cniNode || !hasRoom || faultsNow(world, "cni-node-refused").length > 0) {
    schedule(world, loopMs, () => requestTrunk(world, node));
    return;
  }
  const custom = usesEniConfig(world, node) ? [{ name: "CustomNetworking", value: node.group.eniConfig ?? "" }] : [];
  put(world, "cniNodes", node.name, {
    ...cniNode,
    features: [...custom, { name: feature, value: "" }],
    featuresChangedAt: world.now,
  });
  world.signals.trunkRequested(node);
}

/** Keeps one interface's worth (or one prefix) of addresses free: WARM_ENI_TARGET=1, WARM_PREFIX_TARGET=1. */
function fillPools(world: World, node: Node): void {
  const perInterface = node.limits.ipsPerInterface - 1;
  const wanted = world.cni.prefixDelegation ? addressesPerPrefix : perInterface;
  if (node.gone || node.poolBusy || freeOf(node) >= wanted) return;
  if (world.cni.prefixDelegation) {
    const roomy = node.pools.find((pool) => prefixesOf(world, pool) < perInterface);
    if (roomy) {
      grow(world, node, () => addPrefix(world, roomy));
      return;
    }
  }
  const reserved = world.cni.podEni && !node.trunk ? 1 : 0;
  if (attachedOf(node) + reserved < node.limits.interfaces) grow(world, node, () => addInterface(world, node));
}

function grow(world: World, node: Node, add: () => boolean): void {
  node.poolBusy = true;
  callEc2(world, world.buckets.create, 1_800, () => {
    node.poolBusy = false;
    if (node.gone) return;
    if (add()) fillPools(world, node);
    else schedule(world, 3 * loopMs, () => fillPools(world, node));
  });
}

function addPrefix(world: World, pool: IpPool): boolean {
  const prefix = assignPrefix(world, pool.interfaceId);
  if (prefix === null) return false;
  pool.free.push(...addressesOf(prefix));
  pool.total += addressesPerPrefix;
  return true;
}

function addInterface(world: World, node: Node): boolean {
  const deviceIndex = lowestFree(node);
  const perInterface = node.limits.ipsPerInterface - 1;
  const { value, error } = createInterface(world, {
    operation: "create-secondary",
    type: "interface",
    description: `aws-K8S-${node.instanceId}`,
    subnet: currentSubnet(world, node),
    groupIds: currentGroups(world, node),
    node,
    pod: null,
    ...(world.cni.prefixDelegation ? { prefixes: 1 } : { secondaryIps: perInterface }),
    tags: {
      [instanceTag]: node.instanceId,
      "node.k8s.amazonaws.com/createdAt": new Date(world.now).toISOString(),
      "cluster.k8s.amazonaws.com/name": world.scenario.cluster,
      "eks:eni:owner": "amazon-vpc-cni",
    },
  });
  if (error?.code === "UnauthorizedOperation") tellOfPermission(world, node);
  if (!value) return false;
  attachInterface(world, value.id, node, deviceIndex, true);
  const free = [...(value.privateIps ?? []).slice(1), ...(value.ipv4Prefixes ?? []).flatMap(addressesOf)];
  node.pools.push({ interfaceId: value.id, total: free.length, free });
  return free.length > 0;
}

/** ipamd tells of calls that EC2 refuses it, as an event of its own pod (domain 9.2, SGP-036). */
function tellOfPermission(world: World, node: Node): void {
  const pod = world.workloads.get(cniDaemon)?.byNode.get(node);
  if (!pod) return;
  const message =
    "Unauthorized operation: failed to call ec2:CreateNetworkInterface due to missing permissions. Please refer https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/iam-policy.md to attach relevant policy to IAM role";
  tellOfPod(world, pod, "aws-node", { reason: "MissingIAMPermissions", type: "Warning", message });
}

function dropSurplus(world: World, node: Node): void {
  if (world.cni.prefixDelegation) return;
  const spare = node.pools.find(
    ({ interfaceId, total, free }) => interfaceId !== node.primaryId && free.length === total,
  );
  if (!spare || freeOf(node) - spare.total < 2 * (node.limits.ipsPerInterface - 1)) return;
  node.pools.splice(node.pools.indexOf(spare), 1);
  detachInterface(world, spare.interfaceId, node);
  deleteInterface(world, spare.interfaceId, node);
}

function usesEniConfig(world: World, node: Node): boolean {
  return world.items.eniConfigs.has(node.group.eniConfig ?? "");
}

function freeOf(node: Node): number {
  let free = 0;
  for (const pool of node.pools) free += pool.free.length;
  return free;
}

function prefixesOf(world: World, pool: IpPool): number {
  return world.items.interfaces.get(pool.interfaceId)?.ipv4Prefixes?.length ?? 0;
}

function attachedOf(node: Node): number {
  return node.devices.reduce((sum, id) => sum + (id === undefined ? 0 : 1), 0);
}

function lowestFree(node: Node): number {
  let index = 0;
  while (node.devices[index] !== undefined) index++;
  return index;
}
