import type { Pod, Resource } from "../topology/resources.ts";
import { limitOf } from "./card.ts";
import { get, type Model } from "./model.ts";

/** The counts of the rail, and the lists of what waits or is left over. */
export interface Summary {
  readonly instances: number;
  readonly trunks: number;
  readonly slots: {
    readonly used: number;
    readonly allocating: number;
    readonly cooling: number;
    readonly unowned: number;
    readonly orphan: number;
    /** Of all trunks together; `null`: that of a trunk is not known. */
    readonly limit: number | null;
    readonly free: number;
  };
  readonly pods: number;
  readonly podsOnBranches: number;
  readonly waiting: readonly Pod[];
  readonly orphans: readonly string[];
  readonly marked: readonly string[];
  readonly groups: readonly GroupUse[];
  readonly policies: readonly { readonly id: string; readonly pods: number }[];
}

/** How many interfaces of every kind hold a security group. */
export interface GroupUse {
  readonly id: string;
  readonly name: string | undefined;
  readonly holders: number;
  readonly branches: number;
}

export function summaryOf(model: Model): Summary {
  const slots = { used: 0, allocating: 0, cooling: 0, unowned: 0, orphan: 0, limit: 0 as number | null, free: 0 };
  const counts = { instances: 0, trunks: 0, pods: 0, podsOnBranches: 0 };
  const waiting: Pod[] = [];
  const orphans: string[] = [];
  const marked: string[] = [];
  const holders = new Map<string, { holders: number; branches: number }>();
  const policies = new Map<string, number>();
  const count = (resource: Resource) => {
    if (resource.marks.length > 0) marked.push(resource.id);
    switch (resource.kind) {
      case "instance":
        // EC2 lists what is gone for about an hour.
        if (resource.state !== "terminated") counts.instances += 1;
        break;
      case "trunk": {
        counts.trunks += 1;
        const held = Object.values(resource.slots).reduce((sum, value) => sum + value, 0);
        const limit = limitOf(resource, get(model, "instance", resource.instanceId));
        slots.limit = limit === undefined || slots.limit === null ? null : slots.limit + limit;
        slots.free += Math.max(0, (limit ?? 0) - held);
        break;
      }
      case "branch":
        slots[resource.state] += 1;
        if (resource.state === "orphan") orphans.push(resource.id);
        break;
      case "pod":
        counts.pods += 1;
        if (resource.branchIds.length > 0) counts.podsOnBranches += 1;
        if (resource.waitsForBranch || waitsForNode(resource)) waiting.push(resource);
        for (const id of resource.policyIds ?? []) policies.set(id, (policies.get(id) ?? 0) + 1);
        break;
      case "policy":
        policies.set(resource.id, policies.get(resource.id) ?? 0);
        break;
      case "securityGroup":
        if (!holders.has(resource.id)) holders.set(resource.id, { holders: 0, branches: 0 });
        break;
    }
    if (resource.kind === "interface" || resource.kind === "trunk" || resource.kind === "branch") {
      for (const id of resource.groupIds) {
        const use = holders.get(id) ?? { holders: 0, branches: 0 };
        holders.set(id, use);
        use.holders += 1;
        if (resource.kind === "branch") use.branches += 1;
      }
    }
  };
  for (const resource of model.byId.values()) count(resource);

  const groups = [...holders].map(([id, use]) => ({ id, name: get(model, "securityGroup", id)?.name, ...use }));
  return {
    ...counts,
    slots,
    waiting: waiting.sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.id < b.id ? -1 : 1)),
    orphans: orphans.sort(),
    marked: marked.sort(),
    groups: groups.sort((a, b) => b.branches - a.branches || b.holders - a.holders || (a.id < b.id ? -1 : 1)),
    policies: [...policies].map(([id, pods]) => ({ id, pods })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function waitsForNode({ nodeName, phase, deletingSince }: Pod): boolean {
  return nodeName === undefined && phase === "Pending" && deletingSince === undefined;
}
