import type { Item } from "../recording/collections.ts";
import { awsNodeContainers, awsNodeInitContainers, cniDaemon } from "./aws-node.ts";
import { hexText, nameSuffix, uuid } from "./names.ts";
import { createPod, deletePod, removePod } from "./pods.ts";
import type { WorkloadSpec } from "./scenario.ts";
import { type Container, isOver, type Job, type Node, type Pod, type Template, type Workload } from "./state.ts";
import { every, put, type World } from "./world.ts";

const day = 86_400_000;
const minute = 60_000;
const accountWaitMs = 10_000;

/** Adds a workload and lets its controller act: at once while settling, step by step afterwards. */
export function addWorkload(world: World, spec: WorkloadSpec): Workload {
  const ages = world.settling ? world.random.between(0.05, 12) * day : 0;
  const workload: Workload = {
    key: `${spec.namespace}/${spec.name}`,
    spec,
    uid: uuid(world.random),
    createdAt: Math.round(world.now - ages),
    template: createTemplate(world, spec, 1),
    replicas: spec.replicas ?? 1,
    pods: new Set(),
    byNode: new Map(),
    jobs: [],
    revision: 1,
    reconcileAt: null,
  };
  world.workloads.set(workload.key, workload);
  if (spec.service) world.dirtyServices.add(workload);
  if (spec.kind === "DaemonSet") world.dirtyDaemons.add(workload);
  if (spec.kind === "CronJob") keepStarting(world, workload);
  else if (spec.kind === "Job") startJob(world, workload, spec.name);
  else build(world, workload);
  if (spec.rollEveryMs !== undefined) every(world, spec.rollEveryMs, () => roll(world, workload));
  if (spec.scale) {
    const { everyMs, to } = spec.scale;
    every(world, everyMs, () => scale(world, workload, workload.replicas === to ? (spec.replicas ?? 1) : to));
  }
  return workload;
}

/** A new revision: its pods replace the old ones step by step. */
export function roll(world: World, workload: Workload, spec: WorkloadSpec = workload.spec): void {
  workload.revision++;
  workload.template = createTemplate(world, spec, workload.revision);
  expectTurn(world, workload, 300);
}

export function scale(world: World, workload: Workload, replicas: number): void {
  workload.replicas = replicas;
  expectTurn(world, workload, 200);
}

/** Something happened to one of its pods. */
export function heed(world: World, pod: Pod): void {
  expectTurn(world, pod.workload, 400);
}

export function addDaemons(world: World, node: Node): void {
  for (const workload of world.workloads.values()) {
    if (workload.spec.kind === "DaemonSet") createDaemonPod(world, workload, node);
  }
}

export function saveDaemonSet(world: World, workload: Workload): void {
  const { spec, template } = workload;
  let ready = 0;
  let updated = 0;
  for (const pod of workload.pods) {
    if (pod.ready) ready++;
    if (pod.template === template) updated++;
  }
  const item: Item<"daemonSets"> = {
    namespace: spec.namespace,
    name: spec.name,
    uid: workload.uid,
    createdAt: workload.createdAt,
    labels: { "k8s-app": spec.name },
    annotations: {},
    generation: workload.revision,
    ...(template.initContainers ? { initContainers: [...template.initContainers] } : {}),
    containers: [...template.containers],
    desired: workload.pods.size,
    ready,
    updated,
  };
  put(world, "daemonSets", workload.key, item);
}

function build(world: World, workload: Workload): void {
  if (!world.settling) {
    expectTurn(world, workload, 100);
    return;
  }
  const { now } = world;
  const youngest = Math.min(workload.createdAt + 0.5 * day, now - 2 * minute);
  for (let index = 0; index < workload.replicas && workload.spec.kind !== "DaemonSet"; index++) {
    world.now = Math.round(world.random.between(workload.createdAt, Math.max(youngest, workload.createdAt)));
    world.now = Math.min(world.now, now - minute);
    if (!addReplica(world, workload, index)) retryAfterStart(world, workload);
  }
  world.now = now;
  if (workload.spec.kind === "DaemonSet")
    for (const node of world.nodes.values()) createDaemonPod(world, workload, node);
}

function expectTurn(world: World, workload: Workload, typicalMs: number): void {
  if (world.settling || workload.reconcileAt !== null) return;
  workload.reconcileAt = world.now + world.random.around(typicalMs);
  world.queue.add(workload.reconcileAt, () => {
    workload.reconcileAt = null;
    reconcilers[workload.spec.kind](world, workload);
  });
}

function retryAfterStart(world: World, workload: Workload): void {
  world.queue.add(world.scenario.start + accountWaitMs, () => expectTurn(world, workload, 100));
}

const reconcilers: Readonly<Record<WorkloadSpec["kind"], (world: World, workload: Workload) => void>> = {
  Deployment: reconcileDeployment,
  StatefulSet: reconcileStatefulSet,
  DaemonSet: reconcileDaemonSet,
  Job: () => undefined,
  CronJob: tidyJobs,
};

/** maxSurge 25 % rounded up, maxUnavailable 25 % rounded down, the defaults of a Deployment. */
function reconcileDeployment(world: World, workload: Workload): void {
  const { replicas, template } = workload;
  const current: Pod[] = [];
  const old: Pod[] = [];
  for (const pod of workload.pods) {
    if (pod.deletingSince !== null || isOver(pod)) continue;
    (pod.template === template ? current : old).push(pod);
  }
  const surge = old.length > 0 ? Math.ceil(replicas / 4) : 0;
  const missing = Math.min(replicas - current.length, replicas + surge - current.length - old.length);
  for (let index = 0; index < missing; index++)
    if (!addReplica(world, workload, index)) {
      expectTurn(world, workload, accountWaitMs);
      return;
    }
  for (const pod of current.slice(0, Math.max(0, current.length - replicas))) deletePod(world, pod);
  if (old.length === 0) return;
  const ready = [...current, ...old].filter((pod) => pod.ready).length;
  let spare = ready - (replicas - Math.floor(replicas / 4));
  for (const pod of old) {
    if (pod.ready && spare <= 0) continue;
    if (pod.ready) spare--;
    deletePod(world, pod);
  }
}

/** One after the other, the highest ordinal first when a revision rolls out. */
function reconcileStatefulSet(world: World, workload: Workload): void {
  const { namespace, name } = workload.spec;
  for (let ordinal = 0; ordinal < workload.replicas; ordinal++) {
    const pod = world.pods.get(`${namespace}/${name}-${ordinal}`);
    if (!pod) {
      if (!addReplica(world, workload, ordinal)) expectTurn(world, workload, accountWaitMs);
      return;
    }
    if (!pod.ready) return;
  }
  const byOrdinal = [...workload.pods].sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const surplus = byOrdinal.find((pod) => ordinalOf(pod) >= workload.replicas);
  const outdated = surplus ?? byOrdinal.find((pod) => pod.template !== workload.template);
  if (outdated) deletePod(world, outdated);
}

/** One pod per node, a tenth of them replaced at a time as the chart of the VPC CNI sets it. */
function reconcileDaemonSet(world: World, workload: Workload): void {
  for (const node of world.nodes.values()) {
    if (node.createdAt !== null && !node.gone && !workload.byNode.has(node)) createDaemonPod(world, workload, node);
  }
  const pods = [...workload.pods];
  let spare = Math.max(1, Math.ceil(pods.length / 10)) - pods.filter((pod) => !pod.ready).length;
  for (const pod of pods) {
    if (spare <= 0) return;
    if (pod.template === workload.template || pod.deletingSince !== null) continue;
    deletePod(world, pod);
    spare--;
  }
}

function createDaemonPod(world: World, workload: Workload, node: Node): void {
  if (workload.byNode.has(node) || node.labels["eks.amazonaws.com/compute-type"] === "auto") return;
  const { spec, template } = workload;
  const owner = { kind: "DaemonSet", name: spec.name, uid: workload.uid };
  createPod(world, {
    workload,
    name: `${spec.name}-${nameSuffix(world.random)}`,
    owner,
    only: node,
    labels: template.labels,
  });
  world.dirtyDaemons.add(workload);
}

function addReplica(world: World, workload: Workload, index: number): boolean {
  const { spec, template } = workload;
  if (spec.kind === "StatefulSet") {
    const name = `${spec.name}-${index}`;
    const labels = {
      ...template.labels,
      "apps.kubernetes.io/pod-index": String(index),
      "statefulset.kubernetes.io/pod-name": name,
    };
    const owner = { kind: "StatefulSet", name: spec.name, uid: workload.uid };
    return createPod(world, { workload, name, owner, labels }) !== null;
  }
  const set = `${spec.name}-${template.hash}`;
  const owner = { kind: "ReplicaSet", name: set, uid: template.uid };
  return createPod(world, { workload, name: `${set}-${nameSuffix(world.random)}`, owner }) !== null;
}

/** A CronJob starts at whole multiples of its period and names its jobs after the minute, as the real one does. */
function keepStarting(world: World, workload: Workload): void {
  const period = workload.spec.everyMs ?? minute;
  let at = Math.ceil((world.scenario.start + 1) / period) * period;
  const again = () => {
    startJob(world, workload, `${workload.spec.name}-${Math.floor(world.now / minute)}`);
    at += period;
    world.queue.add(at, again);
  };
  world.queue.add(at, again);
}

function startJob(world: World, workload: Workload, name: string): void {
  const uid = uuid(world.random);
  const job: Job = { name, uid, pods: new Set(), done: false };
  workload.jobs.push(job);
  const labels = {
    ...workload.template.labels,
    "batch.kubernetes.io/job-name": name,
    "batch.kubernetes.io/controller-uid": uid,
  };
  const owner = { kind: "Job", name, uid };
  for (let index = 0; index < Math.max(1, workload.replicas); index++) {
    createPod(world, { workload, name: `${name}-${nameSuffix(world.random)}`, owner, job, labels });
  }
}

/** Keeps as many finished jobs as the CronJob says, with their pods. */
function tidyJobs(world: World, workload: Workload): void {
  for (const job of workload.jobs) job.done = [...job.pods].every((pod) => pod.gone || isOver(pod));
  const finished = workload.jobs.filter(({ done }) => done);
  for (const job of finished.slice(0, Math.max(0, finished.length - (workload.spec.keep ?? 3)))) {
    workload.jobs.splice(workload.jobs.indexOf(job), 1);
    for (const pod of job.pods) removePod(world, pod);
  }
}

function createTemplate(world: World, spec: WorkloadSpec, revision: number): Template {
  const hash = hashes(spec) ? nameSuffix(world.random, 10) : hexText(world.random, 8);
  const main: Container = {
    name: spec.name,
    image: spec.image ?? `${world.accountId}.dkr.ecr.${world.scenario.region}.amazonaws.com/${spec.name}:v${revision}`,
    ...(spec.port === undefined ? {} : { ports: [{ name: "main", port: spec.port, protocol: "TCP" }] }),
    ...(spec.probes && spec.port !== undefined ? { probes: probesOf(spec.probes, spec.port) } : {}),
  };
  const containers: Container[] = [main];
  if (spec.sidecar !== undefined) containers.push({ name: spec.sidecar, image: `${spec.sidecar}:stable` });
  const isCni = `${spec.namespace}/${spec.name}` === cniDaemon;
  const own = { "app.kubernetes.io/name": spec.name, ...spec.labels };
  return {
    hash,
    uid: uuid(world.random),
    labels: hashes(spec) ? { ...own, "pod-template-hash": hash } : own,
    containers: isCni ? awsNodeContainers(world) : containers,
    initContainers: isCni ? awsNodeInitContainers(world) : null,
  };
}

function probesOf(kinds: NonNullable<WorkloadSpec["probes"]>, port: number): NonNullable<Container["probes"]> {
  return kinds.map((kind, index) => ({
    use: index === 0 ? "readiness" : "liveness",
    kind,
    ...(kind === "exec" ? {} : { port }),
  }));
}

function hashes({ kind }: WorkloadSpec): boolean {
  return kind === "Deployment";
}

function ordinalOf(pod: Pod): number {
  return Number(pod.name.slice(pod.name.lastIndexOf("-") + 1));
}
