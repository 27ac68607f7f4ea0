import { severities } from "../diagnosis/finding.ts";
import type { Resource, ResourceKind, Trunk } from "../topology/resources.ts";
import { type Field, kinds, type Values } from "./field.ts";
import { linkedIds } from "./links.ts";
import type { Choices } from "./value-types.ts";

const enis = ["interface", "trunk", "branch"] as const;

const yesNo: Choices = { yes: ["yes"], no: ["no"], true: ["yes"], false: ["no"] };
const named = (value: boolean | undefined) => (value === undefined ? undefined : value ? "yes" : "no");
const withName = ({ id, name }: { readonly id: string; readonly name?: string }) => [id, name];
const addresses = ({ ip, ipv6 }: { readonly ip?: string; readonly ipv6?: string }) => [ip, ipv6];
const mac = (resource: { readonly mac?: string }) => resource.mac;
const zone = (resource: { readonly zone?: string }) => resource.zone;
const id = (resource: { readonly id: string }) => resource.id;
const marks = (resource: { readonly marks: readonly string[] }) => resource.marks;
const status = (resource: { readonly status?: string }) => resource.status;
const subnetId = (resource: { readonly subnetId?: string }) => resource.subnetId;
const groupIds = (resource: { readonly groupIds: readonly string[] }) => resource.groupIds;
const instanceId = (resource: { readonly instanceId: string | null }) => resource.instanceId;
const attachedAt = (resource: { readonly attachedAt?: number }) => resource.attachedAt;
const kind = (resource: { readonly kind: string }) => resource.kind;

/** Every field of the search language: parser, matcher, completion and documentation read this table. */
export const fields = {
  kind: {
    type: "choice",
    choices: {
      instance: ["instance"],
      trunk: ["trunk"],
      branch: ["branch"],
      interface: ["interface"],
      pod: ["pod"],
      securityGroup: ["securityGroup"],
      policy: ["policy"],
      subnet: ["subnet"],
      unjoined: ["unjoined"],
      node: ["instance"],
      eni: enis,
      sg: ["securityGroup"],
      sgp: ["policy"],
    },
    summary: "What it is. `eni` stands for interfaces, trunks and branches.",
    example: "kind:branch",
    own: everyKind(kind),
    few: true,
  },
  id: {
    type: "text",
    summary: "The id in EC2, or `pod/NAMESPACE/NAME`.",
    example: "id:eni-01f7",
    own: everyKind(id),
    inFacts: true,
  },
  name: {
    type: "text",
    summary: "The name in Kubernetes, or the name of a security group or subnet.",
    example: "name:checkout*",
    own: {
      instance: ({ nodeName }) => nodeName,
      pod: ({ name }) => name,
      securityGroup: ({ name }) => name,
      policy: ({ name }) => name,
      subnet: ({ name }) => name,
      unjoined: ({ name }) => name,
    },
    inFacts: true,
  },
  ip: {
    aliases: ["address"],
    type: "address",
    summary: "An address it has, or a prefix delegated to it.",
    example: "ip:192.168.0.0/19",
    own: {
      instance: ({ ip }) => ip,
      interface: ({ ip, ipv6, prefixes }) => [ip, ipv6, ...prefixes],
      trunk: addresses,
      branch: addresses,
      pod: ({ ip, ips, annotation }) =>
        ips === undefined && annotation === undefined
          ? ip
          : [ip, ...(ips ?? []), ...(annotation ?? []).flatMap((entry) => [entry.ip, entry.ipv6])],
    },
    inFacts: true,
  },
  cidr: {
    type: "address",
    summary: "A block of a subnet: finds the subnets that hold an address or share some with a block.",
    example: "cidr:192.168.26.162",
    own: { subnet: ({ cidr, ipv6Cidrs }) => [cidr, ...(ipv6Cidrs ?? [])] },
    inFacts: true,
  },
  mac: {
    type: "mac",
    summary: "The MAC address.",
    example: "mac:02:e1",
    own: {
      interface: mac,
      trunk: mac,
      branch: mac,
      pod: ({ annotation }) => annotation?.map((entry) => entry.mac),
    },
    inFacts: true,
  },
  vlan: {
    type: "number",
    summary: "The VLAN of a branch on its trunk.",
    example: "vlan:1",
    own: { branch: ({ vlan }) => vlan },
  },
  node: {
    type: "text",
    summary: "The Kubernetes node it is, or is on.",
    example: "node:ip-192-168-26-162",
    own: { instance: ({ nodeName }) => nodeName, pod: ({ nodeName }) => nodeName },
    follow: ["host"],
    few: true,
    inWords: true,
  },
  instance: {
    type: "text",
    summary: "The EC2 instance it is, or is on.",
    example: "instance:i-0ab1",
    own: { instance: id, interface: instanceId, trunk: instanceId, branch: instanceId, pod: instanceId },
    few: true,
  },
  trunk: {
    type: "text",
    summary: "The trunk ENI it is, has, or is behind.",
    example: "trunk:eni-01f7",
    own: { trunk: id, instance: ({ trunkIds }) => trunkIds, branch: ({ trunkId }) => trunkId },
    follow: ["carrier"],
    few: true,
  },
  ns: {
    aliases: ["namespace"],
    type: "text",
    summary: "The Kubernetes namespace; for a branch that of its Pods, or of the last one it had.",
    example: "ns:default",
    own: {
      pod: ({ namespace }) => namespace,
      policy: ({ namespace }) => namespace,
      branch: (branch) => [...new Set(linkedIds("pods", branch).map((pod) => pod.split("/")[1]))],
    },
    few: true,
  },
  state: {
    aliases: ["status"],
    type: "text",
    summary: "The state of a branch, the status of a Pod, of an instance or of another ENI.",
    example: "state:cooling",
    own: {
      instance: ({ state }) => state,
      interface: status,
      trunk: status,
      branch: ({ state }) => state,
      pod: ({ status }) => status,
    },
    few: true,
    inWords: true,
  },
  phase: {
    type: "text",
    summary: "The phase of a Pod.",
    example: "phase:pending",
    own: { pod: ({ phase }) => phase },
    few: true,
  },
  ready: {
    type: "choice",
    choices: yesNo,
    summary: "Whether a node or Pod says that it is ready.",
    example: "ready:no",
    own: { instance: ({ ready }) => named(ready), pod: ({ ready }) => named(ready) },
    few: true,
  },
  waiting: {
    type: "choice",
    choices: yesNo,
    summary: "Whether a Pod is bound to a node, asked for a branch and has none yet.",
    example: "waiting:yes",
    own: { pod: ({ waitsForBranch }) => named(waitsForBranch) },
    few: true,
  },
  zone: {
    aliases: ["az"],
    type: "text",
    summary: "The availability zone it is in.",
    example: "zone:eu-west-1a",
    own: { instance: zone, interface: zone, trunk: zone, branch: zone, subnet: zone },
    follow: ["host"],
    few: true,
    inWords: true,
  },
  type: {
    type: "text",
    summary: "The instance type it has, or is on.",
    example: "type:m5.*",
    own: { instance: ({ instanceType }) => instanceType },
    follow: ["host"],
    few: true,
    inWords: true,
  },
  group: {
    aliases: ["nodegroup"],
    type: "text",
    summary: "The node group of the instance it is, or is on.",
    example: "group:general",
    own: { instance: ({ nodeGroup }) => nodeGroup },
    follow: ["host"],
    few: true,
    inWords: true,
  },
  pool: {
    aliases: ["nodepool"],
    type: "text",
    summary: "The Karpenter NodePool of the instance it is, or is on.",
    example: "pool:spot",
    own: { instance: ({ nodePool }) => nodePool },
    follow: ["host"],
    few: true,
    inWords: true,
  },
  sg: {
    aliases: ["securitygroup"],
    type: "text",
    summary:
      "A security group by id or name: the group, the ENIs that hold it, the Pods on those, the policies that name it.",
    example: "sg:sg-0791",
    own: { securityGroup: withName, interface: groupIds, trunk: groupIds, branch: groupIds, policy: groupIds },
    follow: ["groups", "carrier"],
    few: true,
  },
  policy: {
    aliases: ["sgp"],
    type: "text",
    summary: "A SecurityGroupPolicy as `NAMESPACE/NAME`: the policy, the Pods it matches now, their branches.",
    example: "policy:default/payments",
    own: {
      policy: ({ namespace, name }) => `${namespace}/${name}`,
      pod: ({ policyIds }) => policyIds?.map((policy) => policy.slice("policy/".length)),
    },
    follow: ["pods"],
    few: true,
  },
  workload: {
    type: "text",
    summary: "What made the Pod, as `KIND/NAME`; for a branch that of its Pods.",
    example: "workload:checkout",
    own: { pod: ({ workload }) => workload && `${workload.kind}/${workload.name}` },
    follow: ["pods"],
    few: true,
    inWords: true,
  },
  sa: {
    aliases: ["serviceaccount"],
    type: "text",
    summary: "The ServiceAccount of the Pod; for a branch that of its Pods.",
    example: "sa:checkout",
    own: { pod: ({ serviceAccount }) => serviceAccount },
    follow: ["pods"],
    few: true,
  },
  subnet: {
    type: "text",
    summary: "A subnet by id or name: the subnet, and what has its first address in it.",
    example: "subnet:private-a",
    own: {
      subnet: withName,
      instance: subnetId,
      interface: subnetId,
      trunk: subnetId,
      branch: subnetId,
    },
    follow: ["subnet", "carrier"],
    few: true,
  },
  mark: {
    type: "text",
    summary:
      "What is odd about its place, such as `vlan-conflict` or `annotation-disagrees`; `mark:*` finds anything odd.",
    example: "mark:vlan-conflict",
    own: everyKind(marks),
    few: true,
    inWords: true,
  },
  free: {
    type: "number",
    summary: "Branch slots of a trunk that nothing holds, cooling ones counted as held.",
    example: "free<3",
    own: { trunk: (trunk) => (trunk.limit === undefined ? undefined : trunk.limit - heldSlots(trunk)) },
  },
  used: {
    type: "number",
    summary: "Branch slots of a trunk that live Pods use.",
    example: "used>=5",
    own: { trunk: ({ slots }) => slots.used },
  },
  cooling: {
    type: "number",
    summary: "Branch slots of a trunk that are cooling down.",
    example: "cooling>0",
    own: { trunk: ({ slots }) => slots.cooling },
  },
  limit: {
    type: "number",
    summary: "Branch slots that the instance type gives a trunk.",
    example: "limit=9",
    own: { trunk: ({ limit }) => limit },
  },
  ips: {
    type: "number",
    summary: "Addresses that are still free in a subnet.",
    example: "ips<50",
    own: { subnet: ({ availableIps }) => availableIps },
  },
  restarts: {
    type: "number",
    summary: "How often the containers of a Pod were restarted.",
    example: "restarts>0",
    own: { pod: ({ restarts }) => restarts },
  },
  age: {
    type: "moment",
    summary: "How long ago it was made, launched or attached; for a branch, first seen.",
    example: "age>10m",
    own: {
      instance: ({ launchedAt, joinedAt }) => launchedAt ?? joinedAt,
      interface: attachedAt,
      trunk: attachedAt,
      branch: ({ firstSeen }) => firstSeen?.at,
      pod: ({ createdAt }) => createdAt,
      policy: ({ createdAt }) => createdAt,
    },
  },
  severity: {
    type: "rank",
    choices: Object.fromEntries(severities.map((severity) => [severity, [severity]])),
    summary: "How bad a finding about it is.",
    example: "severity>=high",
    finding: ({ severity }) => severity,
  },
  finding: {
    aliases: ["check"],
    type: "text",
    summary: "A finding about it, by rule or code.",
    example: "finding:trunk-full",
    finding: ({ rule, code }) => [rule, code],
  },
} satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

export const fieldNames = Object.keys(fields) as FieldName[];

export function fieldOf(name: FieldName): Field {
  return fields[name];
}

const byName = new Map<string, FieldName>(
  fieldNames.flatMap((name) => [name, ...(fieldOf(name).aliases ?? [])].map((one) => [one, name] as const)),
);

/** The field of a name or alias, in any case. */
export function findField(name: string): FieldName | undefined {
  return byName.get(name.toLowerCase());
}

/** Names and aliases. */
export function allFieldNames(): readonly string[] {
  return [...byName.keys()];
}

function everyKind(
  read: (resource: Resource) => Values,
): Readonly<Record<ResourceKind, (resource: Resource) => Values>> {
  return Object.fromEntries(kinds.map((one) => [one, read])) as Record<ResourceKind, typeof read>;
}

function heldSlots({ slots }: Trunk): number {
  return slots.used + slots.allocating + slots.cooling + slots.unowned + slots.orphan;
}
