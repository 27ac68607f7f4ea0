import type { CollectionName, Item } from "../recording/collections.ts";
import { cniDaemon } from "./aws-node.ts";
import { startController, stopController } from "./controller.ts";
import { tellOfNode } from "./events.ts";
import { names } from "./faults.ts";
import { putPolicy, removePolicy, setCoolDown } from "./fixtures.ts";
import { replaceOne } from "./nodes.ts";
import { setReady } from "./pods.ts";
import { saveAll } from "./save.ts";
import type { Fault, FaultKind } from "./scenario.ts";
import type { Workload } from "./state.ts";
import { roll, scale } from "./workloads.ts";
import { put, type World } from "./world.ts";

type Effect<F> = {
  readonly begin: (world: World, fault: F) => void;
  /** What the end of the fault undoes; nothing for what stays. */
  readonly end?: (world: World, fault: F) => void;
};
type Effects = { readonly [N in FaultKind["name"]]: Effect<Extract<Fault, { name: N }>> | null };

const deletionRetryMs = 10_000;

/** What begins and ends with a fault. `null`: nothing happens by itself, those concerned ask whether it is in force. */
const effects: Effects = {
  "controller-down": { begin: stopController, end: startController },
  "controller-stuck": null,
  "webhook-down": null,
  "ec2-refuses": null,
  "cni-down": {
    begin: (world, { target }) => answerOn(world, target, false),
    end: (world, { target }) => answerOn(world, target, true),
  },
  "image-pull-fails": null,
  "cni-node-refused": null,
  "annotation-refused": null,
  blind: null,
  "subnet-nearly-full": {
    begin: (world, { target, free }) => withhold(world, target, free),
    end: (world, { target }) => withhold(world, target, null),
  },
  "cni-changed": {
    begin: (world, { cni }) => {
      world.cni = { ...world.cni, ...cni };
      const daemon = world.workloads.get(cniDaemon);
      if (daemon) roll(world, daemon);
    },
  },
  "eni-config-changed": {
    begin: (world, { target, subnet }) => {
      const config = world.items.eniConfigs.get(target);
      const subnetId = [...world.subnets.values()].find(({ spec }) => spec.name === subnet)?.id ?? subnet;
      if (config) put(world, "eniConfigs", target, { ...config, subnet: subnetId });
    },
  },
  "group-deleted": { begin: (world, { target }) => deleteGroup(world, target) },
  "policy-edited": {
    begin: (world, { target, groups }) => {
      const policy = world.items.securityGroupPolicies.get(target);
      if (!policy) return;
      const groupIds = groups.map((key) => world.groupIds.get(key) ?? key);
      putPolicy(world, { ...policy, groupIds, generation: (policy.generation ?? 1) + 1, specChangedAt: world.now });
    },
  },
  scaled: { begin: (world, { target, replicas }) => scale(world, workloadAt(world, target), replicas) },
  "rolled-out": { begin: (world, { target }) => roll(world, workloadAt(world, target)) },
  "node-replaced": {
    begin: (world, { target }) => {
      const group = world.scenario.nodeGroups.find(({ name }) => name === target);
      if (group) replaceOne(world, group);
    },
  },
  "policy-deleted": { begin: (world, { target }) => removePolicy(world, target) },
  edited: { begin: (world, fault) => editByHand(world, fault as unknown as Edited<CollectionName>) },
  created: { begin: (world, { collection, id, item }) => write(world, collection, id, item as Item) },
  copied: { begin: (world, fault) => copyByHand(world, fault as unknown as Copied<CollectionName>) },
  "cool-down-changed": {
    begin: (world, { seconds }) => {
      setCoolDown(world, seconds);
      const message = `Branch ENI cool down period has been updated to ${goDuration(world.controller.coolDownMs / 1000)}`;
      for (const node of world.nodes.keys()) {
        tellOfNode(world, node, { reason: "BranchENICoolDownPeriodUpdated", type: "Normal", message });
      }
    },
  },
};

/** Puts a fault on the calendar; one whose time has begun before the start is in force from the first moment. */
export function planFault(world: World, fault: Fault): void {
  const effect = effects[fault.name] as Effect<Fault> | null;
  if (!effect) return;
  const { start } = world.scenario;
  if (start + fault.from < world.now) effect.begin(world, fault);
  else world.queue.add(start + fault.from, () => effect.begin(world, fault));
  const { end } = effect;
  if (end && Number.isFinite(fault.until)) world.queue.add(start + fault.until, () => end(world, fault));
}

interface Edited<C extends CollectionName> {
  readonly collection: C;
  readonly count?: number;
  readonly which: (item: Item<C>, id: string) => boolean;
  readonly edit: (item: Item<C>) => Item<C> | null;
}

interface Copied<C extends CollectionName> {
  readonly collection: C;
  readonly which: (item: Item<C>, id: string) => boolean;
  readonly id: string;
  readonly copy: (item: Item<C>) => Item<C>;
}

function copyByHand<C extends CollectionName>(world: World, { collection, which, id, copy }: Copied<C>): void {
  saveAll(world);
  const items: ReadonlyMap<string, Item<C>> = world.items[collection];
  const model = [...items].sort(([a], [b]) => (a < b ? -1 : 1)).find(([known, item]) => which(item, known));
  if (model) write(world, collection, id, copy(model[1]));
}

function editByHand<C extends CollectionName>(world: World, { collection, which, edit, count = 1 }: Edited<C>): void {
  saveAll(world);
  const items: ReadonlyMap<string, Item<C>> = world.items[collection];
  const ids = [...items.keys()].sort().filter((id) => which(items.get(id) as Item<C>, id));
  for (const id of ids.slice(0, count)) {
    const item = items.get(id) as Item<C>;
    world.edits.set(`${collection}/${id}`, edit as (item: Item) => Item | null);
    write(world, collection, id, item);
  }
}

/** Throws a RangeError when the scenario has no such workload (`namespace/name`). */
export function workloadAt(world: World, key: string): Workload {
  const workload = world.workloads.get(key);
  if (!workload) throw new RangeError(`no workload "${key}" in this scenario`);
  return workload;
}

/** Policies are kept by namespace as well. */
function write<C extends CollectionName>(world: World, collection: C, id: string, item: Item<C>): void {
  if (collection === "securityGroupPolicies") putPolicy(world, item as Item<"securityGroupPolicies">);
  else put(world, collection, id, item);
}

/** The readiness probe of aws-node asks ipamd. */
function answerOn(world: World, target: string | undefined, answers: boolean): void {
  for (const pod of world.workloads.get(cniDaemon)?.pods ?? []) {
    const isMeant = target === undefined || names(target, pod.node, null);
    if (isMeant && pod.runningAt !== null) setReady(world, pod, answers);
  }
}

function withhold(world: World, name: string, free: number | null): void {
  for (const subnet of world.subnets.values()) {
    if (subnet.spec.name !== name) continue;
    subnet.pool.withheld = free === null ? 0 : Math.max(0, subnet.pool.free - free);
    world.dirtySubnets.add(subnet);
  }
}

function deleteGroup(world: World, key: string): void {
  const id = world.groupIds.get(key) ?? key;
  for (const { groups } of world.items.interfaces.values()) {
    if (groups.some((group) => group.id === id)) {
      world.queue.add(world.now + deletionRetryMs, () => deleteGroup(world, key));
      return;
    }
  }
  put(world, "securityGroups", id, null);
  for (const rule of [...world.items.securityGroupRules.values()]) {
    if (rule.groupId === id) put(world, "securityGroupRules", rule.id, null);
  }
}

/** `1m30s`, as Go prints durations. */
function goDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}
