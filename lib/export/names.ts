import type { Resource, ResourceKind } from "../topology/resources.ts";

/** Kinds in the order in which they are listed, and what one of each is called. */
export const kindNames: Readonly<Record<ResourceKind, string>> = {
  instance: "instance",
  interface: "interface",
  trunk: "trunk",
  branch: "branch",
  pod: "pod",
  securityGroup: "security group",
  policy: "policy",
  subnet: "subnet",
  unjoined: "unjoined resource",
};

/** What a resource is called where there is room for one name; as it stands, not made safe. */
export function nameOf(resource: Resource): string {
  switch (resource.kind) {
    case "instance":
      return resource.nodeName ?? resource.id;
    case "pod":
    case "policy":
      return `${resource.namespace}/${resource.name}`;
    case "securityGroup":
    case "subnet":
      return resource.name === undefined ? resource.id : `${resource.name} (${resource.id})`;
    case "unjoined":
      return `${resource.collection}/${resource.name}`;
    default:
      return resource.id;
  }
}
