import type { Resource, ResourceKind } from "../topology/resources.ts";
import { isEc2Id, partitionOf } from "./partition.ts";

export interface Owner {
  readonly region: string | null;
  /** The twelve digits of the account, where it is known; EC2 states it for security groups only. */
  readonly account?: string | null;
}

/** The ARN of a resource of EC2; `null` where it has none, or the account or region is not known. */
export function arnOf(resource: Resource, { region, account = null }: Owner): string | null {
  const type = types[resource.kind];
  const partition = partitionOf(region);
  const owner = resource.kind === "securityGroup" ? (resource.ownerId ?? account) : account;
  if (!type || partition === null || owner === null || !/^\d{12}$/.test(owner)) return null;
  return isEc2Id(resource.id, type.prefix)
    ? `arn:${partition.name}:ec2:${region}:${owner}:${type.name}/${resource.id}`
    : null;
}

const types: { readonly [K in ResourceKind]?: { readonly name: string; readonly prefix: string } } = {
  instance: { name: "instance", prefix: "i" },
  interface: { name: "network-interface", prefix: "eni" },
  trunk: { name: "network-interface", prefix: "eni" },
  branch: { name: "network-interface", prefix: "eni" },
  securityGroup: { name: "security-group", prefix: "sg" },
  subnet: { name: "subnet", prefix: "subnet" },
};
