import { cniDaemon } from "./aws-node.ts";
import { tellOfPod } from "./events.ts";
import { faultsNow, names } from "./faults.ts";
import { givePodIp, takeBackPodIp } from "./ipamd.ts";
import { endPod, removePod, setReady } from "./pods.ts";
import { isOver, type Node, type Pod } from "./state.ts";
import { later, schedule, type World } from "./world.ts";

const crashBackOffSeconds = [10, 20, 40, 80, 160, 300] as const;
const cannotAssign =
  'plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container';
const notAnswering =
  'plugin type="aws-cni" name="aws-cni" failed (add): add cmd: Error received from AddNetwork gRPC call: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:50051: connect: connection refused"';

/** The kubelet of the pod's node takes it up. */
export function startPod(world: World, pod: Pod): void {
  later(world, 250, () => {
    if (isStopped(pod)) return;
    pod.startedAt = world.now;
    pod.waiting = "ContainerCreating";
    world.dirtyPods.add(pod);
    later(world, 700, () => addSandbox(world, pod));
  });
}

export function stopPod(world: World, pod: Pod): void {
  const { graceSeconds = 30, stopSeconds = 2 } = pod.workload.spec;
  const takes = pod.runningAt === null ? 500 : Math.min(graceSeconds * 1000, world.random.around(stopSeconds * 1000));
  schedule(world, takes + 200, () => removePod(world, pod));
}

/** The sandbox is torn down: an ordinary pod's address goes back to ipamd. */
export function dropSandbox(world: World, pod: Pod): void {
  takeBackPodIp(world, pod);
}

/** CNI ADD. A pod that asks for a branch waits for its annotation here, a new sandbox at each attempt. */
function addSandbox(world: World, pod: Pod): void {
  const { node } = pod;
  if (!node || isStopped(pod)) return;
  if (pod.workload.spec.hostNetwork) {
    pod.ip = node.ip;
    afterSandbox(world, pod);
    return;
  }
  const failure = addNetwork(world, pod, node);
  if (failure === null) {
    afterSandbox(world, pod);
    return;
  }
  const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: ${failure}`;
  tellOfPod(world, pod, "kubelet", { reason: "FailedCreatePodSandBox", type: "Warning", message });
  schedule(world, world.random.between(3_000, 12_000), () => addSandbox(world, pod));
}

function addNetwork(world: World, pod: Pod, node: Node): string | null {
  const down = faultsNow(world, "cni-down").some(({ target }) => target === undefined || names(target, node, null));
  if (down || !answersOn(world, node)) return notAnswering;
  const isAsked = (pod.containers[0]?.podEniLimit ?? 0) > 0;
  if (isAsked && world.cni.podEni) {
    if (pod.branchIp === null) return cannotAssign;
    pod.ip = pod.branchIp;
    return null;
  }
  return givePodIp(world, pod, node) ? null : cannotAssign;
}

function answersOn(world: World, node: Node): boolean {
  return world.workloads.get(cniDaemon)?.byNode.get(node)?.ready ?? false;
}

function afterSandbox(world: World, pod: Pod): void {
  pod.sandboxAt = world.now;
  world.dirtyPods.add(pod);
  later(world, 1_200, () => pullImage(world, pod));
}

function pullImage(world: World, pod: Pod): void {
  if (isStopped(pod)) return;
  const fails = faultsNow(world, "image-pull-fails").some(({ target }) => names(target, pod.node, pod));
  if (!fails) {
    run(world, pod);
    return;
  }
  pod.waiting = pod.waiting === "ErrImagePull" ? "ImagePullBackOff" : "ErrImagePull";
  world.dirtyPods.add(pod);
  const message = `Failed to pull image "${pod.containers[0]?.image ?? ""}": not found`;
  tellOfPod(world, pod, "kubelet", { reason: "Failed", type: "Warning", message });
  schedule(world, world.random.between(12_000, 30_000), () => pullImage(world, pod));
}

function run(world: World, pod: Pod): void {
  if (isStopped(pod)) return;
  const { startSeconds = 3, runSeconds, failureRate = 0, crashAfterSeconds } = pod.workload.spec;
  pod.phase = "Running";
  pod.runningAt = world.now;
  pod.waiting = null;
  world.dirtyPods.add(pod);
  world.signals.podRunning(pod);
  if (runSeconds) {
    const outcome = world.random.chance(failureRate) ? "Failed" : "Succeeded";
    schedule(world, world.random.between(runSeconds[0], runSeconds[1]) * 1000, () => endPod(world, pod, outcome));
  }
  if (crashAfterSeconds !== undefined) {
    schedule(world, world.random.around(crashAfterSeconds * 1000), () => crash(world, pod));
  }
  later(world, startSeconds * 1000, () => {
    if (isStopped(pod) || pod.runningAt === null || pod.waiting !== null) return;
    setReady(world, pod, true);
    world.signals.podReady(pod);
  });
}

function crash(world: World, pod: Pod): void {
  if (isStopped(pod)) return;
  const backOff = crashBackOffSeconds[Math.min(pod.restarts, crashBackOffSeconds.length - 1)] ?? 300;
  pod.restarts++;
  pod.waiting = "CrashLoopBackOff";
  setReady(world, pod, false);
  const message = `Back-off restarting failed container ${pod.containers[0]?.name ?? ""} in pod ${pod.name}_${pod.namespace}(${pod.uid})`;
  tellOfPod(world, pod, "kubelet", { reason: "BackOff", type: "Warning", message });
  schedule(world, backOff * 1000, () => run(world, pod));
}

function isStopped(pod: Pod): boolean {
  return pod.gone || pod.deletingSince !== null || isOver(pod) || (pod.node?.gone ?? false);
}
