import { createDiagnosis, type Diagnosis } from "../lib/diagnosis/diagnosis.ts";
import { rules } from "../lib/diagnosis/register.ts";
import type { Rule } from "../lib/diagnosis/rule.ts";
import { compare } from "../lib/recording/change.ts";
import type { Item } from "../lib/recording/collections.ts";
import { emptyObservation, itemsOf } from "../lib/recording/observation.ts";
import { changeOf, type Reading } from "../lib/recording/reading.ts";
import { scaled } from "../lib/simulator/scaled.ts";
import { simulate } from "../lib/simulator/simulate.ts";
import { createTopology, type Topology } from "../lib/topology/topology.ts";
import { measure, medianOf } from "./measure.ts";

const branchesPerNode = 20;
const podsPerNode = 30;
const slowest = 12;

/** All checks at one size: of everything from scratch, and after one pod, one endpoint or one reading has changed. */
export function benchDiagnosis(branches: number) {
  const simulation = simulate(scaled({ nodes: branches / branchesPerNode, branchesPerNode, podsPerNode }));
  simulation.advance(simulation.now);
  const { cluster } = simulation.scenario;
  const topology = createTopology({ cluster });
  const everything = compare(emptyObservation, simulation.observation);
  const changed = topology.advance(everything);
  const diagnosis = createDiagnosis({ rules, cluster });
  const scratch = measure(() => diagnosis.advance(changed, everything, topology));
  const alone = (rule: Rule) => {
    const one = createDiagnosis({ rules: [rule], cluster });
    return { rule: rule.id, cpuMs: measure(() => one.advance(changed, everything, topology)).timing.cpuMs };
  };
  return {
    branches,
    rules: rules.length,
    findings: diagnosis.findings.size,
    fromScratch: scratch.timing,
    onePod: medianOf(21, (run) => take(diagnosis, topology, onePod(topology, run))),
    oneEndpointSlice: medianOf(5, () => take(diagnosis, topology, oneSlice(topology))),
    nothingButTime: medianOf(5, () => take(diagnosis, topology, stillCurrent(topology))),
    memoryMegabytes: Math.round(JSON.stringify(diagnosis.memory()).length / 10_000) / 100,
    // Each with the building of the hosts, which they share when together.
    slowestAlone: rules
      .map(alone)
      .sort((a, b) => b.cpuMs - a.cpuMs)
      .slice(0, slowest),
  };
}

function take(diagnosis: Diagnosis, topology: Topology, reading: Reading): void {
  const change = changeOf(topology.observation, reading);
  diagnosis.advance(topology.advance(change), change, topology);
}

function onePod({ observation }: Topology, run: number): Reading {
  const pods = itemsOf(observation, "pods");
  const [id, pod] = [...pods.entries().take(run * 7 + 1)].at(-1) as [string, Item<"pods">];
  const changed: Item<"pods"> = { ...pod, phase: pod.phase === "Running" ? "Failed" : "Running" };
  return { collection: "pods", at: observation.at + 1_000, said: { kind: "some", items: new Map([[id, changed]]) } };
}

function oneSlice({ observation }: Topology): Reading {
  const [[id, slice]] = [...itemsOf(observation, "endpointSlices")].slice(-1) as [[string, Item<"endpointSlices">]];
  const endpoints = [...slice.endpoints, { addresses: [`10.0.0.${slice.endpoints.length % 250}`], ready: true }];
  const items = new Map([[id, { ...slice, endpoints }]]);
  return { collection: "endpointSlices", at: observation.at + 1_000, said: { kind: "some", items } };
}

function stillCurrent({ observation }: Topology): Reading {
  return { collection: "interfaces", at: observation.at + 1_000, said: { kind: "current" } };
}
