import type { Resource } from "../topology/resources.ts";
import { macOf } from "./mac.ts";

/** What a plain word is searched for in, besides the fields marked `inWords`: what tells this resource from any other. All values of fields marked `inFacts` are here, MAC addresses in the spelling of EC2. */
export function factsOf(resource: Resource): readonly (string | undefined)[] {
  switch (resource.kind) {
    case "instance":
      return [resource.id, resource.ip, resource.nodeName];
    case "interface":
      return [resource.id, resource.ip, resource.ipv6, mac(resource), ...resource.prefixes];
    case "trunk":
      return [resource.id, resource.ip, resource.ipv6, mac(resource)];
    case "branch":
      return [resource.id, resource.ip, resource.ipv6, mac(resource), resource.associationId];
    case "pod":
      return resource.ips === undefined && resource.annotation === undefined
        ? [resource.id, resource.ip]
        : [
            resource.id,
            resource.ip,
            ...(resource.ips ?? []),
            ...(resource.annotation ?? []).flatMap((entry) => [entry.eniId, entry.ip, entry.ipv6, mac(entry)]),
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

function mac(holder: { readonly mac?: string }): string | undefined {
  return holder.mac === undefined ? undefined : macOf(holder.mac);
}
