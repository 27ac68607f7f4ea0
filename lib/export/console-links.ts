import type { Resource } from "../topology/resources.ts";
import { isEc2Id, partitionOf } from "./partition.ts";

export interface ConsoleLink {
  readonly page: ConsolePage;
  /** What the page shows. */
  readonly id: string;
  readonly url: string;
}

/** Pages of the AWS console that show a resource and what it stands in; none where the region or the partition is not known. */
export function consoleLinks(resource: Resource, region: string | null): ConsoleLink[] {
  const partition = partitionOf(region);
  if (partition === null || region === null) return [];
  return targetsOf(resource).flatMap(([page, id]) => {
    const { prefix, path } = pages[page];
    if (!isEc2Id(id, prefix)) return [];
    const [service, fragment] = path(id);
    const url = `https://${region}.${partition.consoleDomain}/${service}/home?region=${region}#${fragment}`;
    return [{ page, id, url }];
  });
}

/** What a page of the console shows. The words for each lie with whoever prints it. */
export type ConsolePage = keyof typeof pages;

/** Ids are letters and digits, so that nothing in these needs encoding. */
const pages = {
  instance: page("i", (id) => ["ec2", `InstanceDetails:instanceId=${id}`]),
  interface: page("eni", (id) => ["ec2", `NetworkInterface:networkInterfaceId=${id}`]),
  trunk: page("eni", (id) => ["ec2", `NetworkInterface:networkInterfaceId=${id}`]),
  branches: page("eni", (id) => ["ec2", `NIC:v=3;tag:vpcresources.k8s.aws/trunk-eni-id=:${id}`]),
  group: page("sg", (id) => ["ec2", `SecurityGroup:groupId=${id}`]),
  subnet: page("subnet", (id) => ["vpcconsole", `SubnetDetails:subnetId=${id}`]),
  vpc: page("vpc", (id) => ["vpcconsole", `VpcDetails:VpcId=${id}`]),
};

function page(prefix: string, path: (id: string) => readonly [service: string, fragment: string]) {
  return { prefix, path };
}

type Target = readonly [ConsolePage, string | null | undefined];

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
