import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Branch, Instance, Interface, Resource, ResourceKind, Trunk } from "../topology/resources.ts";
import { heldSlotsOf, slotLimitOf } from "../topology/slot-limit.ts";
import type { ExportView } from "./export.ts";
import { nameOf } from "./names.ts";
import { compareText } from "./shown.ts";

/** A resource and what stands on it. Names and facts are as they were found: whoever writes them escapes them. */
export interface TreeNode {
  readonly kind: "zone" | ResourceKind;
  readonly name: string;
  readonly facts: readonly string[];
  /** `null` for a zone. */
  readonly resource: Resource | null;
  readonly children: readonly TreeNode[];
}

/** Zone > instance > interface > branch > pod: what is shown, and what it stands on. */
export interface Tree {
  readonly roots: readonly TreeNode[];
  /** Resources shown that have no place in it, such as security groups, by kind. */
  readonly apart: ReadonlyMap<ResourceKind, number>;
}

export function treeOf({ resources }: Snapshot, { shown }: Pick<ExportView, "shown">): Tree {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const children = new Map<string, Resource[]>();
  const apart = new Map<ResourceKind, number>();
  const lost: Resource[] = [];
  for (const resource of resources) {
    if (resource.kind === "instance") continue;
    if (!placed.has(resource.kind)) {
      if (isShown(resource)) apart.set(resource.kind, (apart.get(resource.kind) ?? 0) + 1);
      continue;
    }
    const parents = parentsOf(resource, byId);
    if (parents.length === 0) lost.push(resource);
    for (const parent of parents) {
      const list = children.get(parent) ?? [];
      children.set(parent, list);
      list.push(resource);
    }
  }

  const zones = new Map<string, TreeNode[]>();
  for (const resource of resources) {
    const node = resource.kind === "instance" ? build(resource) : null;
    if (!node) continue;
    const zone = (resource as Instance).zone ?? "";
    const list = zones.get(zone) ?? [];
    zones.set(zone, list);
    list.push(node);
  }
  const roots = [...zones]
    .sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : compareText(a, b)))
    .map(([zone, nodes]) => zoneNode(zone === "" ? "zone not known" : zone, nodes.sort(byName)));
  const placeless = lost
    .sort(inOrder)
    .map(build)
    .filter((node) => node !== null);
  if (placeless.length > 0) roots.push(zoneNode("on no known instance", placeless));
  return { roots, apart };

  function isShown({ id }: Resource): boolean {
    return shown === null || shown.has(id);
  }

  function build(resource: Resource): TreeNode | null {
    const below = (children.get(resource.id) ?? [])
      .sort(inOrder)
      .map(build)
      .filter((node) => node !== null);
    if (below.length === 0 && !isShown(resource)) return null;
    const instance = resource.kind === "trunk" ? byId.get(resource.instanceId ?? "") : undefined;
    const facts = factsOf(resource, instance?.kind === "instance" ? instance : undefined);
    return { kind: resource.kind, name: nameOf(resource), facts, resource, children: below };
  }
}

/** At most so many nodes, depth first; what did not fit is counted by kind. */
export function prune(tree: Tree, most: number): { readonly roots: readonly TreeNode[]; readonly leftOut: Counts } {
  const leftOut = new Map<TreeNode["kind"], number>();
  let room = most;
  const keep = (nodes: readonly TreeNode[]): TreeNode[] => {
    const kept: TreeNode[] = [];
    for (const node of nodes) {
      if (room > 0) {
        room -= 1;
        kept.push({ ...node, children: keep(node.children) });
      } else countAll(node, leftOut);
    }
    return kept;
  };
  return { roots: keep(tree.roots), leftOut };
}

export type Counts = ReadonlyMap<TreeNode["kind"], number>;

function countAll(node: TreeNode, counts: Map<TreeNode["kind"], number>): void {
  counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  for (const child of node.children) countAll(child, counts);
}

const placed: ReadonlySet<ResourceKind> = new Set(["instance", "interface", "trunk", "branch", "pod"]);

/** A pod stands on each of its branches; else on the interface that has its IP; else on its instance. */
function parentsOf(resource: Resource, byId: ReadonlyMap<string, Resource>): string[] {
  const first = (...ids: readonly (string | null)[]) => {
    const id = ids.find((one) => one !== null && byId.has(one));
    return id == null ? [] : [id];
  };
  switch (resource.kind) {
    case "interface":
    case "trunk":
      return first(resource.instanceId);
    case "branch":
      return first(resource.trunkId, resource.instanceId);
    case "pod": {
      const branches = resource.branchIds.filter((id) => byId.has(id));
      return branches.length > 0 ? branches : first(resource.interfaceId, resource.instanceId);
    }
    default:
      return [];
  }
}

function zoneNode(name: string, children: readonly TreeNode[]): TreeNode {
  return { kind: "zone", name, facts: [], resource: null, children };
}

function factsOf(resource: Resource, instance: Instance | undefined): string[] {
  const facts: (string | undefined)[] = [];
  switch (resource.kind) {
    case "instance":
      facts.push(resource.nodeName === undefined ? undefined : resource.id, resource.instanceType, resource.ip);
      if (resource.ready === false) facts.push("not ready");
      break;
    case "interface":
      facts.push(deviceOf(resource), resource.ip ?? resource.ipv6);
      break;
    case "trunk":
      facts.push(`trunk ${deviceOf(resource) ?? ""}`.trim(), resource.ip ?? resource.ipv6);
      facts.push(`${heldSlotsOf(resource)} of ${slotLimitOf(resource, instance) ?? "?"} slots held`);
      break;
    case "branch":
      facts.push(resource.state, resource.ip ?? resource.ipv6);
      break;
    case "pod":
      facts.push(resource.status, resource.ip);
      if (resource.waitsForBranch) facts.push("waits for a branch");
      break;
  }
  return facts.filter((fact) => fact !== undefined);
}

function deviceOf({ deviceIndex }: Interface | Trunk): string | undefined {
  return deviceIndex === undefined ? undefined : `device ${deviceIndex}`;
}

function byName(a: TreeNode, b: TreeNode): number {
  return compareText(a.name, b.name) || compareText(a.resource?.id ?? "", b.resource?.id ?? "");
}

const rank = { interface: 0, trunk: 0, branch: 1, pod: 2 } as const;

function inOrder(a: Resource, b: Resource): number {
  const ranks = (rank[a.kind as keyof typeof rank] ?? 3) - (rank[b.kind as keyof typeof rank] ?? 3);
  return ranks || positionOf(a) - positionOf(b) || compareText(a.id, b.id);
}

function positionOf(resource: Resource): number {
  if (resource.kind === "branch") return resource.vlan ?? 1e6;
  if (resource.kind === "interface" || resource.kind === "trunk") {
    return (resource.networkCardIndex ?? 0) * 1e3 + (resource.deviceIndex ?? 99);
  }
  return 0;
}

/** `VLAN 1` between a trunk and its branch; `null` for any other pair. */
export function vlanOf({ resource }: TreeNode): string | null {
  return resource?.kind === "branch" ? `VLAN ${vlanText(resource)}` : null;
}

function vlanText({ vlan }: Branch): string {
  return vlan === null ? "?" : String(vlan);
}
