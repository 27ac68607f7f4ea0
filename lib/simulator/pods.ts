import type { Item } from "../recording/collections.ts";
import { podEniAnnotation } from "../topology/annotation.ts";
import { tell } from "./events.ts";
import { uuid } from "./names.ts";
import { type Container, isOver, type Job, type Node, type Pod, type Workload } from "./state.ts";
import { admit } from "./webhook.ts";
import { put, schedule, type World } from "./world.ts";

interface NewPod {
  readonly workload: Workload;
  readonly name: string;
  readonly owner: Pod["owner"];
  readonly only?: Node;
  readonly job?: Job;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A pod is created through admission; `null` when that refuses it, which its owner hears of as an event. */
export function createPod(world: World, { workload, name, owner, only, job, labels }: NewPod): Pod | null {
  const { namespace } = workload.spec;
  const admission = admit(world, workload);
  if (admission.denied !== null) {
    const about = { kind: owner.kind, namespace, name: owner.name, uid: owner.uid };
    const component = `${owner.kind.toLowerCase()}-controller`;
    tell(world, {
      about,
      reason: "FailedCreate",
      type: "Warning",
      message: `Error creating: ${admission.denied}`,
      component,
    });
    return null;
  }
  const { template } = workload;
  const pod: Pod = {
    key: `${namespace}/${name}`,
    namespace,
    name,
    uid: uuid(world.random),
    workload,
    template,
    owner,
    containers: asking(template.containers, admission.podEni, workload.spec.podEniOnSidecar ? 1 : 0),
    podEni: admission.podEni,
    createdAt: world.now,
    labels: labels ?? template.labels,
    only: only ?? null,
    node: null,
    phase: "Pending",
    unschedulable: null,
    scheduledAt: null,
    startedAt: null,
    sandboxAt: null,
    runningAt: null,
    ready: false,
    readyChangedAt: world.now,
    waiting: null,
    restarts: 0,
    finishedAt: null,
    deletingSince: null,
    gone: false,
    counted: false,
    ip: null,
    held: null,
    annotation: null,
    branchIp: null,
  };
  world.pods.set(pod.key, pod);
  workload.pods.add(pod);
  job?.pods.add(pod);
  if (only) workload.byNode.set(only, pod);
  world.dirtyPods.add(pod);
  world.signals.podCreated(pod);
  return pod;
}

/** DELETE of a pod: the kubelet has until its grace is over; one that never got a node goes at once. */
export function deletePod(world: World, pod: Pod): void {
  if (pod.deletingSince !== null || pod.gone) return;
  pod.deletingSince = world.now;
  world.dirtyPods.add(pod);
  if (pod.node === null || isOver(pod)) {
    removePod(world, pod);
    return;
  }
  setReady(world, pod, false);
  world.signals.podTerminating(pod);
}

/** The pod object is gone. */
export function removePod(world: World, pod: Pod): void {
  if (pod.gone) return;
  pod.gone = true;
  discount(pod);
  pod.node?.pods.delete(pod);
  pod.node?.waiting.delete(pod);
  pod.workload.pods.delete(pod);
  if (pod.only && pod.workload.byNode.get(pod.only) === pod) pod.workload.byNode.delete(pod.only);
  world.pending.delete(pod);
  if (world.pods.get(pod.key) === pod) world.pods.delete(pod.key);
  world.dirtyPods.add(pod);
  heedOwner(world, pod);
  world.signals.podRemoved(pod);
}

/** The pod ended by itself: it stays as an object, annotation included. */
export function endPod(world: World, pod: Pod, phase: "Succeeded" | "Failed"): void {
  if (pod.gone || isOver(pod)) return;
  pod.phase = phase;
  pod.finishedAt = world.now;
  setReady(world, pod, false);
  discount(pod);
  world.signals.podEnded(pod);
  if (pod.deletingSince !== null) schedule(world, 300, () => removePod(world, pod));
}

export function setReady(world: World, pod: Pod, ready: boolean): void {
  world.dirtyPods.add(pod);
  if (pod.ready === ready) return;
  pod.ready = ready;
  pod.readyChangedAt = world.now;
  heedOwner(world, pod);
}

/** What is counted and listed of a workload's pods is written anew. */
function heedOwner(world: World, { workload }: Pod): void {
  if (workload.spec.service) world.dirtyServices.add(workload);
  if (workload.spec.kind === "DaemonSet") world.dirtyDaemons.add(workload);
}

/** From binding to its end a pod takes a place on its node. */
export function count(pod: Pod, node: Node): void {
  node.podCount++;
  node.podEniRequested += pod.podEni;
  pod.counted = true;
}

function discount(pod: Pod): void {
  if (!pod.counted || !pod.node) return;
  pod.node.podCount--;
  pod.node.podEniRequested -= pod.podEni;
  pod.counted = false;
}

/** Writes a pod's item as the API server would print it now. */
export function savePod(world: World, pod: Pod): void {
  if (world.pods.get(pod.key) !== pod) {
    if (!world.pods.has(pod.key)) put(world, "pods", pod.key, null);
    return;
  }
  put(world, "pods", pod.key, podItem(pod));
}

const noAnnotations = {};

function podItem(pod: Pod): Item<"pods"> {
  const { spec } = pod.workload;
  return {
    namespace: pod.namespace,
    name: pod.name,
    uid: pod.uid,
    createdAt: pod.createdAt,
    ...(pod.deletingSince === null ? {} : { deletingSince: pod.deletingSince }),
    labels: pod.labels,
    annotations: pod.annotation === null ? noAnnotations : { [podEniAnnotation]: pod.annotation },
    ...(pod.node === null ? {} : { nodeName: pod.node.name }),
    phase: pod.phase,
    ...(pod.ip === null ? {} : { podIp: pod.ip, podIps: [pod.ip] }),
    hostNetwork: spec.hostNetwork ?? false,
    serviceAccount: spec.serviceAccount ?? "default",
    owner: pod.owner,
    ...(pod.startedAt === null ? {} : { startedAt: pod.startedAt }),
    conditions: conditionsOf(pod),
    ...(pod.template.initContainers ? { initContainers: [...pod.template.initContainers] } : {}),
    containers: pod.containers as Container[],
    ...(pod.startedAt === null
      ? {}
      : { statuses: pod.containers.map(({ name }, index) => statusOf(pod, name, index === 0)) }),
    graceSeconds: spec.graceSeconds ?? 30,
    dnsPolicy: spec.hostNetwork ? "ClusterFirstWithHostNet" : "ClusterFirst",
    ...(spec.nodeSelector ? { nodeSelector: spec.nodeSelector } : {}),
  };
}

function conditionsOf(pod: Pod): Item<"pods">["conditions"] {
  const { scheduledAt, unschedulable, createdAt, startedAt, sandboxAt, ready, readyChangedAt } = pod;
  if (scheduledAt === null) {
    if (unschedulable === null) return [];
    return [
      { type: "PodScheduled", status: "False", reason: "Unschedulable", message: unschedulable, changedAt: createdAt },
    ];
  }
  const conditions: Item<"pods">["conditions"] = [{ type: "PodScheduled", status: "True", changedAt: scheduledAt }];
  if (startedAt === null) return conditions;
  const status = ready ? "True" : "False";
  const reason = ready ? {} : { reason: isOver(pod) ? "PodCompleted" : "ContainersNotReady" };
  const readyAt = { status, changedAt: readyChangedAt, ...reason };
  conditions.push(
    {
      type: "PodReadyToStartContainers",
      status: sandboxAt === null || isOver(pod) ? "False" : "True",
      changedAt: pod.finishedAt ?? sandboxAt ?? startedAt,
    },
    { type: "Initialized", status: "True", changedAt: startedAt },
    { type: "ContainersReady", ...readyAt },
    { type: "Ready", ...readyAt },
  );
  return conditions;
}

function statusOf(pod: Pod, name: string, isFirst: boolean): NonNullable<Item<"pods">["statuses"]>[number] {
  const { runningAt, finishedAt, phase, waiting, restarts } = pod;
  const ended =
    phase === "Succeeded" ? "Completed" : phase === "Failed" ? "Error" : isFirst || runningAt === null ? waiting : null;
  return {
    name,
    ready: pod.ready || (!isFirst && runningAt !== null && finishedAt === null && pod.deletingSince === null),
    restarts: isFirst ? restarts : 0,
    ...(ended === null ? {} : { reason: ended }),
    ...(runningAt === null || (waiting !== null && isFirst) ? {} : { startedAt: runningAt }),
    ...(finishedAt === null ? {} : { finishedAt }),
  };
}

const askingContainers = new WeakMap<readonly Container[], Map<number, readonly Container[]>>();

/** The webhook writes the request on the first container only; all pods of a template share the result. */
function asking(containers: readonly Container[], podEni: number, on: number): readonly Container[] {
  if (podEni === 0) return containers;
  let byCount = askingContainers.get(containers);
  if (!byCount) {
    byCount = new Map();
    askingContainers.set(containers, byCount);
  }
  const known = byCount.get(podEni);
  if (known) return known;
  const made = containers.map((container, index) =>
    index === on ? { ...container, podEniRequest: podEni, podEniLimit: podEni } : container,
  );
  byCount.set(podEni, made);
  return made;
}
