import type { ResourceKind } from "../topology/resources.ts";

const place = ["subnetId", "zone", "instanceId"];
const interfaceFacts = ["status", "ip", "ipv6", "mac", "groupIds", "description"];

/** Fields of each kind that a table has unless others are chosen, as paths. */
export const defaultColumns: Readonly<Record<ResourceKind, readonly string[]>> = {
  instance: [
    "nodeName",
    "instanceType",
    "state",
    "ready",
    "zone",
    "subnetId",
    "vpcId",
    "ip",
    "nodeGroup",
    "nodePool",
    "management",
    "allocatable.podEni",
    "limits.trunk",
    "limits.branches",
    "trunkIds",
    "interfaceIds",
    "inEc2",
    "inKubernetes",
    "launchedAt",
    "joinedAt",
  ],
  interface: [...interfaceFacts, ...place, "deviceIndex", "networkCardIndex", "secondaryIps", "prefixes", "attachedAt"],
  trunk: [
    ...interfaceFacts,
    ...place,
    "deviceIndex",
    "limit",
    "slots.used",
    "slots.allocating",
    "slots.cooling",
    "slots.unowned",
    "slots.orphan",
    "attachedAt",
  ],
  branch: [
    "state",
    "vlan",
    "trunkId",
    "instanceId",
    "podIds",
    "ip",
    "ipv6",
    "mac",
    "groupIds",
    "subnetId",
    "zone",
    "associationId",
    "vlanFrom",
    "firstSeen.at",
    "unownedSince.at",
    "lastOwner",
    "status",
  ],
  pod: [
    "namespace",
    "name",
    "status",
    "ready",
    "restarts",
    "nodeName",
    "instanceId",
    "ip",
    "branchIds",
    "interfaceId",
    "podEniRequest",
    "waitsForBranch",
    "hostNetwork",
    "workload.kind",
    "workload.name",
    "serviceAccount",
    "policyIds",
    "createdAt",
    "deletingSince",
  ],
  securityGroup: ["name", "description", "vpcId", "ownerId", "rules"],
  policy: ["namespace", "name", "groupIds", "podSelector", "serviceAccountSelector", "createdAt"],
  subnet: ["name", "zone", "cidr", "ipv6Cidrs", "vpcId", "availableIps"],
  unjoined: ["collection", "name"],
};

/** Fields that hold moments: written as ISO 8601. */
export const momentPaths: ReadonlySet<string> = new Set([
  "launchedAt",
  "joinedAt",
  "attachedAt",
  "createdAt",
  "deletingSince",
  "firstSeen.at",
  "unownedSince.at",
]);

/** Columns that a kind's table can have. */
export function columnsOf(kind: ResourceKind): readonly string[] {
  return ["id", ...defaultColumns[kind], "marks"];
}

/** Columns that a kind's table shows until others are chosen. */
export const firstColumns: Readonly<Record<ResourceKind, readonly string[]>> = {
  instance: ["nodeName", "id", "instanceType", "state", "ready", "zone", "nodeGroup", "nodePool", "ip"],
  interface: ["id", "status", "ip", "instanceId", "deviceIndex", "secondaryIps", "groupIds", "subnetId"],
  trunk: ["id", "instanceId", "limit", "slots.used", "slots.cooling", "slots.orphan", "ip", "groupIds", "zone"],
  branch: ["id", "state", "vlan", "ip", "podIds", "trunkId", "instanceId", "groupIds", "unownedSince.at"],
  pod: ["namespace", "name", "status", "nodeName", "ip", "branchIds", "restarts", "createdAt"],
  securityGroup: ["id", "name", "description", "vpcId"],
  policy: ["namespace", "name", "groupIds", "podSelector", "serviceAccountSelector", "createdAt"],
  subnet: ["id", "name", "zone", "cidr", "availableIps"],
  unjoined: ["collection", "name"],
};
