import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import { homeOf } from "./home.ts";
import { get, type Model, naming } from "./model.ts";

/** One relation of what is selected, drawn as a line. Ids may be of things that are drawn nowhere, such as a policy. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: LinkLabel | null;
}

export type LinkLabel =
  | { readonly as: "vlan"; readonly vlan: number | null }
  | { readonly as: "rule"; readonly isEgress: boolean; readonly traffic: string };

type Lists = { readonly [K in ResourceKind]: (model: Model, resource: ResourceOf<K>) => Iterable<Link> };

/** The lines that selecting a resource shows; never all pairs of anything. */
export function linksOf(model: Model, resource: Resource): Link[] {
  const links = lists[resource.kind] as (model: Model, resource: Resource) => Iterable<Link>;
  const known = new Map<string, Link>();
  for (const one of links(model, resource)) if (one.from !== one.to) known.set(`${one.from} ${one.to}`, one);
  return [...known.values()];
}

const lists: Lists = {
  *pod(model, pod) {
    for (const id of pod.policyIds ?? []) yield link(id, pod.id);
    for (const id of new Set([...pod.branchIds, ...(pod.interfaceId ? [pod.interfaceId] : [])])) {
      yield link(pod.id, id);
      yield* upwards(model, id);
    }
    if (pod.branchIds.length === 0 && pod.interfaceId === null && pod.instanceId) yield link(pod.id, pod.instanceId);
  },
  *branch(model, branch) {
    for (const { id } of naming(model, "pod", branch.id)) yield link(id, branch.id);
    yield* upwards(model, branch.id);
    for (const id of branch.groupIds) yield link(id, branch.id);
  },
  *trunk(model, trunk) {
    for (const branch of naming(model, "branch", trunk.id)) yield vlanLink(branch.id, trunk.id, branch.vlan);
    yield* upwards(model, trunk.id);
    for (const id of trunk.groupIds) yield link(id, trunk.id);
  },
  *interface(model, eni) {
    for (const { id } of naming(model, "pod", eni.id)) yield link(id, eni.id);
    yield* upwards(model, eni.id);
    for (const id of eni.groupIds) yield link(id, eni.id);
  },
  *instance(model, { id }) {
    for (const kind of ["trunk", "interface"] as const)
      for (const eni of naming(model, kind, id)) yield link(eni.id, id);
  },
  *securityGroup(model, group) {
    for (const { isEgress, protocol, fromPort, toPort, peer } of group.rules ?? []) {
      const label = { as: "rule", isEgress, traffic: trafficOf(protocol, fromPort, toPort) } as const;
      yield isEgress ? { from: group.id, to: peer, label } : { from: peer, to: group.id, label };
    }
    for (const { id } of naming(model, "policy", group.id)) yield link(id, group.id);
    for (const kind of ["branch", "trunk", "interface"] as const)
      for (const eni of naming(model, kind, group.id)) yield link(group.id, eni.id);
  },
  *policy(model, policy) {
    for (const id of policy.groupIds) yield link(policy.id, id);
    for (const { id } of naming(model, "pod", policy.id)) yield link(policy.id, id);
  },
  *subnet(model, { id }) {
    for (const resource of model.byId.values())
      if (resource.kind === "instance" && resource.subnetId === id) yield link(id, resource.id);
  },
  unjoined: () => [],
};

/** From an ENI to its instance, over the trunk if it is a branch. */
function* upwards(model: Model, id: string): Generator<Link> {
  const eni = model.byId.get(id);
  if (!eni) return;
  if (eni.kind === "branch" && eni.trunkId !== null) {
    yield vlanLink(eni.id, eni.trunkId, eni.vlan);
    yield* upwards(model, eni.trunkId);
    return;
  }
  const home = homeOf(model, eni);
  if (home !== null && get(model, "instance", home)) yield link(eni.id, home);
}

function link(from: string, to: string): Link {
  return { from, to, label: null };
}

function vlanLink(from: string, to: string, vlan: number | null): Link {
  return { from, to, label: { as: "vlan", vlan } };
}

/** Protocol and ports as one reads them: `tcp 6379`, `tcp 8000-8100`, `all`. */
function trafficOf(protocol: string, from: number | undefined, to: number | undefined): string {
  if (protocol === "-1") return "all";
  if (from === undefined || from < 0) return protocol;
  return to === undefined || to === from ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}
