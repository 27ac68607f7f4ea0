import type { Item } from "../../recording/collections.ts";
import {
  type Foreign,
  flagOf,
  isForeign,
  known,
  listOf,
  numberOf,
  objectOf,
  textOf,
  textsOf,
  timeOf,
} from "./fields.ts";
import { tagsOf } from "./tags.ts";

/**
 * EC2's shapes to items. Takes what the SDK returns and what `aws ec2 ... --output json` prints: the keys are the same,
 * times are Dates in one and text in the other. `null` = the object has no id, so it cannot be kept.
 */
export function instanceItem(foreign: Foreign): Item<"instances"> | null {
  const id = textOf(foreign.InstanceId);
  if (!id) return null;
  return known({
    id,
    type: textOf(foreign.InstanceType),
    state: textOf(objectOf(foreign.State).Name),
    availabilityZone: textOf(objectOf(foreign.Placement).AvailabilityZone),
    privateIp: textOf(foreign.PrivateIpAddress),
    privateDnsName: textOf(foreign.PrivateDnsName),
    vpcId: textOf(foreign.VpcId),
    subnetId: textOf(foreign.SubnetId),
    launchedAt: timeOf(foreign.LaunchTime),
    interfaceIds: textsOf(foreign.NetworkInterfaces, "NetworkInterfaceId"),
    tags: tagsOf(foreign.Tags),
  });
}

export function interfaceItem(foreign: Foreign): Item<"interfaces"> | null {
  const id = textOf(foreign.NetworkInterfaceId);
  if (!id) return null;
  return known({
    id,
    type: textOf(foreign.InterfaceType),
    status: textOf(foreign.Status),
    description: textOf(foreign.Description),
    mac: textOf(foreign.MacAddress),
    vpcId: textOf(foreign.VpcId),
    subnetId: textOf(foreign.SubnetId),
    availabilityZone: textOf(foreign.AvailabilityZone),
    ownerId: textOf(foreign.OwnerId),
    requesterId: textOf(foreign.RequesterId),
    requesterManaged: flagOf(foreign.RequesterManaged),
    privateIp: textOf(foreign.PrivateIpAddress),
    privateDnsName: textOf(foreign.PrivateDnsName),
    privateIps: textsOf(foreign.PrivateIpAddresses, "PrivateIpAddress"),
    ipv6s: textsOf(foreign.Ipv6Addresses, "Ipv6Address"),
    ipv4Prefixes: textsOf(foreign.Ipv4Prefixes, "Ipv4Prefix"),
    ipv6Prefixes: textsOf(foreign.Ipv6Prefixes, "Ipv6Prefix"),
    groups: (listOf(foreign.Groups) ?? []).flatMap(({ GroupId, GroupName }) => {
      const groupId = textOf(GroupId);
      return groupId ? [known({ id: groupId, name: textOf(GroupName) })] : [];
    }),
    attachment: isForeign(foreign.Attachment) ? attachmentOf(foreign.Attachment) : null,
    tags: tagsOf(foreign.TagSet, foreign.Tags),
  });
}

function attachmentOf(foreign: Foreign) {
  return known({
    id: textOf(foreign.AttachmentId),
    instanceId: textOf(foreign.InstanceId),
    deviceIndex: numberOf(foreign.DeviceIndex),
    networkCardIndex: numberOf(foreign.NetworkCardIndex),
    status: textOf(foreign.Status),
    attachedAt: timeOf(foreign.AttachTime),
    deleteOnTermination: flagOf(foreign.DeleteOnTermination),
  });
}

export function securityGroupItem(foreign: Foreign): Item<"securityGroups"> | null {
  const id = textOf(foreign.GroupId);
  if (!id) return null;
  return known({
    id,
    name: textOf(foreign.GroupName),
    description: textOf(foreign.Description),
    vpcId: textOf(foreign.VpcId),
    ownerId: textOf(foreign.OwnerId),
    tags: tagsOf(foreign.Tags),
  });
}

export function securityGroupRuleItem(foreign: Foreign): Item<"securityGroupRules"> | null {
  const id = textOf(foreign.SecurityGroupRuleId);
  const groupId = textOf(foreign.GroupId);
  const isEgress = flagOf(foreign.IsEgress);
  const protocol = textOf(foreign.IpProtocol);
  if (!id || !groupId || isEgress === undefined || !protocol) return null;
  return known({
    id,
    groupId,
    isEgress,
    protocol,
    fromPort: numberOf(foreign.FromPort),
    toPort: numberOf(foreign.ToPort),
    cidrIpv4: textOf(foreign.CidrIpv4),
    cidrIpv6: textOf(foreign.CidrIpv6),
    prefixListId: textOf(foreign.PrefixListId),
    referencedGroup: referencedGroupOf(foreign.ReferencedGroupInfo),
    description: textOf(foreign.Description),
  });
}

export function referencedGroupOf(value: unknown) {
  const foreign = objectOf(value);
  const groupId = textOf(foreign.GroupId);
  if (!groupId) return undefined;
  return known({
    groupId,
    userId: textOf(foreign.UserId),
    vpcId: textOf(foreign.VpcId),
    peeringConnectionId: textOf(foreign.VpcPeeringConnectionId),
    peeringStatus: textOf(foreign.PeeringStatus),
  });
}

export function subnetItem(foreign: Foreign): Item<"subnets"> | null {
  const id = textOf(foreign.SubnetId);
  if (!id) return null;
  return known({
    id,
    vpcId: textOf(foreign.VpcId),
    availabilityZone: textOf(foreign.AvailabilityZone),
    cidr: textOf(foreign.CidrBlock),
    ipv6Cidrs: textsOf(associated(foreign.Ipv6CidrBlockAssociationSet, "Ipv6CidrBlockState"), "Ipv6CidrBlock"),
    availableIps: numberOf(foreign.AvailableIpAddressCount),
    mapsPublicIp: flagOf(foreign.MapPublicIpOnLaunch),
    tags: tagsOf(foreign.Tags),
  });
}

export function vpcItem(foreign: Foreign): Item<"vpcs"> | null {
  const id = textOf(foreign.VpcId);
  if (!id) return null;
  const primary = textOf(foreign.CidrBlock);
  const others = textsOf(associated(foreign.CidrBlockAssociationSet, "CidrBlockState"), "CidrBlock") ?? [];
  return known({
    id,
    cidrs: [...new Set(primary ? [primary, ...others] : others)],
    ipv6Cidrs: textsOf(associated(foreign.Ipv6CidrBlockAssociationSet, "Ipv6CidrBlockState"), "Ipv6CidrBlock"),
    ownerId: textOf(foreign.OwnerId),
    tags: tagsOf(foreign.Tags),
  });
}

/** CIDR associations in force: one that is being removed, or failed, is no address of ours. */
function associated(value: unknown, stateKey: string): readonly Foreign[] | undefined {
  return listOf(value)?.filter((each) => {
    const state = textOf(objectOf(each[stateKey]).State);
    return state === undefined || state === "associated" || state === "associating";
  });
}

const destinations = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"] as const;
const targets = [
  "GatewayId",
  "NatGatewayId",
  "TransitGatewayId",
  "VpcPeeringConnectionId",
  "EgressOnlyInternetGatewayId",
  "NetworkInterfaceId",
  "InstanceId",
  "LocalGatewayId",
  "CarrierGatewayId",
  "CoreNetworkArn",
] as const;

export function routeTableItem(foreign: Foreign): Item<"routeTables"> | null {
  const id = textOf(foreign.RouteTableId);
  if (!id) return null;
  const associations = listOf(foreign.Associations) ?? [];
  return known({
    id,
    vpcId: textOf(foreign.VpcId),
    isMain: associations.some(({ Main }) => Main === true),
    subnetIds: textsOf(associations, "SubnetId") ?? [],
    routes: (listOf(foreign.Routes) ?? []).flatMap((route) => {
      const destination = firstText(route, destinations);
      return destination ? [known({ destination, target: firstText(route, targets), state: textOf(route.State) })] : [];
    }),
  });
}

/** A managed prefix list; `entries` are those of GetManagedPrefixListEntries, `undefined` = not read. */
export function prefixListItem(foreign: Foreign, entries?: readonly Foreign[]): Item<"prefixLists"> | null {
  const id = textOf(foreign.PrefixListId);
  if (!id) return null;
  return known({
    id,
    name: textOf(foreign.PrefixListName),
    addressFamily: textOf(foreign.AddressFamily),
    maxEntries: numberOf(foreign.MaxEntries),
    cidrs: entries === undefined ? undefined : (textsOf(entries, "Cidr") ?? []),
  });
}

export function trunkAssociationItem(foreign: Foreign): Item<"trunkAssociations"> | null {
  const id = textOf(foreign.AssociationId);
  const trunkId = textOf(foreign.TrunkInterfaceId);
  const branchId = textOf(foreign.BranchInterfaceId);
  if (!id || !trunkId || !branchId) return null;
  return known({
    id,
    trunkId,
    branchId,
    protocol: textOf(foreign.InterfaceProtocol),
    vlanId: numberOf(foreign.VlanId),
  });
}

function firstText(foreign: Foreign, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = textOf(foreign[key]);
    if (text) return text;
  }
  return undefined;
}
