import { brotliCompressSync, constants } from "node:zlib";
import { apply, compare } from "../lib/recording/change.ts";
import type { Item } from "../lib/recording/collections.ts";
import { emptyObservation, itemsOf } from "../lib/recording/observation.ts";
import { changeOf, type Reading } from "../lib/recording/reading.ts";
import { scaled } from "../lib/simulator/scaled.ts";
import { simulate } from "../lib/simulator/simulate.ts";
import { decodeSnapshot, encodeSnapshot } from "../lib/snapshot/columns.ts";
import { takePatch, takeSnapshot } from "../lib/snapshot/take.ts";
import { createTopology } from "../lib/topology/topology.ts";
import { measure, medianOf, megabytes } from "./measure.ts";

const branchesPerNode = 20;
const podsPerNode = 30;

/** The pure pipeline at one size: from an observation to a compressed snapshot, and from one changed pod to a patch. */
export function benchPipeline(branches: number) {
  const nodes = branches / branchesPerNode;
  const { value: simulation, timing: simulated } = measure(() => {
    const built = simulate(scaled({ nodes, branchesPerNode, podsPerNode }));
    built.advance(built.now);
    return built;
  });
  const { observation } = simulation;
  const header = { cluster: simulation.scenario.cluster };
  const edition = { header, mode: "live", revision: 1 } as const;
  const topology = createTopology({ cluster: header.cluster });

  const compared = measure(() => compare(emptyObservation, observation));
  const advanced = measure(() => topology.advance(compared.value));
  const taken = measure(() => takeSnapshot(topology, edition));
  const encoded = measure(() => JSON.stringify(encodeSnapshot(taken.value)));
  const compressed = measure(() =>
    brotliCompressSync(encoded.value, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }),
  );
  const decoded = measure(() => decodeSnapshot(JSON.parse(encoded.value)));
  const steps = [compared, advanced, taken, encoded, compressed];

  const sweep: Reading = {
    collection: "interfaces",
    at: observation.at + 1,
    said: { kind: "all", items: refetched(observation) },
  };
  return {
    branches,
    pods: itemsOf(observation, "pods").size,
    resources: topology.resources.size,
    simulate: simulated,
    compareAll: compared.timing,
    topologyFromScratch: advanced.timing,
    takeSnapshot: taken.timing,
    encodeSnapshot: encoded.timing,
    compressSnapshot: compressed.timing,
    observationToCompressedSnapshotMs: Math.round(steps.reduce((sum, { timing }) => sum + timing.wallMs, 0)),
    decodeSnapshot: decoded.timing,
    snapshotMegabytes: megabytes(encoded.value.length),
    snapshotCompressedMegabytes: megabytes(compressed.value.length),
    unchangedSweepOfInterfaces: medianOf(3, () => changeOf(topology.observation, sweep)),
    onePodToPatch: medianOf(21, (run) => onePodToPatch(topology, run)),
    rssMegabytes: megabytes(process.memoryUsage().rss),
  };
}

type Topology = ReturnType<typeof createTopology>;

function onePodToPatch(topology: Topology, run: number): string {
  const pods = itemsOf(topology.observation, "pods");
  const [id, pod] = [...pods.entries().take(run * 7 + 1)].at(-1) as [string, Item<"pods">];
  const at = topology.observation.at + 1_000;
  const changed: Item<"pods"> = { ...pod, phase: pod.phase === "Running" ? "Failed" : "Running" };
  const reading: Reading = { collection: "pods", at, said: { kind: "some", items: new Map([[id, changed]]) } };
  const change = topology.advance(changeOf(topology.observation, reading));
  const edition = { header: { cluster: "scaled" }, mode: "live", revision: run + 2 } as const;
  return JSON.stringify(takePatch(topology, run + 1, change, edition));
}

/** Equal items of other identity, as a second reading of EC2 gives them. */
function refetched(observation: Topology["observation"]) {
  return itemsOf(structuredClone(apply(emptyObservation, compare(emptyObservation, observation))), "interfaces");
}
