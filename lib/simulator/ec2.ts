import { type Refusal, refusalOf } from "./faults.ts";
import { ec2Id, macAddress } from "./names.ts";
import { prefixSize, returnAddress, returnPrefix, takeAddress, takePrefix } from "./network.ts";
import type { Ec2Operation } from "./scenario.ts";
import type { Interface, Node, Pod, Subnet } from "./state.ts";
import { put, type World } from "./world.ts";

type Answer<T> = { readonly value: T; readonly error: null } | { readonly value: null; readonly error: Refusal };

interface NewInterface {
  readonly operation: Ec2Operation;
  readonly type: "interface" | "trunk";
  readonly description: string;
  readonly subnet: Subnet;
  readonly groupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly node: Node | null;
  readonly pod: Pod | null;
  readonly secondaryIps?: number;
  readonly prefixes?: number;
}

export const trunkTag = "vpcresources.k8s.aws/trunk-eni-id";
export const vlanTag = "vpcresources.k8s.aws/vlan-id";
export const instanceTag = "node.k8s.amazonaws.com/instance_id";
export const ownerTag = "eks:eni:owner";
export const controllerName = "eks-vpc-resource-controller";

/** Groups that one interface may carry unless the quota L-2AFB9258 is raised. */
const mostGroups = 5;

/** CreateNetworkInterface. Branches are created as plain interfaces and become `branch` when they are associated (domain 2.1). */
export function createInterface(world: World, request: NewInterface): Answer<Interface> {
  const { subnet, node, pod, groupIds } = request;
  const subject = pod?.uid ?? node?.name ?? subnet.id;
  const refusal = refusalOf(world, { operation: request.operation, node, pod, subject });
  if (refusal) return refuse(refusal.code, refusal.message);
  const unknown = groupIds.find((id) => !world.items.securityGroups.has(id));
  if (unknown !== undefined) {
    return refuse("InvalidSecurityGroupID.NotFound", `The securityGroup ID '${unknown}' does not exist`);
  }
  if (groupIds.length > mostGroups) {
    return refuse(
      "SecurityGroupsPerInterfaceLimitExceeded",
      "The maximum number of security groups per interface has been reached.",
    );
  }
  const ip = takeAddress(subnet.pool, world.random);
  if (ip === null) {
    return refuse(
      "InsufficientFreeAddressesInSubnet",
      "The specified subnet does not have enough free addresses to satisfy the request.",
    );
  }
  const id = ec2Id(world.random, "eni");
  const created: Interface = {
    id,
    type: request.type,
    status: "available",
    description: request.description,
    mac: macAddress(world.random),
    vpcId: world.vpcId,
    subnetId: subnet.id,
    availabilityZone: subnet.spec.zone,
    ownerId: world.accountId,
    requesterId: world.accountId,
    requesterManaged: false,
    privateIp: ip,
    privateDnsName: dnsName(world, ip),
    privateIps: [ip, ...takeMany(request.secondaryIps ?? 0, () => takeAddress(subnet.pool, world.random))],
    ipv4Prefixes: takeMany(request.prefixes ?? 0, () => takePrefix(subnet.pool, world.random)),
    groups: groupIds.map((groupId) => groupOf(world, groupId)),
    attachment: null,
    tags: request.tags,
  };
  world.dirtySubnets.add(subnet);
  save(world, created);
  return { value: created, error: null };
}

/** Adds a /28 to an interface; false when the subnet has none left. */
export function assignPrefix(world: World, interfaceId: string): string | null {
  const existing = world.items.interfaces.get(interfaceId);
  const subnet = world.subnets.get(existing?.subnetId ?? "");
  if (!existing || !subnet) return null;
  const prefix = takePrefix(subnet.pool, world.random);
  if (prefix === null) return null;
  world.dirtySubnets.add(subnet);
  save(world, { ...existing, ipv4Prefixes: [...(existing.ipv4Prefixes ?? []), prefix] });
  return prefix;
}

/** AttachNetworkInterface: first `attaching`, then `attached`. */
export function attachInterface(world: World, id: string, node: Node, deviceIndex: number, attached: boolean): void {
  const existing = world.items.interfaces.get(id);
  if (!existing) return;
  node.devices[deviceIndex] = id;
  save(world, {
    ...existing,
    status: "in-use",
    attachment: {
      id: existing.attachment?.id ?? ec2Id(world.random, "eni-attach"),
      instanceId: node.instanceId,
      deviceIndex,
      networkCardIndex: 0,
      status: attached ? "attached" : "attaching",
      attachedAt: existing.attachment?.attachedAt ?? world.now,
      deleteOnTermination: attached,
    },
  });
  listOnInstance(world, node);
}

/** AssociateTrunkInterface. EC2 itself is taken not to look at VLAN ids already in use (domain 9.3, SGP-030, inferred). */
export function associate(world: World, id: string, trunkId: string, node: Node, pod: Pod): Answer<string> {
  const refusal = refusalOf(world, { operation: "associate", node, pod, subject: id });
  if (refusal) return refuse(refusal.code, refusal.message);
  const existing = world.items.interfaces.get(id);
  if (!existing) return refuse("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`);
  if (!world.items.interfaces.has(trunkId)) {
    return refuse("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${trunkId}' does not exist`);
  }
  let inUse = 0;
  for (const other of world.branchesOf.get(trunkId) ?? []) if (!world.available.has(other)) inUse++;
  if (inUse >= node.limits.branches) {
    return refuse("AttachmentLimitExceeded", `Trunk interface ${trunkId} has reached its limit of branch interfaces.`);
  }
  save(world, { ...existing, type: "branch", status: "in-use" });
  return { value: ec2Id(world.random, "trunk-assoc"), error: null };
}

/** DisassociateTrunkInterface: the branch is `available` from then on. */
export function disassociate(world: World, id: string, node: Node): Refusal | null {
  const refusal = refusalOf(world, {
    operation: "disassociate",
    node,
    pod: world.ownerOf.get(id) ?? null,
    subject: id,
  });
  if (refusal) return refusal;
  release(world, id);
  return null;
}

/** DeleteNetworkInterface; an interface that is gone already counts as deleted. */
export function deleteInterface(world: World, id: string, node: Node | null): Refusal | null {
  const existing = world.items.interfaces.get(id);
  if (!existing) return null;
  const refusal = refusalOf(world, { operation: "delete", node, pod: world.ownerOf.get(id) ?? null, subject: id });
  if (refusal) return refusal;
  const subnet = world.subnets.get(existing.subnetId ?? "");
  if (subnet) {
    for (const ip of existing.privateIps ?? []) returnAddress(subnet.pool, ip);
    for (const prefix of existing.ipv4Prefixes ?? []) returnPrefix(subnet.pool, prefix);
    world.dirtySubnets.add(subnet);
  }
  world.branchesOf.get(existing.tags[trunkTag] ?? "")?.delete(id);
  world.available.delete(id);
  world.ownerOf.delete(id);
  put(world, "interfaces", id, null);
  return null;
}

/** A terminated instance takes its attached interfaces with it; branches lose their trunk and stay, `available`. */
export function dropInterfaces(world: World, node: Node): void {
  for (const id of node.devices) if (id !== undefined) deleteInterface(world, id, null);
  for (const id of world.branchesOf.get(node.trunk?.id ?? "") ?? []) release(world, id);
}

export function detachInterface(world: World, id: string, node: Node): void {
  const index = node.devices.indexOf(id);
  if (index >= 0) delete node.devices[index];
  listOnInstance(world, node);
}

export function dnsName(world: World, ip: string): string {
  return `ip-${ip.replaceAll(".", "-")}.${world.scenario.region}.compute.internal`;
}

export const addressesPerPrefix = prefixSize;

function release(world: World, id: string): void {
  const existing = world.items.interfaces.get(id);
  if (existing) save(world, { ...existing, status: "available" });
}

function save(world: World, item: Interface): void {
  put(world, "interfaces", item.id, item);
  if (item.tags[ownerTag] === undefined) return;
  if (item.status === "available") world.available.add(item.id);
  else world.available.delete(item.id);
  const trunkId = item.tags[trunkTag];
  if (trunkId === undefined) return;
  let branches = world.branchesOf.get(trunkId);
  if (!branches) {
    branches = new Set();
    world.branchesOf.set(trunkId, branches);
  }
  branches.add(item.id);
}

function listOnInstance(world: World, node: Node): void {
  const instance = world.items.instances.get(node.instanceId);
  if (!instance) return;
  const interfaceIds = node.devices.filter((id) => id !== undefined);
  put(world, "instances", node.instanceId, { ...instance, interfaceIds });
}

function groupOf(world: World, id: string): { id: string; name?: string } {
  const name = world.items.securityGroups.get(id)?.name;
  return name === undefined ? { id } : { id, name };
}

function takeMany(count: number, take: () => string | null): string[] {
  const taken: string[] = [];
  while (taken.length < count) {
    const one = take();
    if (one === null) break;
    taken.push(one);
  }
  return taken;
}

function refuse(code: string, message: string): { value: null; error: Refusal } {
  return { value: null, error: { code, message } };
}
