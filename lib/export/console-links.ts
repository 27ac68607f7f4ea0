import type { Resource } from "../topology/resources.ts";
import { isEc2Id, partitionOf } from "./partition.ts";

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** Pages of the AWS console that show a resource and what it stands in; none where the region or the partition is not known. */
export function consoleLinks(resource: Resource, region: string | null): Link[] {
  const partition = partitionOf(region);
  if (partition === null || region === null) return [];
  return targetsOf(resource).flatMap(([kind, id]) => {
    const { label, prefix, path } = pages[kind];
    if (!isEc2Id(id, prefix)) return [];
    const [service, fragment] = path(id);
    return [
      { label, url: `https://${region}.${partition.consoleDomain}/${service}/home?region=${region}#${fragment}` },
    ];
  });
}

type Page = keyof typeof pages;

/** Ids are letters and digits, so that nothing in these needs encoding. */
const pages = {
  instance: page("Instance", "i", (id) => ["ec2", `InstanceDetails:instanceId=${id}`]),
  interface: page("Network interface", "eni", (id) => ["ec2", `NetworkInterface:networkInterfaceId=${id}`]),
  trunk: page("Trunk interface", "eni", (id) => ["ec2", `NetworkInterface:networkInterfaceId=${id}`]),
  branches: page("Branches of this trunk", "eni", (id) => [
    "ec2",
    `NIC:v=3;tag:vpcresources.k8s.aws/trunk-eni-id=:${id}`,
  ]),
  group: page("Security group", "sg", (id) => ["ec2", `SecurityGroup:groupId=${id}`]),
  subnet: page("Subnet", "subnet", (id) => ["vpcconsole", `SubnetDetails:subnetId=${id}`]),
  vpc: page("VPC", "vpc", (id) => ["vpcconsole", `VpcDetails:VpcId=${id}`]),
};

function page(label: string, prefix: string, path: (id: string) => readonly [service: string, fragment: string]) {
  return { label, prefix, path };
}

type Target = readonly [Page, string | null | undefined];

function targetsOf(resource: Resource): readonly Target[] {
  switch (resource.kind) {
    case "instance":
      return [
        ["instance", resource.id],
        ["subnet", resource.subnetId],
        ["vpc", resource.vpcId],
      ];
    case "interface":
      return [["interface", resource.id], ["instance", resource.instanceId], ...networkOf(resource)];
    case "trunk":
      return [
        ["interface", resource.id],
        ["branches", resource.id],
        ["instance", resource.instanceId],
        ...networkOf(resource),
      ];
    case "branch":
      return [
        ["interface", resource.id],
        ["trunk", resource.trunkId],
        ["instance", resource.instanceId],
        ...networkOf(resource),
      ];
    case "pod":
      return [
        ...(resource.branchIds.length > 0 ? resource.branchIds : [resource.interfaceId]).map(
          (id): Target => ["interface", id],
        ),
        ["instance", resource.instanceId],
      ];
    case "securityGroup":
      return [
        ["group", resource.id],
        ["vpc", resource.vpcId],
      ];
    case "policy":
      return resource.groupIds.map((id): Target => ["group", id]);
    case "subnet":
      return [
        ["subnet", resource.id],
        ["vpc", resource.vpcId],
      ];
    case "unjoined":
      return [];
  }
}

function networkOf({ subnetId, groupIds }: Extract<Resource, { kind: "interface" | "trunk" | "branch" }>): Target[] {
  return [["subnet", subnetId], ...groupIds.map((id): Target => ["group", id])];
}
