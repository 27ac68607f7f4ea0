import type { Members } from "../topology/hosts.ts";
import type { BranchState, Pod, Resource } from "../topology/resources.ts";
import { limitOf } from "./make-card.ts";

/** The counts of a cluster, and the beginning of the lists of what waits, is left over or is odd. */
export interface Summary {
  readonly instances: number;
  readonly trunks: number;
  readonly slots: Readonly<Record<BranchState, number>> & {
    /** Of all trunks together; `null`: that of a trunk is not known. */
    readonly limit: number | null;
    readonly free: number;
  };
  readonly pods: number;
  readonly podsOnBranches: number;
  readonly waiting: Listed;
  readonly orphans: Listed;
  readonly marked: Listed;
  readonly groups: readonly GroupUse[];
  readonly policies: readonly { readonly id: string; readonly pods: number }[];
}

/** The first of a list, and how long it is. */
export interface Listed {
  readonly total: number;
  readonly first: readonly Line[];
}

/** `note`: a pod's status, a branch's VLAN, a kind. */
export interface Line {
  readonly id: string;
  readonly note: string | null;
}

/** How many interfaces of every kind hold a security group. */
export interface GroupUse {
  readonly id: string;
  readonly name: string | null;
  readonly holders: number;
  readonly branches: number;
}

/** What one host adds to the summary. */
export interface Tally {
  readonly instances: number;
  readonly trunks: number;
  readonly slots: Readonly<Record<BranchState, number>>;
  readonly limit: number | null;
  readonly free: number;
  readonly pods: number;
  readonly podsOnBranches: number;
  readonly waiting: readonly Line[];
  readonly orphans: readonly Line[];
  readonly marked: readonly Line[];
  /** By group id: ENIs of every kind, and branches among them. */
  readonly groups: ReadonlyMap<string, readonly [holders: number, branches: number]>;
  readonly policies: ReadonlyMap<string, number>;
}

const mostListed = 200;

export function tallyOf({ instance, interfaces, trunks, branches, pods }: Members): Tally {
  const slots = noSlots();
  const groups = new Map<string, [number, number]>();
  const policies = new Map<string, number>();
  const hold = (ids: readonly string[], isBranch: boolean) => {
    for (const id of ids) {
      const use = groups.get(id);
      if (use) {
        use[0] += 1;
        if (isBranch) use[1] += 1;
      } else groups.set(id, [1, isBranch ? 1 : 0]);
    }
  };
  let limit: number | null = 0;
  let free = 0;
  for (const eni of interfaces) hold(eni.groupIds, false);
  for (const trunk of trunks) {
    hold(trunk.groupIds, false);
    let held = 0;
    for (const state in trunk.slots) held += trunk.slots[state as BranchState];
    const most = limitOf(trunk, instance);
    limit = most === undefined || limit === null ? null : limit + most;
    free += Math.max(0, (most ?? 0) - held);
  }
  const orphans: Line[] = [];
  for (const branch of branches) {
    hold(branch.groupIds, true);
    slots[branch.state] += 1;
    if (branch.state === "orphan")
      orphans.push({ id: branch.id, note: branch.vlan === null ? null : String(branch.vlan) });
  }
  let podsOnBranches = 0;
  const waiting: Line[] = [];
  for (const pod of pods) {
    if (pod.branchIds.length > 0) podsOnBranches += 1;
    if (pod.waitsForBranch || waitsForNode(pod)) waiting.push({ id: pod.id, note: pod.status });
    for (const id of pod.policyIds ?? []) policies.set(id, (policies.get(id) ?? 0) + 1);
  }
  const marked = [instance, ...interfaces, ...trunks, ...branches, ...pods].flatMap((one) => one && linesOfMarked(one));
  return {
    // EC2 lists what is gone for about an hour.
    instances: instance !== undefined && instance.state !== "terminated" ? 1 : 0,
    trunks: trunks.length,
    slots,
    limit,
    free,
    pods: pods.length,
    podsOnBranches,
    waiting,
    orphans,
    marked: marked.filter((line) => line !== undefined),
    groups,
    policies,
  };
}

/** The sum of all tallies: hosts come and go one by one. */
export class Totals {
  readonly #sums = { instances: 0, trunks: 0, pods: 0, podsOnBranches: 0, limit: 0, free: 0 };
  readonly #slots = noSlots();
  /** Hosts with a trunk whose limit is not known. */
  #unlimited = 0;
  readonly #groups = new Map<string, { holders: number; branches: number }>();
  readonly #policies = new Map<string, number>();
  readonly #lists = { waiting: new Set<Tally>(), orphans: new Set<Tally>(), marked: new Set<Tally>() };

  add(tally: Tally): void {
    this.#count(tally, 1);
  }

  remove(tally: Tally): void {
    this.#count(tally, -1);
  }

  /** `others`: the resources that stand on no host: groups, policies, subnets, what could not be joined. */
  summary(others: Iterable<Resource>): Summary {
    const marked: Line[] = [];
    const groups = new Map([...this.#groups].map(([id, use]) => [id, { name: null as string | null, ...use }]));
    const policies = new Map(this.#policies);
    for (const other of others) {
      marked.push(...linesOfMarked(other));
      if (other.kind === "policy" && !policies.has(other.id)) policies.set(other.id, 0);
      if (other.kind !== "securityGroup") continue;
      const use = groups.get(other.id) ?? { holders: 0, branches: 0 };
      groups.set(other.id, { ...use, name: other.name ?? null });
    }
    const { limit, free, ...sums } = this.#sums;
    return {
      ...sums,
      slots: { ...this.#slots, limit: this.#unlimited > 0 ? null : limit, free },
      waiting: listed([...this.#lists.waiting].flatMap((tally) => tally.waiting)),
      orphans: listed([...this.#lists.orphans].flatMap((tally) => tally.orphans)),
      marked: listed([...marked, ...[...this.#lists.marked].flatMap((tally) => tally.marked)]),
      groups: [...groups]
        .map(([id, use]) => ({ id, ...use }))
        .sort((a, b) => b.branches - a.branches || b.holders - a.holders || byId(a, b)),
      policies: [...policies].map(([id, pods]) => ({ id, pods })).sort(byId),
    };
  }

  #count(tally: Tally, sign: 1 | -1): void {
    const sums = this.#sums;
    sums.instances += sign * tally.instances;
    sums.trunks += sign * tally.trunks;
    sums.pods += sign * tally.pods;
    sums.podsOnBranches += sign * tally.podsOnBranches;
    sums.limit += sign * (tally.limit ?? 0);
    sums.free += sign * tally.free;
    if (tally.limit === null) this.#unlimited += sign;
    for (const state in tally.slots) this.#slots[state as BranchState] += sign * tally.slots[state as BranchState];
    for (const [id, [holders, branches]] of tally.groups) {
      const use = this.#groups.get(id) ?? { holders: 0, branches: 0 };
      use.holders += sign * holders;
      use.branches += sign * branches;
      if (use.holders > 0) this.#groups.set(id, use);
      else this.#groups.delete(id);
    }
    for (const [id, pods] of tally.policies) {
      const count = (this.#policies.get(id) ?? 0) + sign * pods;
      if (count > 0) this.#policies.set(id, count);
      else this.#policies.delete(id);
    }
    for (const list of ["waiting", "orphans", "marked"] as const) {
      if (sign < 0) this.#lists[list].delete(tally);
      else if (tally[list].length > 0) this.#lists[list].add(tally);
    }
  }
}

function linesOfMarked({ id, kind, marks }: Resource): Line[] {
  return marks.length > 0 ? [{ id, note: kind }] : [];
}

function listed(lines: readonly Line[]): Listed {
  const sorted = [...lines].sort(byId);
  return { total: lines.length, first: sorted.slice(0, mostListed) };
}

function noSlots(): Record<BranchState, number> {
  return { used: 0, allocating: 0, cooling: 0, unowned: 0, orphan: 0 };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function waitsForNode({ nodeName, phase, deletingSince }: Pod): boolean {
  return nodeName === undefined && phase === "Pending" && deletingSince === undefined;
}
