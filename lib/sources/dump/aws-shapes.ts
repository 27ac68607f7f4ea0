import type { CollectionName, Item } from "../../recording/collections.ts";
import { type Foreign, isForeign, known, listOf, objectOf, textOf, textsOf } from "../ec2/fields.ts";
import * as map from "../ec2/mapper.ts";
import { addFact, countUnused, type Found } from "./found.ts";

interface Shape {
  readonly collection: CollectionName;
  /** The list in an answer of the CLI. */
  readonly list: string;
  /** Whether an object that stands alone is one of these. */
  readonly is: (foreign: Foreign) => boolean;
  readonly item: (foreign: Foreign) => Item | null;
}

const has =
  (...keys: readonly string[]) =>
  (foreign: Foreign) =>
    keys.every((key) => key in foreign);

const isInstance = (foreign: Foreign) =>
  "InstanceId" in foreign && ["InstanceType", "ImageId", "PrivateIpAddress", "Placement"].some((key) => key in foreign);

/** What the AWS CLI prints, told apart by its keys; the first row that fits decides, so the more telling keys come first. */
const shapes: readonly Shape[] = [
  {
    collection: "securityGroupRules",
    list: "SecurityGroupRules",
    is: has("SecurityGroupRuleId"),
    item: map.securityGroupRuleItem,
  },
  {
    collection: "trunkAssociations",
    list: "InterfaceAssociations",
    is: has("TrunkInterfaceId", "BranchInterfaceId"),
    item: map.trunkAssociationItem,
  },
  { collection: "interfaces", list: "NetworkInterfaces", is: has("NetworkInterfaceId"), item: map.interfaceItem },
  { collection: "instances", list: "Instances", is: isInstance, item: map.instanceItem },
  { collection: "routeTables", list: "RouteTables", is: has("RouteTableId"), item: map.routeTableItem },
  { collection: "prefixLists", list: "PrefixLists", is: has("PrefixListId", "PrefixListName"), item: prefixListItem },
  {
    collection: "securityGroups",
    list: "SecurityGroups",
    is: has("GroupId", "GroupName"),
    item: map.securityGroupItem,
  },
  { collection: "subnets", list: "Subnets", is: has("SubnetId", "CidrBlock"), item: map.subnetItem },
  { collection: "vpcs", list: "Vpcs", is: has("VpcId", "CidrBlock"), item: map.vpcItem },
];

/** Takes an object that the AWS CLI printed; `false` when it is none. */
export function takeAws(found: Found, foreign: Foreign): boolean {
  const alone = shapes.find(({ is }) => is(foreign));
  if (alone) {
    takeItem(found, alone, foreign);
    return true;
  }
  const answered = [takeCluster(found, foreign), takeReservations(found, foreign), takeEntries(found, foreign)];
  for (const shape of shapes) {
    const list = listOf(foreign[shape.list]);
    if (list === undefined) continue;
    found.collections.add(shape.collection);
    for (const each of list) takeItem(found, shape, each);
    answered.push(true);
  }
  if (answered.includes(true) && textOf(foreign.NextToken)) {
    found.warnings.push(
      "the answer stops at a page (it has a NextToken): unless another file continues it, it is not complete",
    );
  }
  return answered.includes(true);
}

function takeItem(found: Found, { collection, item, list }: Shape, foreign: Foreign): void {
  const mapped = item(foreign);
  if (mapped === null) {
    found.problems.push(`an object of ${list} without its id is left out`);
    return;
  }
  addFact(found, { collection, id: (mapped as { id: string }).id, item: mapped });
  if (collection === "securityGroups") found.groupsWithRules.push(foreign);
}

function takeReservations(found: Found, foreign: Foreign): boolean {
  const reservations = listOf(foreign.Reservations);
  const shape = shapes.find(({ collection }) => collection === "instances");
  if (reservations === undefined || shape === undefined) return false;
  found.collections.add("instances");
  for (const { Instances } of reservations) for (const each of listOf(Instances) ?? []) takeItem(found, shape, each);
  return true;
}

/** The answer of get-managed-prefix-list-entries does not say whose entries they are. */
function takeEntries(found: Found, foreign: Foreign): boolean {
  const cidrs = textsOf(foreign.Entries, "Cidr");
  if (cidrs === undefined) return false;
  found.prefixListCidrs.push(cidrs);
  return true;
}

/** describe-managed-prefix-lists, and the older describe-prefix-lists, which prints the CIDRs as well. */
function prefixListItem(foreign: Foreign) {
  const cidrs = Array.isArray(foreign.Cidrs) ? foreign.Cidrs.map((Cidr: unknown) => ({ Cidr })) : undefined;
  return map.prefixListItem(foreign, cidrs);
}

function takeCluster(found: Found, foreign: Foreign): boolean {
  const cluster = isForeign(foreign.cluster) ? foreign.cluster : foreign;
  const name = textOf(cluster.name);
  if (!name || !("resourcesVpcConfig" in cluster || /:eks:/.test(textOf(cluster.arn) ?? ""))) return false;
  if (typeof cluster.nodegroupName === "string") {
    countUnused(found, "node group");
    return true;
  }
  const network = objectOf(cluster.resourcesVpcConfig);
  const service = objectOf(cluster.kubernetesNetworkConfig);
  const item = known({
    name,
    arn: textOf(cluster.arn),
    version: textOf(cluster.version),
    status: textOf(cluster.status),
    vpcId: textOf(network.vpcId),
    subnetIds: plainTexts(network.subnetIds),
    securityGroupIds: plainTexts(network.securityGroupIds),
    clusterSecurityGroupId: textOf(network.clusterSecurityGroupId),
    serviceIpv4Cidr: textOf(service.serviceIpv4Cidr),
    serviceIpv6Cidr: textOf(service.serviceIpv6Cidr),
    ipFamily: textOf(service.ipFamily),
  });
  addFact(found, { collection: "eksClusters", id: name, item });
  return true;
}

function plainTexts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : undefined;
}
