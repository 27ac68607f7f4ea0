import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import { quoteValue } from "./print.ts";

/** The query that finds everything of a kind that a resource is linked with; `null`: there is no such link to many. */
export function relatedQuery(resource: Resource, kind: ResourceKind): string | null {
  const field = (fields[resource.kind] as Related<ResourceKind> | undefined)?.[kind];
  return field === undefined ? null : `kind:${kind} ${field.name}=${quoteValue(field.value(resource as never))}`;
}

/** The kinds that a resource may be linked with in any number. */
export function relatedKinds(resource: Resource): readonly ResourceKind[] {
  return Object.keys(fields[resource.kind] ?? {}) as ResourceKind[];
}

interface RelatedField<K extends ResourceKind> {
  readonly name: string;
  readonly value: (resource: ResourceOf<K>) => string;
}
type Related<K extends ResourceKind> = { readonly [other in ResourceKind]?: RelatedField<K> };

const id = ({ id }: { readonly id: string }) => id;
const instance = { name: "instance", value: id };
const trunk = { name: "trunk", value: id };
const group = { name: "sg", value: id };
const subnet = { name: "subnet", value: id };
const policy = {
  name: "policy",
  value: ({ namespace, name }: { readonly namespace: string; readonly name: string }) => `${namespace}/${name}`,
};

const fields: { readonly [K in ResourceKind]?: Related<K> } = {
  instance: { interface: instance, branch: instance, pod: instance },
  trunk: { branch: trunk },
  securityGroup: { policy: group, trunk: group, branch: group, interface: group, pod: group },
  policy: { pod: policy, branch: policy },
  subnet: { instance: subnet, trunk: subnet, branch: subnet, interface: subnet },
};

/** Whether what a resource is linked with may stand anywhere, and so not be at hand in full. */
export function isSpread({ kind }: Resource): boolean {
  return spread.has(kind);
}

const spread: ReadonlySet<ResourceKind> = new Set(["securityGroup", "policy", "subnet"]);
