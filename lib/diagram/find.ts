import type { Resource } from "../topology/resources.ts";
import type { Model } from "./model.ts";

/** Ids of the resources whose id, name or address contains every word of the text; `null` when there is no word. */
export function findIn(model: Model, text: string): ReadonlySet<string> | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const found = new Set<string>();
  for (const resource of model.byId.values()) {
    const haystack = textOf(resource);
    if (words.every((word) => haystack.includes(word))) found.add(resource.id);
  }
  return found;
}

const texts = new WeakMap<Resource, string>();

function textOf(resource: Resource): string {
  const known = texts.get(resource);
  if (known !== undefined) return known;
  const text = wordsOf(resource)
    .filter((word) => word !== undefined)
    .join("\n")
    .toLowerCase();
  texts.set(resource, text);
  return text;
}

function wordsOf(resource: Resource): (string | undefined)[] {
  switch (resource.kind) {
    case "instance":
      return [resource.id, resource.nodeName, resource.ip, resource.instanceType, resource.zone];
    case "interface":
    case "trunk":
      return [resource.id, resource.ip, resource.ipv6, resource.mac];
    case "branch":
      return [resource.id, resource.ip, resource.ipv6, resource.mac, resource.associationId, vlanText(resource.vlan)];
    case "pod":
      return [resource.id, ...(resource.ips ?? [resource.ip]), resource.status];
    case "securityGroup":
    case "subnet":
      return [resource.id, resource.name];
    case "policy":
      return [resource.id];
    case "unjoined":
      return [resource.id, resource.name];
  }
}

function vlanText(vlan: number | null): string | undefined {
  return vlan === null ? undefined : `vlan ${vlan}`;
}
