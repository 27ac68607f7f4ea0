import { get, type Model } from "../../lib/diagram/model.ts";
import type { Resource } from "../../lib/topology/resources.ts";

/** What a resource is called where there is room for one name. */
export function labelOf(resource: Resource): string {
  switch (resource.kind) {
    case "instance":
      return resource.nodeName ?? resource.id;
    case "pod":
    case "policy":
      return `${resource.namespace}/${resource.name}`;
    case "securityGroup":
    case "subnet":
      return resource.name ?? resource.id;
    case "unjoined":
      return resource.name;
    default:
      return resource.id;
  }
}

/** What a resource is called whose id alone is known. */
export function labelOfId(id: string): string {
  return id.replace(/^(pod|policy|node)\//, "");
}

/** The names of a set of security groups, in the order of their bars. */
export function groupNames(model: Model, ids: readonly string[]): string {
  return [...ids]
    .sort()
    .map((id) => get(model, "securityGroup", id)?.name ?? id)
    .join(" + ");
}

/** The first label of a DNS name; addresses and other names stay whole. */
export function shortNode(name: string): string {
  const dot = name.indexOf(".");
  return dot > 0 && /[a-z]/i.test(name.slice(0, dot)) ? name.slice(0, dot) : name;
}
