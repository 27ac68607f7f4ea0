import type { Item } from "../recording/collections.ts";
import { nodeOfHost } from "./build-instance.ts";
import { defined } from "./defined.ts";
import { isValidPolicy } from "./policies.ts";
import type { Mark, Policy, SecurityGroup, Subnet, Unjoined } from "./resources.ts";
import { brokenBecause, printSelector } from "./selector.ts";
import { known, type World, wasRead } from "./world.ts";

/** A security group: read itself, or known by name from an ENI that has it; `null` when nothing mentions it. */
export function buildSecurityGroup(world: World, id: string): SecurityGroup | null {
  const group = known(world, "securityGroups").get(id);
  const holders = world.index.enisByGroup;
  const ruleIds = [...world.index.rulesByGroup.get(id)];
  if (group === undefined && !holders.has(id) && ruleIds.length === 0) return null;
  const rules = ruleIds.sort().flatMap((ruleId) => known(world, "securityGroupRules").get(ruleId) ?? []);
  return defined({
    kind: "securityGroup" as const,
    id,
    marks: group === undefined && wasRead(world, "securityGroups") ? (["group-not-in-ec2"] satisfies Mark[]) : [],
    name: group?.name ?? nameOnInterfaces(world, id),
    description: group?.description,
    vpcId: group?.vpcId,
    ownerId: group?.ownerId,
    rules: wasRead(world, "securityGroupRules") ? rules.map(ruleFacts) : undefined,
  });
}

function nameOnInterfaces(world: World, groupId: string): string | undefined {
  for (const eni of world.index.enisByGroup.get(groupId)) {
    const name = known(world, "interfaces")
      .get(eni)
      ?.groups.find(({ id }) => id === groupId)?.name;
    if (name !== undefined) return name;
  }
  return undefined;
}

export function buildPolicy(world: World, key: string, policy: Item<"securityGroupPolicies">): Policy {
  return defined({
    kind: "policy" as const,
    id: `policy/${key}`,
    marks: policyMarks(world, policy),
    namespace: policy.namespace,
    name: policy.name,
    createdAt: policy.createdAt,
    groupIds: policy.groupIds,
    podSelector: policy.podSelector && printSelector(policy.podSelector),
    serviceAccountSelector: policy.serviceAccountSelector && printSelector(policy.serviceAccountSelector),
  });
}

function policyMarks(world: World, policy: Item<"securityGroupPolicies">): Mark[] {
  const marks: Mark[] = [];
  const groups = known(world, "securityGroups");
  const selectors = [policy.podSelector, policy.serviceAccountSelector];
  if (wasRead(world, "securityGroups") && policy.groupIds.some((id) => !groups.has(id))) marks.push("group-not-in-ec2");
  if (!isValidPolicy(policy)) marks.push("policy-invalid");
  if (selectors.some((selector) => selector !== null && brokenBecause(selector) !== null))
    marks.push("selector-broken");
  return marks;
}

export function buildSubnet(subnet: Item<"subnets">): Subnet {
  return defined({
    kind: "subnet" as const,
    id: subnet.id,
    marks: [],
    name: subnet.tags.Name,
    zone: subnet.availabilityZone,
    cidr: subnet.cidr,
    ipv6Cidrs: subnet.ipv6Cidrs,
    vpcId: subnet.vpcId,
    availableIps: subnet.availableIps,
  });
}

/** A CNINode without a node, a node whose instance another node claims, an association of an unknown branch; `null` when it is joined. */
export function buildUnjoined(world: World, collection: UnjoinedCollection, id: string): Unjoined | null {
  if (!known(world, collection).has(id) || isJoined[collection](world, id)) return null;
  return { kind: "unjoined", id: `unjoined/${collection}/${id}`, marks: [], collection, name: id };
}

const isJoined = {
  cniNodes: (world: World, id: string) => !wasRead(world, "nodes") || known(world, "nodes").has(id),
  nodes: (world: World, id: string) => nodeOfHost(world, world.index.hostOfNode.get(id) ?? "") === id,
  trunkAssociations: (world: World, id: string) => {
    const association = known(world, "trunkAssociations").get(id);
    return association === undefined || known(world, "interfaces").has(association.branchId);
  },
} as const;

export type UnjoinedCollection = keyof typeof isJoined;
export const unjoinedCollections = Object.keys(isJoined) as readonly UnjoinedCollection[];

function ruleFacts(rule: Item<"securityGroupRules">) {
  return defined({
    id: rule.id,
    isEgress: rule.isEgress,
    protocol: rule.protocol,
    fromPort: rule.fromPort,
    toPort: rule.toPort,
    peer: rule.cidrIpv4 ?? rule.cidrIpv6 ?? rule.prefixListId ?? rule.referencedGroup?.groupId ?? "unknown",
    description: rule.description,
  });
}
