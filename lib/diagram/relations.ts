import type { Resource, ResourceKind } from "../topology/resources.ts";
import { cardOf } from "./card.ts";
import { homeOf } from "./home.ts";
import { get, type Model, naming, ofKind } from "./model.ts";

/** How a list of resources stands to the one that is inspected. Ids that nothing is known of stay in the list. */
export interface Relation {
  readonly role: Role;
  readonly ids: readonly string[];
}

export type Role = ResourceKind | "carrier" | "peerGroup";

/** What a resource is linked with, nearest first. Empty lists are left out. */
export function relationsOf(model: Model, resource: Resource): Relation[] {
  const lists = table[resource.kind] as (model: Model, resource: Resource) => [Role, Iterable<string | null>][];
  return lists(model, resource)
    .map(([role, ids]) => ({ role, ids: [...new Set(ids)].filter((id) => id !== null) }))
    .filter(({ ids }) => ids.length > 0);
}

/** Everything that stays at full strength while a resource is selected: it, and what it reaches along its path. */
export function litBy(model: Model, resource: Resource): ReadonlySet<string> {
  const lit = new Set([resource.id]);
  for (const { ids } of relationsOf(model, resource)) for (const id of ids) lit.add(id);
  for (const id of [...lit]) {
    const other = model.byId.get(id);
    if (!other || !carries.has(other.kind)) continue;
    if (other.kind === "branch" && spreads.has(resource.kind))
      for (const pod of naming(model, "pod", id)) lit.add(pod.id);
    const trunkId = other.kind === "branch" ? other.trunkId : null;
    if (trunkId !== null) lit.add(trunkId);
    if (other.kind === "pod")
      for (const carrier of [...other.branchIds, other.interfaceId]) if (carrier) addEni(model, lit, carrier);
    const home = homeOf(model, other);
    if (home !== null) lit.add(home);
  }
  return lit;
}

const carries: ReadonlySet<ResourceKind> = new Set(["interface", "trunk", "branch", "pod"]);
const spreads: ReadonlySet<ResourceKind> = new Set(["securityGroup", "trunk", "instance", "subnet"]);

function addEni(model: Model, lit: Set<string>, id: string): void {
  lit.add(id);
  const branch = get(model, "branch", id);
  if (branch?.trunkId) lit.add(branch.trunkId);
}

type Lists<K extends ResourceKind> = (
  model: Model,
  resource: Extract<Resource, { kind: K }>,
) => [Role, Iterable<string | null>][];

const table: { [K in ResourceKind]: Lists<K> } = {
  instance: (model, instance) => {
    const card = cardOf(model, instance.id);
    const slots = card?.enis.flatMap(({ slots }) => slots ?? []) ?? [];
    return [
      ["trunk", card?.enis.filter(({ slots }) => slots !== null).map(({ eni }) => eni.id) ?? []],
      ["interface", card?.enis.filter(({ slots }) => slots === null).map(({ eni }) => eni.id) ?? []],
      ["branch", slots.flatMap(({ branch }) => branch?.id ?? [])],
      ["pod", idsOf(naming(model, "pod", instance.id))],
      ["subnet", [instance.subnetId ?? null]],
    ];
  },
  interface: (model, eni) => [
    ["instance", [eni.instanceId]],
    ["pod", idsOf(naming(model, "pod", eni.id))],
    ["securityGroup", eni.groupIds],
    ["subnet", [eni.subnetId ?? null]],
  ],
  trunk: (model, trunk) => [
    ["instance", [trunk.instanceId]],
    ["branch", idsOf(naming(model, "branch", trunk.id)).sort(byVlan(model))],
    ["pod", idsOf(naming(model, "pod", trunk.id))],
    ["securityGroup", trunk.groupIds],
    ["subnet", [trunk.subnetId ?? null]],
  ],
  branch: (model, branch) => [
    ["pod", [...branch.podIds, ...idsOf(naming(model, "pod", branch.id))]],
    ["trunk", [branch.trunkId]],
    ["instance", [homeOf(model, branch)]],
    ["securityGroup", branch.groupIds],
    ["subnet", [branch.subnetId ?? null]],
  ],
  pod: (model, pod) => {
    const carriers = [...pod.branchIds, ...(pod.interfaceId === null ? [] : [pod.interfaceId])];
    const branches = carriers.flatMap((id) => get(model, "branch", id) ?? []);
    const others = carriers.filter((id) => get(model, "branch", id) === undefined);
    const groups = carriers.flatMap((id) => {
      const eni = model.byId.get(id);
      return eni && "groupIds" in eni ? eni.groupIds : [];
    });
    return [
      ["branch", branches.map(({ id }) => id)],
      ["carrier", others],
      ["trunk", branches.map(({ trunkId }) => trunkId)],
      ["instance", [pod.instanceId]],
      ["securityGroup", groups],
      ["policy", pod.policyIds ?? []],
    ];
  },
  securityGroup: (model, group) => [
    ["policy", idsOf(naming(model, "policy", group.id))],
    ["trunk", idsOf(naming(model, "trunk", group.id))],
    ["branch", idsOf(naming(model, "branch", group.id))],
    ["interface", idsOf(naming(model, "interface", group.id))],
    ["pod", podsUnder(model, group.id)],
    [
      "peerGroup",
      [
        ...(group.rules ?? []).map(({ peer }) => peer).filter((peer) => peer.startsWith("sg-")),
        ...idsOf(naming(model, "securityGroup", group.id)),
      ].filter((id) => id !== group.id),
    ],
  ],
  policy: (model, policy) => {
    const pods = [...naming(model, "pod", policy.id)];
    return [
      ["pod", idsOf(pods)],
      ["branch", pods.flatMap(({ branchIds }) => branchIds)],
      ["securityGroup", policy.groupIds],
    ];
  },
  subnet: (model, subnet) => [
    ["instance", inSubnet(model, "instance", subnet.id)],
    ["trunk", inSubnet(model, "trunk", subnet.id)],
    ["branch", inSubnet(model, "branch", subnet.id)],
    ["interface", inSubnet(model, "interface", subnet.id)],
  ],
  unjoined: () => [],
};

function podsUnder(model: Model, groupId: string): string[] {
  const enis = (["branch", "trunk", "interface"] as const).flatMap((kind) => idsOf(naming(model, kind, groupId)));
  return enis.flatMap((id) => idsOf(naming(model, "pod", id)));
}

function inSubnet(model: Model, kind: "instance" | "trunk" | "branch" | "interface", subnetId: string): string[] {
  const ids: string[] = [];
  for (const resource of ofKind(model, kind)) if (resource.subnetId === subnetId) ids.push(resource.id);
  return ids;
}

function idsOf(resources: Iterable<Resource>): string[] {
  return Array.from(resources, ({ id }) => id);
}

function byVlan(model: Model) {
  const vlan = (id: string) => get(model, "branch", id)?.vlan ?? 1e6;
  return (a: string, b: string) => vlan(a) - vlan(b) || (a < b ? -1 : 1);
}
