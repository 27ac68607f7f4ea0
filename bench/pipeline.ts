import { brotliCompressSync, constants } from "node:zlib";
import { apply, compare } from "../lib/recording/change.ts";
import type { Item } from "../lib/recording/collections.ts";
import { emptyObservation, itemsOf } from "../lib/recording/observation.ts";
import { changeOf, type Reading } from "../lib/recording/reading.ts";
import { scaled } from "../lib/simulator/scaled.ts";
import { simulate } from "../lib/simulator/simulate.ts";
import { encodeSnapshot } from "../lib/snapshot/columns.ts";
import { Overview } from "../lib/snapshot/overview.ts";
import { decodeOverview, encodeOverview } from "../lib/snapshot/overview-wire.ts";
import { headOf, takePatch, takeSnapshot } from "../lib/snapshot/take.ts";
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
  const overview = measure(() => new Overview(topology.resources));
  const head = headOf(topology, edition);
  const encoded = measure(() => JSON.stringify(encodeOverview(head, sound, overview.value.take())));
  const compressed = measure(() => compress(encoded.value));
  const decoded = measure(() => decodeOverview(JSON.parse(encoded.value)));
  const steps = [compared, advanced, overview, encoded, compressed];
  const whole = measure(() => JSON.stringify(encodeSnapshot(takeSnapshot(topology, sound, edition))));
  const wholeCompressed = measure(() => compress(whole.value));

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
    overviewFromScratch: overview.timing,
    encodeOverview: encoded.timing,
    compressOverview: compressed.timing,
    observationToCompressedOverviewMs: Math.round(steps.reduce((sum, { timing }) => sum + timing.wallMs, 0)),
    decodeOverview: decoded.timing,
    overviewMegabytes: megabytes(encoded.value.length),
    overviewCompressedMegabytes: megabytes(compressed.value.length),
    encodeWholeSnapshot: whole.timing,
    compressWholeSnapshot: wholeCompressed.timing,
    wholeSnapshotMegabytes: megabytes(whole.value.length),
    wholeSnapshotCompressedMegabytes: megabytes(wholeCompressed.value.length),
    unchangedSweepOfInterfaces: medianOf(3, () => changeOf(topology.observation, sweep)),
    onePodToPatch: medianOf(21, (run) => onePodToPatch(topology, overview.value, run)),
    rssMegabytes: megabytes(process.memoryUsage().rss),
  };
}

// What is wrong is measured by itself: `--only diagnosis`.
const sound = { findings: [], undecided: [], subjectTotals: {} };
const nothingNew = { changed: [], removed: [], undecided: null };

type Topology = ReturnType<typeof createTopology>;

function compress(text: string): Buffer {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } });
}

function onePodToPatch(topology: Topology, overview: Overview, run: number): string {
  const pods = itemsOf(topology.observation, "pods");
  const [id, pod] = [...pods.entries().take(run * 7 + 1)].at(-1) as [string, Item<"pods">];
  const at = topology.observation.at + 1_000;
  const changed: Item<"pods"> = { ...pod, phase: pod.phase === "Running" ? "Failed" : "Running" };
  const reading: Reading = { collection: "pods", at, said: { kind: "some", items: new Map([[id, changed]]) } };
  const change = topology.advance(changeOf(topology.observation, reading));
  overview.advance(change);
  const edition = { header: { cluster: "scaled" }, mode: "live", revision: run + 2 } as const;
  return JSON.stringify(takePatch(topology, run + 1, { ...change, ...overview.news() }, nothingNew, edition));
}

/** Equal items of other identity, as a second reading of EC2 gives them. */
function refetched(observation: Topology["observation"]) {
  return itemsOf(structuredClone(apply(emptyObservation, compare(emptyObservation, observation))), "interfaces");
}
