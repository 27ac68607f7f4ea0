import type { Resource } from "../topology/resources.ts";

/** What a plain word is searched for in, besides the fields marked `inWords`: what tells this resource from any other. All values of fields marked `inFacts` are here. */
export function factsOf(resource: Resource): readonly (string | undefined)[] {
  switch (resource.kind) {
    case "instance":
      return [resource.id, resource.ip, resource.nodeName];
    case "interface":
      return [resource.id, resource.ip, resource.ipv6, resource.mac, ...resource.prefixes];
    case "trunk":
      return [resource.id, resource.ip, resource.ipv6, resource.mac];
    case "branch":
      return [resource.id, resource.ip, resource.ipv6, resource.mac, resource.associationId];
    case "pod":
      return resource.ips === undefined && resource.annotation === undefined
        ? [resource.id, resource.ip]
        : [
            resource.id,
            resource.ip,
            ...(resource.ips ?? []),
            ...(resource.annotation ?? []).flatMap(({ eniId, ip, ipv6, mac }) => [eniId, ip, ipv6, mac]),
          ];
    case "securityGroup":
      return [resource.id, resource.name, resource.description];
    case "subnet":
      return [resource.id, resource.name, resource.cidr, ...(resource.ipv6Cidrs ?? [])];
    case "policy":
      return [resource.id];
    case "unjoined":
      return [resource.id, resource.name];
  }
}
