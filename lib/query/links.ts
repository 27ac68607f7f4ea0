import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";

type Ids = string | null | undefined | readonly string[];
type Link = { readonly [K in ResourceKind]?: (resource: ResourceOf<K>) => Ids };

const instanceId = (resource: { readonly instanceId: string | null }) => resource.instanceId;
const groupIds = (resource: { readonly groupIds: readonly string[] }) => resource.groupIds;
const subnetId = (resource: { readonly subnetId?: string }) => resource.subnetId;

/** From a resource to those whose facts count as its own. */
export const links = {
  /** The instance it is on. */
  host: { interface: instanceId, trunk: instanceId, branch: instanceId, pod: instanceId },
  /** The ENIs whose addresses a pod uses. */
  carrier: {
    pod: ({ branchIds, interfaceId }) =>
      interfaceId === null || branchIds.includes(interfaceId) ? branchIds : [...branchIds, interfaceId],
  },
  /** The pods of a branch, the last one it had when it has none. */
  pods: { branch: ({ podIds, lastOwner }) => (podIds.length > 0 ? podIds : lastOwner) },
  groups: { interface: groupIds, trunk: groupIds, branch: groupIds, policy: groupIds },
  subnet: { instance: subnetId, interface: subnetId, trunk: subnetId, branch: subnetId },
} satisfies Record<string, Link>;

export type LinkName = keyof typeof links;

export const linkNames = Object.keys(links) as LinkName[];

/** Links that many resources have in common, so that each end is looked at once. */
export const sharedLinks: readonly LinkName[] = ["host", "groups", "subnet"];

/** The kinds that have a link. */
export function linksFrom(link: LinkName): ResourceKind[] {
  return Object.keys(links[link]) as ResourceKind[];
}

/** Ids of what a resource is linked with. */
export function linkedIds(link: LinkName, resource: Resource): readonly string[] {
  const ids = (links[link] as Partial<Record<ResourceKind, (resource: Resource) => Ids>>)[resource.kind]?.(resource);
  return ids === null || ids === undefined ? [] : typeof ids === "string" ? [ids] : ids;
}
