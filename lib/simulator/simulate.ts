import type { Change } from "../recording/change.ts";
import type { Observation } from "../recording/observation.ts";
import { cniDaemon } from "./aws-node.ts";
import { allocate, keepControlling, release, serveWaiting } from "./controller.ts";
import { forgetNode } from "./delete-queue.ts";
import { planFault, workloadAt } from "./effects.ts";
import { buildFixtures } from "./fixtures.ts";
import { startIpamd } from "./ipamd.ts";
import { dropSandbox, startPod, stopPod } from "./kubelet.ts";
import { ec2Id } from "./names.ts";
import { buildNodeGroup, nodeReady } from "./nodes.ts";
import { observe } from "./observe.ts";
import type { Fault, Scenario, WorkloadSpec } from "./scenario.ts";
import { keepScheduling, queuePod } from "./scheduler.ts";
import { addService } from "./services.ts";
import { systemWorkloads } from "./system.ts";
import { createCniNode, initTrunk } from "./trunk.ts";
import { addDaemons, addWorkload, heed, roll, scale } from "./workloads.ts";
import { createWorld, later, type World } from "./world.ts";

/** A simulated cluster. All moments are epoch milliseconds; nothing in it depends on how finely it is advanced. */
export interface Simulation {
  readonly scenario: Scenario;
  readonly now: number;
  /** What an observer has seen at the last `advance`; updated in place. */
  readonly observation: Observation;
  /** Lives until a moment and says what changed since the last call. The first call tells everything. */
  advance(until: number): Change;
  /** Something goes wrong, so many milliseconds after the scenario's start. */
  inject(fault: Fault): void;
  /** Adds a workload to the running cluster. */
  add(workload: WorkloadSpec): void;
  /** Sets the replicas of a workload, by `namespace/name`. */
  scale(workload: string, replicas: number): void;
  /** Rolls out a new revision of a workload, by `namespace/name`. */
  roll(workload: string): void;
}

/** Builds the cluster of a scenario as it looks after having run for days: the same model, with its latencies in the past. */
export function simulate(scenario: Scenario): Simulation {
  const workloads = [...systemWorkloads, ...scenario.workloads];
  const world = createWorld({ ...scenario, workloads }, (random) => ec2Id(random, "vpc"));
  connect(world);
  buildFixtures(world);
  for (const fault of world.faults) planFault(world, fault);
  // Daemons before nodes, nodes before everything else: a node is ready only once aws-node runs on it.
  for (const spec of workloads) if (spec.kind === "DaemonSet") start(world, spec);
  for (const group of scenario.nodeGroups) buildNodeGroup(world, group);
  for (const spec of workloads) if (spec.kind !== "DaemonSet") start(world, spec);
  keepScheduling(world);
  keepControlling(world);
  world.settling = false;
  world.now = scenario.start;
  return {
    scenario,
    get now() {
      return world.now;
    },
    get observation() {
      return world.seen;
    },
    advance(until) {
      live(world, until);
      return observe(world);
    },
    inject(fault) {
      world.faults.push(fault);
      planFault(world, fault);
    },
    add: (spec) => void start(world, spec),
    scale: (key, replicas) => scale(world, workloadAt(world, key), replicas),
    roll: (key) => roll(world, workloadAt(world, key)),
  };
}

function live(world: World, until: number): void {
  const { queue } = world;
  while (queue.nextAt() <= until) {
    world.now = Math.max(world.now, queue.nextAt());
    queue.take()?.();
  }
  world.now = Math.max(world.now, until);
}

/** Who hears of what: the watches that the real parts have on the API server. */
function connect(world: World): void {
  const { signals } = world;
  signals.podCreated = (pod) => queuePod(world, pod);
  signals.podBound = (pod) => {
    allocate(world, pod);
    startPod(world, pod);
  };
  signals.podReady = (pod) => {
    heed(world, pod);
    const { node } = pod;
    if (pod.workload.key !== cniDaemon || !node) return;
    later(world, 2_500, () => nodeReady(world, node));
    startIpamd(world, node);
  };
  signals.podTerminating = (pod) => {
    stopPod(world, pod);
    heed(world, pod);
  };
  signals.podEnded = signals.podRemoved = (pod) => {
    dropSandbox(world, pod);
    release(world, pod);
    heed(world, pod);
  };
  signals.nodeRegistered = (node) => {
    // Auto Mode brings its own networking: no aws-node, no CNINode.
    if (node.labels["eks.amazonaws.com/compute-type"] === "auto") {
      later(world, 2_500, () => nodeReady(world, node));
      return;
    }
    later(world, 600, () => createCniNode(world, node));
    addDaemons(world, node);
  };
  signals.trunkRequested = (node) => initTrunk(world, node);
  signals.trunkReady = (node) => serveWaiting(world, node);
  signals.nodeRemoved = (node) => forgetNode(world, node);
}

function start(world: World, spec: WorkloadSpec): void {
  const workload = addWorkload(world, spec);
  if (spec.service) addService(world, workload);
}
