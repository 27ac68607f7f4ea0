import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import { itemsOf, type Observation } from "../../../lib/recording/observation.ts";
import { canary } from "../canary.ts";
import type { Xml } from "./xml.ts";

type Show<C extends CollectionName> = (item: Item<C>, observation: Observation) => Xml;

const account = "111122223333";

/** Turns the kept facts back into what EC2 answers, with the fields beside them that nobody here keeps. */
export const objects = {
  instances: (item, observation) => ({
    reservationId: item.id.replace("i-", "r-"),
    ownerId: account,
    groupSet: [],
    instancesSet: [instance(item, observation)],
  }),

  interfaces: (item) => ({
    networkInterfaceId: item.id,
    subnetId: item.subnetId,
    vpcId: item.vpcId,
    availabilityZone: item.availabilityZone,
    description: item.description,
    ownerId: item.ownerId,
    requesterId: item.requesterId,
    requesterManaged: item.requesterManaged,
    status: item.status,
    macAddress: item.mac,
    privateIpAddress: item.privateIp,
    privateDnsName: item.privateDnsName,
    sourceDestCheck: true,
    groupSet: groupSet(item),
    attachment: item.attachment && {
      attachmentId: item.attachment.id,
      instanceId: item.attachment.instanceId,
      instanceOwnerId: account,
      deviceIndex: item.attachment.deviceIndex,
      networkCardIndex: item.attachment.networkCardIndex,
      status: item.attachment.status,
      attachTime: isoTime(item.attachment.attachedAt),
      deleteOnTermination: item.attachment.deleteOnTermination,
    },
    ...addresses(item),
    interfaceType: item.type,
    denyAllIgwTraffic: false,
    tagSet: tagSet(item.tags),
  }),

  securityGroups: (item, observation) => ({
    ownerId: item.ownerId,
    groupId: item.id,
    groupName: item.name,
    groupDescription: item.description,
    vpcId: item.vpcId,
    securityGroupArn: `arn:aws:ec2:eu-west-1:${item.ownerId ?? account}:security-group/${item.id}`,
    ...permissions(item.id, observation),
    tagSet: tagSet(item.tags),
  }),

  securityGroupRules: (item) => ({
    securityGroupRuleId: item.id,
    groupId: item.groupId,
    groupOwnerId: account,
    isEgress: item.isEgress,
    ipProtocol: item.protocol,
    fromPort: item.fromPort,
    toPort: item.toPort,
    cidrIpv4: item.cidrIpv4,
    cidrIpv6: item.cidrIpv6,
    prefixListId: item.prefixListId,
    referencedGroupInfo: item.referencedGroup && {
      groupId: item.referencedGroup.groupId,
      userId: item.referencedGroup.userId,
      vpcId: item.referencedGroup.vpcId,
      vpcPeeringConnectionId: item.referencedGroup.peeringConnectionId,
      peeringStatus: item.referencedGroup.peeringStatus,
    },
    description: item.description,
    tagSet: [],
  }),

  subnets: (item) => ({
    subnetId: item.id,
    subnetArn: `arn:aws:ec2:eu-west-1:${account}:subnet/${item.id}`,
    state: "available",
    ownerId: account,
    vpcId: item.vpcId,
    cidrBlock: item.cidr,
    ipv6CidrBlockAssociationSet: (item.ipv6Cidrs ?? []).map((cidr, index) => ({
      ipv6CidrBlock: cidr,
      associationId: `subnet-cidr-assoc-${index}`,
      ipv6CidrBlockState: { state: "associated" },
    })),
    availableIpAddressCount: item.availableIps,
    availabilityZone: item.availabilityZone,
    defaultForAz: false,
    mapPublicIpOnLaunch: item.mapsPublicIp,
    assignIpv6AddressOnCreation: false,
    tagSet: tagSet(item.tags),
  }),

  vpcs: (item) => ({
    vpcId: item.id,
    ownerId: item.ownerId,
    state: "available",
    cidrBlock: item.cidrs[0],
    cidrBlockAssociationSet: item.cidrs.map((cidr, index) => ({
      cidrBlock: cidr,
      associationId: `vpc-cidr-assoc-${index}`,
      cidrBlockState: { state: "associated" },
    })),
    ipv6CidrBlockAssociationSet: (item.ipv6Cidrs ?? []).map((cidr, index) => ({
      ipv6CidrBlock: cidr,
      associationId: `vpc-cidr-assoc-v6-${index}`,
      ipv6CidrBlockState: { state: "associated" },
    })),
    dhcpOptionsId: "dopt-0a1b2c3d",
    instanceTenancy: "default",
    isDefault: false,
    tagSet: tagSet(item.tags),
  }),

  routeTables: (item) => ({
    routeTableId: item.id,
    vpcId: item.vpcId,
    ownerId: account,
    routeSet: item.routes.map(route),
    associationSet: [
      ...(item.isMain ? [association(item.id, { main: true })] : []),
      ...item.subnetIds.map((subnetId) => association(item.id, { subnetId, main: false })),
    ],
    propagatingVgwSet: [],
    tagSet: [],
  }),

  prefixLists: (item) => ({
    prefixListId: item.id,
    addressFamily: item.addressFamily,
    state: "create-complete",
    prefixListArn: `arn:aws:ec2:eu-west-1:aws:prefix-list/${item.id}`,
    prefixListName: item.name,
    maxEntries: item.maxEntries,
    version: 1,
    ownerId: "AWS",
    tagSet: [],
  }),

  trunkAssociations: (item) => ({
    associationId: item.id,
    branchInterfaceId: item.branchId,
    trunkInterfaceId: item.trunkId,
    interfaceProtocol: item.protocol,
    vlanId: item.vlanId,
    tagSet: [],
  }),
} satisfies { readonly [C in CollectionName]?: Show<C> };

function instance(item: Item<"instances">, observation: Observation): Xml {
  const known = itemsOf(observation, "interfaces");
  const interfaces = (item.interfaceIds ?? []).map((id) => ({ id, facts: known.get(id) }));
  const primary = interfaces.find(({ facts }) => facts?.attachment?.deviceIndex === 0)?.facts;
  return {
    instanceId: item.id,
    imageId: "ami-0c1d2e3f4a5b6c7d8",
    instanceState: { code: stateCodes[item.state ?? ""], name: item.state },
    privateDnsName: item.privateDnsName,
    dnsName: "",
    reason: "",
    keyName: canary,
    amiLaunchIndex: 0,
    instanceType: item.type,
    launchTime: isoTime(item.launchedAt),
    placement: { availabilityZone: item.availabilityZone, groupName: "", tenancy: "default" },
    monitoring: { state: "disabled" },
    subnetId: item.subnetId,
    vpcId: item.vpcId,
    privateIpAddress: item.privateIp,
    sourceDestCheck: true,
    groupSet: primary ? groupSet(primary) : [],
    architecture: "x86_64",
    rootDeviceType: "ebs",
    rootDeviceName: "/dev/xvda",
    virtualizationType: "hvm",
    clientToken: canary,
    hypervisor: "xen",
    networkInterfaceSet: interfaces.map(({ id, facts }) => instanceInterface(id, facts)),
    iamInstanceProfile: { arn: `arn:aws:iam::${account}:instance-profile/eks-nodes`, id: "AIPA0LAB" },
    ebsOptimized: false,
    enaSupport: true,
    metadataOptions: { state: "applied", httpTokens: "required", httpPutResponseHopLimit: 2, httpEndpoint: "enabled" },
    tagSet: tagSet(item.tags),
  };
}

function instanceInterface(id: string, facts: Item<"interfaces"> | undefined): Xml {
  if (!facts) return { networkInterfaceId: id, status: "in-use" };
  return {
    networkInterfaceId: id,
    subnetId: facts.subnetId,
    vpcId: facts.vpcId,
    description: facts.description,
    ownerId: facts.ownerId,
    status: facts.status,
    macAddress: facts.mac,
    privateIpAddress: facts.privateIp,
    privateDnsName: facts.privateDnsName,
    sourceDestCheck: true,
    groupSet: groupSet(facts),
    attachment: facts.attachment && {
      attachmentId: facts.attachment.id,
      deviceIndex: facts.attachment.deviceIndex,
      status: facts.attachment.status,
      attachTime: isoTime(facts.attachment.attachedAt),
      deleteOnTermination: facts.attachment.deleteOnTermination,
      networkCardIndex: facts.attachment.networkCardIndex,
    },
    ...addresses(facts),
    interfaceType: facts.type,
  };
}

function addresses(item: Item<"interfaces">): Record<string, Xml> {
  return {
    privateIpAddressesSet: item.privateIps?.map((privateIpAddress) => ({
      privateIpAddress,
      primary: privateIpAddress === item.privateIp,
    })),
    ipv6AddressesSet: item.ipv6s?.map((ipv6Address) => ({ ipv6Address, isPrimaryIpv6: false })),
    ipv4PrefixSet: item.ipv4Prefixes?.map((ipv4Prefix) => ({ ipv4Prefix })),
    ipv6PrefixSet: item.ipv6Prefixes?.map((ipv6Prefix) => ({ ipv6Prefix })),
  };
}

function permissions(groupId: string, observation: Observation): Record<string, Xml> {
  const all: { ipPermissions: Xml[]; ipPermissionsEgress: Xml[] } = { ipPermissions: [], ipPermissionsEgress: [] };
  if (itemsOf(observation, "securityGroupRules").size > 1000) return all;
  for (const rule of itemsOf(observation, "securityGroupRules").values()) {
    if (rule.groupId !== groupId) continue;
    const { referencedGroup: group } = rule;
    (rule.isEgress ? all.ipPermissionsEgress : all.ipPermissions).push({
      ipProtocol: rule.protocol,
      fromPort: rule.protocol === "-1" ? null : rule.fromPort,
      toPort: rule.protocol === "-1" ? null : rule.toPort,
      groups: group ? [{ groupId: group.groupId, userId: group.userId ?? account }] : [],
      ipRanges: rule.cidrIpv4 ? [{ cidrIp: rule.cidrIpv4, description: rule.description }] : [],
      ipv6Ranges: rule.cidrIpv6 ? [{ cidrIpv6: rule.cidrIpv6 }] : [],
      prefixListIds: rule.prefixListId ? [{ prefixListId: rule.prefixListId }] : [],
    });
  }
  return all;
}

const targets: readonly (readonly [prefix: string, field: string])[] = [
  ["nat-", "natGatewayId"],
  ["tgw-", "transitGatewayId"],
  ["pcx-", "vpcPeeringConnectionId"],
  ["eni-", "networkInterfaceId"],
  ["eigw-", "egressOnlyInternetGatewayId"],
  ["i-", "instanceId"],
  ["", "gatewayId"],
];

function route({ destination, target, state }: Item<"routeTables">["routes"][number]): Xml {
  const field = targets.find(([prefix]) => target?.startsWith(prefix))?.[1];
  const kind = destination.startsWith("pl-")
    ? "destinationPrefixListId"
    : destination.includes(":")
      ? "destinationIpv6CidrBlock"
      : "destinationCidrBlock";
  return { [kind]: destination, ...(field ? { [field]: target } : {}), state, origin: "CreateRoute" };
}

function association(routeTableId: string, facts: Record<string, Xml>): Xml {
  return {
    routeTableAssociationId: `rtbassoc-${String(facts.subnetId ?? routeTableId).split("-")[1]}`,
    routeTableId,
    ...facts,
    associationState: { state: "associated" },
  };
}

const stateCodes: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

const groupSet = (item: Item<"interfaces">): Xml =>
  item.groups.map((group) => ({ groupId: group.id, groupName: group.name }));

const tagSet = (tags: Readonly<Record<string, string>>): Xml =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** EC2 prints whole seconds with an empty millisecond part. */
function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 19)}.000Z`;
}
