import { deleteInterface, disassociate, instanceTag, vlanTag } from "./ec2.ts";
import { currentSubnet } from "./ipamd.ts";
import { type Branch, type Cooling, isOver, type Node, type Trunk } from "./state.ts";
import { callEc2, later, type World } from "./world.ts";

/** The queue is looked at every 30 s per node; three failures and the branch is forgotten (domain 2.5). */
const tickMs = 30_000;
const mostAttempts = 3;
const nodeDeleteDelayMs = 60_000;
const vlanTable = 121;

export function releaseBranches(world: World, trunk: Trunk, podUid: string): void {
  const branches = trunk.owned.get(podUid);
  if (!branches) return;
  trunk.owned.delete(podUid);
  for (const branch of branches) trunk.cooling.push({ branch, since: world.now, attempts: 0 });
  expectTick(world, trunk);
}

/** A branch that never came to use is deleted at the next tick, before all others. */
export function deleteSoon(world: World, trunk: Trunk, branch: Branch): void {
  trunk.cooling.unshift({ branch, since: null, attempts: 0 });
  expectTick(world, trunk);
}

/**
 * InitTrunk after a restart: branches are found by tag, but only in the node's current subnet, so those in a former one
 * are lost and their VLAN ids count as free (domain 2.4, 2.6).
 */
export function recoverTrunk(world: World, trunk: Trunk): void {
  const { node } = trunk;
  const ownerOf = new Map<string, string>();
  for (const pod of node.pods) if (!isOver(pod)) for (const id of branchIds(pod.annotation)) ownerOf.set(id, pod.uid);
  const subnetId = currentSubnet(world, node).id;
  trunk.vlans = emptyVlans();
  trunk.owned = new Map();
  trunk.cooling = [];
  trunk.inFlight = 0;
  trunk.deleting = 0;
  for (const id of world.branchesOf.get(trunk.id) ?? []) {
    const found = world.items.interfaces.get(id);
    if (!found || found.subnetId !== subnetId) continue;
    const vlan = Number(found.tags[vlanTag]);
    const branch = { interfaceId: id, vlan, associationId: null };
    trunk.vlans[vlan] = 1;
    const owner = ownerOf.get(id);
    if (owner === undefined) trunk.cooling.push({ branch, since: world.now, attempts: 0 });
    else trunk.owned.set(owner, [...(trunk.owned.get(owner) ?? []), branch]);
  }
  expectTick(world, trunk);
}

export function emptyVlans(): Uint8Array {
  const vlans = new Uint8Array(vlanTable);
  vlans[0] = 1;
  return vlans;
}

/** The node is gone: what the controller knows of its branches goes one minute later. */
export function forgetNode(world: World, node: Node): void {
  const { trunk } = node;
  if (!trunk) return;
  const { life } = world.controller;
  world.queue.add(world.now + nodeDeleteDelayMs, () => {
    if (!world.controller.up || world.controller.life !== life) return;
    const known = [...trunk.owned.values()].flat().concat(trunk.cooling.map(({ branch }) => branch));
    trunk.owned.clear();
    trunk.cooling = [];
    for (const { interfaceId } of known) {
      callEc2(world, world.buckets.delete, 220, () => deleteInterface(world, interfaceId, node));
    }
  });
}

/** Once, when a CNINode goes with its node: whatever is `available` and carries the instance's tag. */
export function cleanUpInstance(world: World, node: Node): void {
  for (const id of [...world.available]) {
    if (world.items.interfaces.get(id)?.tags[instanceTag] === node.instanceId) deleteInterface(world, id, node);
  }
}

/** The sweep of the whole VPC: deletes what is `available` and was so at the sweep before (domain 2.4). */
export function sweepLeaks(world: World): void {
  if (!world.controller.up) return;
  const { sweptBefore } = world.controller;
  const seen = new Set<string>();
  for (const id of [...world.available]) {
    if (!sweptBefore.has(id)) seen.add(id);
    else if (deleteInterface(world, id, nodeOf(world, id)) !== null) seen.add(id);
  }
  world.controller.sweptBefore = seen;
}

function expectTick(world: World, trunk: Trunk): void {
  if (trunk.tickAt !== null || trunk.cooling.length === 0 || trunk.node.gone) return;
  const from = Math.max(world.now, world.scenario.start);
  const at = from + tickMs - ((((from - trunk.tickPhase) % tickMs) + tickMs) % tickMs);
  trunk.tickAt = at;
  world.queue.add(at, () => {
    trunk.tickAt = null;
    if (world.controller.up) deleteCooledDown(world, trunk);
    expectTick(world, trunk);
  });
}

/** First in, first out: it stops at the first one that has not cooled down. */
function deleteCooledDown(world: World, trunk: Trunk): void {
  const { coolDownMs } = world.controller;
  for (;;) {
    const head = trunk.cooling[0];
    if (!head || (head.since !== null && world.now - head.since < coolDownMs)) return;
    trunk.cooling.shift();
    trunk.deleting++;
    deleteBranch(world, trunk, head);
  }
}

function deleteBranch(world: World, trunk: Trunk, item: Cooling): void {
  const { life } = world.controller;
  const { interfaceId, vlan, associationId } = item.branch;
  later(world, 150, () => {
    // Its failure is tolerated, and without an id it is not even tried.
    if (associationId !== null) disassociate(world, interfaceId, trunk.node);
    callEc2(world, world.buckets.delete, 220, () => {
      const failure = deleteInterface(world, interfaceId, trunk.node);
      if (world.controller.life !== life) return;
      trunk.deleting--;
      if (failure === null) {
        trunk.vlans[vlan] = 0;
        return;
      }
      item.attempts++;
      if (item.attempts < mostAttempts) trunk.cooling.push(item);
      expectTick(world, trunk);
    });
  });
}

function nodeOf(world: World, interfaceId: string): Node | null {
  const instanceId = world.items.interfaces.get(interfaceId)?.tags[instanceTag];
  for (const node of world.nodes.values()) if (node.instanceId === instanceId) return node;
  return null;
}

function branchIds(annotation: string | null): string[] {
  if (annotation === null) return [];
  return (JSON.parse(annotation) as { eniId: string }[]).map(({ eniId }) => eniId);
}
