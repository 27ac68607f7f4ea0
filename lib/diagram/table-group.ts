import { type Majority, noMajority } from "../snapshot/majority.ts";
import type { Branch, Instance, Resource } from "../topology/resources.ts";
import { type Grouping, groupPathOf, isByMajority } from "./grouping.ts";

interface Known {
  readonly byId: ReadonlyMap<string, Resource>;
  /** The instance that a resource stands on, by the id that is named. */
  hostOf(resourceId: string): string | undefined;
  /** What most branches of an instance have. */
  majorityOf(instanceId: string): Majority;
}

/** The group that a resource is listed under in the table: its own, where it has one of that sort, else that of the instance it stands on. */
export function tableGroups(known: Known, grouping: Grouping): (resource: Resource) => string | null {
  const own = ownGroups[grouping];
  const ofInstance = new Map<string, string | null>();
  const groupOfHost = (host: string | undefined): string | null => {
    if (host === undefined) return null;
    const before = ofInstance.get(host);
    if (before !== undefined) return before;
    const instance = known.byId.get(host);
    const group = instance?.kind === "instance" ? groupOfInstance(instance) : null;
    ofInstance.set(host, group);
    return group;
  };
  const groupOfInstance = (instance: Instance) => {
    const majority = isByMajority(grouping) ? known.majorityOf(instance.id) : noMajority;
    return groupPathOf(instance, majority, grouping)[0];
  };
  return (resource) => {
    const group = own?.(known, resource);
    return group === undefined ? groupOfHost(known.hostOf(resource.id)) : group;
  };
}

type Own = (known: Known, resource: Resource) => string | null | undefined;

/** `undefined`: a resource of this kind has none of its own. */
const ownGroups: { readonly [G in Grouping]?: Own } = {
  namespace: (known, resource) => {
    if (resource.kind === "pod" || resource.kind === "policy") return resource.namespace;
    return resource.kind === "branch" ? (podOf(known, resource)?.namespace ?? null) : undefined;
  },
  workload: (known, resource) => {
    const pod = resource.kind === "branch" ? podOf(known, resource) : resource.kind === "pod" ? resource : undefined;
    if (pod?.workload) return `${pod.namespace}/${pod.workload.name}`;
    return resource.kind === "branch" || resource.kind === "pod" ? null : undefined;
  },
  "security-group": ({ byId }, resource) => {
    if (resource.kind === "securityGroup") return resource.id;
    if (resource.kind === "pod") return firstGroupOf(byId.get(resource.branchIds[0] ?? resource.interfaceId ?? ""));
    return resource.kind === "instance" ? undefined : firstGroupOf(resource);
  },
  policy: (known, resource) => {
    if (resource.kind === "policy") return resource.id;
    const pod = resource.kind === "branch" ? podOf(known, resource) : resource.kind === "pod" ? resource : undefined;
    if (resource.kind !== "branch" && resource.kind !== "pod") return undefined;
    return pod?.policyIds?.[0] ?? null;
  },
  zone: (_, resource) => (resource.kind === "subnet" ? (resource.zone ?? null) : undefined),
  subnet: (_, resource) => (resource.kind === "subnet" ? resource.id : undefined),
};

function podOf({ byId }: Known, { podIds }: Branch) {
  const pod = podIds[0] === undefined ? undefined : byId.get(podIds[0]);
  return pod?.kind === "pod" ? pod : undefined;
}

function firstGroupOf(resource: Resource | undefined): string | null {
  const ids = resource && "groupIds" in resource ? resource.groupIds : [];
  return ids.reduce<string | null>((least, id) => (least === null || id < least ? id : least), null);
}
