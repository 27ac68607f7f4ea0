import { deleteSoon, recoverTrunk, releaseBranches, sweepLeaks } from "./delete-queue.ts";
import { associate, controllerName, createInterface, instanceTag, ownerTag, trunkTag, vlanTag } from "./ec2.ts";
import { tellOfPod } from "./events.ts";
import { faultsNow, names, sdkError } from "./faults.ts";
import { currentGroups, currentSubnet } from "./ipamd.ts";
import { type Branch, type Interface, isOver, type Node, type Pod, type Trunk } from "./state.ts";
import { createCniNode, initTrunk } from "./trunk.ts";
import { matchingGroups } from "./webhook.ts";
import { callEc2, every, later, schedule, type World } from "./world.ts";

/** Five retries after the first try, then nothing until the resync (domain 2.5). */
const mostAttempts = 6;
const resyncMs = 1_800_000;
const sweepMs = 1_800_000;

/** The vpc-resource-controller: a pod that asks for branches is bound. */
export function allocate(world: World, pod: Pod): void {
  if (pod.podEni === 0) return;
  later(world, 120, () => tryAllocate(world, pod, 1));
}

/** A pod ended or its object is gone: its branches cool down. */
export function release(world: World, pod: Pod): void {
  world.controller.givenUp.delete(pod);
  if (pod.podEni === 0 || !world.controller.up || !pod.node?.trunk) return;
  releaseBranches(world, pod.node.trunk, pod.uid);
}

/** The node's trunk is there: pods that were waiting for it get their turn. */
export function serveWaiting(world: World, node: Node): void {
  const waiting = [...node.waiting];
  node.waiting.clear();
  for (const pod of waiting) allocate(world, pod);
}

export function stopController(world: World): void {
  world.controller.up = false;
}

/** A new leader: it reads every trunk's branches back from EC2 by tag, and looks at every pod again. */
export function startController(world: World): void {
  const { controller } = world;
  controller.up = true;
  controller.upSince = world.now;
  controller.life++;
  controller.givenUp.clear();
  controller.sweptBefore = new Set();
  for (const node of world.nodes.values()) {
    if (node.gone) continue;
    if (node.createdAt !== null) createCniNode(world, node);
    if (node.trunk?.ready) recoverTrunk(world, node.trunk);
    else initTrunk(world, node);
  }
  for (const pod of world.pods.values()) if (needsBranch(pod)) allocate(world, pod);
}

export function keepControlling(world: World): void {
  every(world, resyncMs, () => {
    const pods = [...world.controller.givenUp];
    world.controller.givenUp.clear();
    for (const pod of pods) allocate(world, pod);
  });
  every(world, sweepMs, () => sweepLeaks(world));
}

function tryAllocate(world: World, pod: Pod, attempt: number): void {
  const { node } = pod;
  if (!world.controller.up || !node || !needsBranch(pod)) return;
  const [stuck] = faultsNow(world, "controller-stuck");
  if (stuck) {
    if (Number.isFinite(stuck.until)) {
      world.queue.add(world.scenario.start + stuck.until, () => tryAllocate(world, pod, attempt));
    }
    return;
  }
  const { trunk } = node;
  if (!trunk?.ready) {
    node.waiting.add(pod);
    return;
  }
  if (trunk.owned.has(pod.uid)) {
    fail(world, pod, "cannot create new eni entry already exist");
    return;
  }
  const matched = matchingGroups(world, pod);
  tellGroups(world, pod, matched);
  // Branches it forgot do not count: it no longer knows them (domain 2.5, canCreateMore).
  let counted = trunk.inFlight + trunk.cooling.length + trunk.deleting;
  for (const branches of trunk.owned.values()) counted += branches.length;
  if (counted + pod.podEni > trunk.limit) {
    schedule(world, world.controller.coolDownMs, () => tryAllocate(world, pod, attempt));
    return;
  }
  createBranches(world, pod, trunk, matched.length > 0 ? matched : currentGroups(world, node), attempt);
}

function createBranches(world: World, pod: Pod, trunk: Trunk, groupIds: readonly string[], attempt: number): void {
  const { life } = world.controller;
  const made: Branch[] = [];
  trunk.inFlight += pod.podEni;
  const stillMine = () => world.controller.up && world.controller.life === life && !trunk.node.gone;
  const giveUp = (message: string) => {
    trunk.inFlight -= pod.podEni;
    for (const branch of made) deleteSoon(world, trunk, branch);
    fail(world, pod, message);
    if (attempt < mostAttempts)
      world.queue.add(world.now + 5 * 2 ** attempt, () => tryAllocate(world, pod, attempt + 1));
    else world.controller.givenUp.add(pod);
  };
  const next = () => {
    if (made.length === pod.podEni) return annotate(world, pod, trunk, made, stillMine);
    const vlan = lowestFreeVlan(trunk);
    if (vlan === null) return giveUp("assigning vlad id, no free vlan id");
    trunk.vlans[vlan] = 1;
    callEc2(world, world.buckets.create, 420, () => {
      if (!stillMine()) return;
      const created = createInterface(world, branchRequest(world, pod, trunk, vlan, groupIds));
      if (created.error) {
        trunk.vlans[vlan] = 0;
        return giveUp(`creating network interface, ${sdkError(world, "create-branch", created.error)}`);
      }
      const { id } = created.value;
      world.ownerOf.set(id, pod);
      later(world, 280, () => {
        if (!stillMine()) return;
        const associated = associate(world, id, trunk.id, trunk.node, pod);
        if (associated.error) {
          made.push({ interfaceId: id, vlan, associationId: null });
          return giveUp(`associating branch to trunk, ${sdkError(world, "associate", associated.error)}`);
        }
        made.push({ interfaceId: id, vlan, associationId: associated.value });
        next();
      });
    });
  };
  next();
}

function annotate(world: World, pod: Pod, trunk: Trunk, made: Branch[], stillMine: () => boolean): void {
  later(world, 60, () => {
    if (!stillMine()) return;
    trunk.inFlight -= pod.podEni;
    if (pod.gone || isOver(pod)) {
      for (const branch of made) deleteSoon(world, trunk, branch);
      return;
    }
    if (
      faultsNow(world, "annotation-refused").some(({ target }) => target === undefined || names(target, pod.node, pod))
    ) {
      for (const branch of made) deleteSoon(world, trunk, branch);
      const message = `failed to annotate pod with branch ENI details: admission webhook "validate.kyverno.svc-fail" denied the request: annotation vpc.amazonaws.com/pod-eni is not allowed`;
      tellOfPod(world, pod, component, { reason: "BranchENIAnnotationFailed", type: "Warning", message });
      world.controller.givenUp.add(pod);
      return;
    }
    trunk.owned.set(pod.uid, made);
    const interfaces = made.map(({ interfaceId }) => world.items.interfaces.get(interfaceId));
    pod.annotation = JSON.stringify(made.map((branch, index) => entryOf(world, branch, interfaces[index])));
    pod.branchIp = interfaces[0]?.privateIp ?? null;
    world.dirtyPods.add(pod);
    tellOfPod(world, pod, component, {
      reason: "ResourceAllocated",
      type: "Normal",
      message: `Allocated ${pod.annotation} to the pod`,
    });
  });
}

const component = "vpc-resource-controller";

function branchRequest(world: World, pod: Pod, trunk: Trunk, vlan: number, groupIds: readonly string[]) {
  const { node } = trunk;
  return {
    operation: "create-branch" as const,
    type: "interface" as const,
    description: "aws-k8s-branch-eni",
    subnet: currentSubnet(world, node),
    groupIds,
    node,
    pod,
    tags: {
      [ownerTag]: controllerName,
      [`kubernetes.io/cluster/${world.scenario.cluster}`]: "owned",
      [trunkTag]: trunk.id,
      [vlanTag]: String(vlan),
      [instanceTag]: node.instanceId,
    },
  };
}

/** All keys as a current controller writes them; absent values are empty (domain 1.1). */
function entryOf(world: World, { interfaceId, vlan, associationId }: Branch, branch: Interface | undefined) {
  return {
    eniId: interfaceId,
    ifAddress: branch?.mac ?? "",
    privateIp: branch?.privateIp ?? "",
    ipv6Addr: "",
    vlanId: vlan,
    subnetCidr: world.subnets.get(branch?.subnetId ?? "")?.spec.cidr ?? "",
    subnetV6Cidr: "",
    associationID: associationId ?? "",
  };
}

function tellGroups(world: World, pod: Pod, matched: readonly string[]): void {
  const found = matched.length > 0;
  tellOfPod(world, pod, component, {
    reason: "SecurityGroupRequested",
    type: found ? "Normal" : "Warning",
    message: found
      ? `Pod will get the following Security Groups [${matched.join(" ")}]`
      : "Pod will get the instance security group as the pod didn't match any Security Group from SecurityGroupPolicy",
  });
}

function fail(world: World, pod: Pod, reason: string): void {
  const message = `failed to allocate branch ENI to pod: ${reason}`;
  tellOfPod(world, pod, component, { reason: "BranchAllocationFailed", type: "Warning", message });
}

function lowestFreeVlan(trunk: Trunk): number | null {
  const vlan = trunk.vlans.indexOf(0, 1);
  return vlan < 0 ? null : vlan;
}

function needsBranch(pod: Pod): boolean {
  return pod.podEni > 0 && pod.node !== null && pod.annotation === null && !pod.gone && !isOver(pod);
}
