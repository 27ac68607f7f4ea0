import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import { itemsOf, type Observation } from "../../../lib/recording/observation.ts";
import { type FilterTable, filters } from "./filters.ts";
import { objects } from "./objects.ts";
import type { Xml } from "./xml.ts";

export interface Action {
  readonly collection: CollectionName;
  /** Name of the list in the answer. */
  readonly set: string;
  /** The numbered parameter that names ids. */
  readonly ids: string;
  readonly noun: string;
  readonly notFound: string;
  /** What MaxResults may be (API reference of each action). */
  readonly limits: readonly [least: number, most: number];
  readonly filters: FilterTable<CollectionName>;
  show(item: Item, observation: Observation): Xml;
}

/** Every call that the stand-in answers by listing one collection. */
export const actions: Readonly<Record<string, Action>> = {
  DescribeInstances: action("instances", "reservationSet", "InstanceId", "instance", "InvalidInstanceID.NotFound"),
  DescribeNetworkInterfaces: action(
    "interfaces",
    "networkInterfaceSet",
    "NetworkInterfaceId",
    "networkInterface",
    "InvalidNetworkInterfaceID.NotFound",
  ),
  DescribeSecurityGroups: action(
    "securityGroups",
    "securityGroupInfo",
    "GroupId",
    "security group",
    "InvalidGroup.NotFound",
  ),
  DescribeSecurityGroupRules: action(
    "securityGroupRules",
    "securityGroupRuleSet",
    "SecurityGroupRuleId",
    "security group rule",
    "InvalidSecurityGroupRuleId.NotFound",
  ),
  DescribeSubnets: action("subnets", "subnetSet", "SubnetId", "subnet", "InvalidSubnetID.NotFound"),
  DescribeVpcs: action("vpcs", "vpcSet", "VpcId", "vpc", "InvalidVpcID.NotFound"),
  DescribeRouteTables: action(
    "routeTables",
    "routeTableSet",
    "RouteTableId",
    "routeTable",
    "InvalidRouteTableID.NotFound",
    [5, 100],
  ),
  DescribeManagedPrefixLists: action(
    "prefixLists",
    "prefixListSet",
    "PrefixListId",
    "prefix list",
    "InvalidPrefixListID.NotFound",
    [1, 100],
  ),
  DescribeTrunkInterfaceAssociations: action(
    "trunkAssociations",
    "interfaceAssociationSet",
    "AssociationId",
    "trunk interface association",
    "InvalidAssociationID.NotFound",
    [5, 255],
  ),
};

/** The CIDRs of one prefix list; `null` when there is no such list. */
export function prefixListEntries(observation: Observation, id: string): readonly Xml[] | null {
  const list = itemsOf(observation, "prefixLists").get(id);
  return list ? (list.cidrs ?? []).map((cidr) => ({ cidr })) : null;
}

function action<C extends keyof typeof objects>(
  collection: C,
  set: string,
  ids: string,
  noun: string,
  notFound: string,
  limits: readonly [number, number] = [5, 1000],
): Action {
  return {
    collection,
    set,
    ids,
    noun,
    notFound,
    limits,
    filters: filters[collection] as FilterTable<CollectionName>,
    show: objects[collection] as Action["show"],
  };
}
