import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectionNames } from "../lib/recording/collections.ts";
import { readRecording } from "../lib/recording/ndjson.ts";
import { emptyObservation, type Observation } from "../lib/recording/observation.ts";
import { observationAt } from "../lib/recording/recording.ts";
import type { healthOf } from "../lib/server/health.ts";
import type { Timeline } from "../lib/server/protocol.ts";
import { living } from "../lib/simulator/living.ts";
import { simulate } from "../lib/simulator/simulate.ts";
import type { Snapshot } from "../lib/snapshot/snapshot.ts";
import { takeSnapshot } from "../lib/snapshot/take.ts";
import type { Resource } from "../lib/topology/resources.ts";
import { buildTopology } from "../lib/topology/topology.ts";
import { startControl } from "./lab/control.ts";
import { simulationFeed } from "./lab/feed.ts";
import { writeLabFiles } from "./lab/files.ts";
import { type Lab, startLab } from "./lab/lab.ts";
import { differences } from "./lab/shape.ts";
import { type Server, start } from "./server.ts";

/** A simulated cluster behind the lab's stand-ins, and a server of the test's own that watches it. */
export interface LiveCluster {
  readonly lab: Lab;
  readonly server: Server;
  /** Where its page is. */
  readonly page: string;
  /** The lab's control endpoint, as in docs/lab.md: `act("POST /freeze")`. */
  act(request: string, body?: unknown): Promise<unknown>;
  /** A route of the server, `snapshot?at=1` among others of this cluster, or `/api/…`. */
  text(path: string): Promise<string>;
  snapshot(at?: number): Promise<Snapshot>;
  timeline(): Promise<Timeline>;
  health(): Promise<ReturnType<typeof healthOf>["clusters"][number] | undefined>;
  /** What the server holds and what is true differ in this; empty when nothing is lost, doubled or stale. */
  wrong(): Promise<string[]>;
  /** What the page must show: the snapshot of the world as it is. */
  truth(): Snapshot;
  /** Starts the server again, on the same data directory and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const name = "living";
/** So much of its time may pass at once without leaving the clock on the wall behind. */
const headStartMs = 10 * 60_000;

/** What is read in full, so that it must equal the truth; the lease moves on with the clock. */
const whole = collectionNames.filter(
  (collection) => !["eksClusters", "trunkAssociations", "leases"].includes(collection),
);

/** A second for what takes minutes in earnest: polls, the silence that counts as frozen, bookmarks. */
const hurried = {
  intervals: {
    branchesSeconds: 1,
    instancesSeconds: 1,
    groupsSeconds: 1,
    watchdogSeconds: 3,
    answerSeconds: 2,
    retrySeconds: 1,
  },
};

export async function startLiveCluster(): Promise<LiveCluster> {
  const directory = mkdtempSync(join(tmpdir(), "trunkscope-live-"));
  const scenario = living({ start: Date.now() - headStartMs });
  const lab = await startLab({ feed: simulationFeed(simulate(scenario)), speed: 0, bookmarkMs: 500 });
  const control = await startControl(lab);
  const { environment } = writeLabFiles(lab, directory, hurried);
  let server = start(["--port", "0"], environment);
  const url = await server.url;

  const text = async (path: string) => {
    const response = await fetch(path.startsWith("/") ? url + path : `${url}/api/clusters/${name}/${path}`);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${body}`);
    return body;
  };
  const truth = () => {
    const topology = buildTopology(asRead(lab.world.observation), { cluster: name });
    return takeSnapshot(
      topology,
      { findings: [], undecided: [] },
      { header: { cluster: name }, mode: "live", revision: 1 },
    );
  };
  const snapshot = async (at?: number): Promise<Snapshot> =>
    JSON.parse(await text(at === undefined ? "snapshot" : `snapshot?at=${at}`));

  return {
    lab,
    get server() {
      return server;
    },
    page: `${url}/clusters/${name}`,
    text,
    truth,
    snapshot,
    async act(request, body) {
      const [method = "", path = ""] = request.split(" ");
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(control.url + path, { method, ...init });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    timeline: async () => JSON.parse(await text("timeline")),
    health: async () =>
      (JSON.parse(await text("/api/health")) as ReturnType<typeof healthOf>).clusters.find(
        (cluster) => cluster.name === name,
      ),
    async wrong() {
      const { recording } = readRecording(await text("recording"));
      const kept = (recording && observationAt(recording, Number.POSITIVE_INFINITY)) ?? emptyObservation;
      return [...differences(kept, lab.world, whole), ...joinedOtherwise(await snapshot(), truth())];
    },
    async restart() {
      server = start(["--port", new URL(url).port], environment);
      await server.url;
    },
    async stop() {
      lab.kubernetes.thaw();
      await server.stop();
      await Promise.all([control.close(), lab.close()]);
      rmSync(directory, { recursive: true });
    },
  };
}

/** A world as an observation in which everything was read that can be. */
function asRead({ at, items }: Observation): Observation {
  const { trunkAssociations: _, ...readable } = items;
  return { at, items: readable, failures: {}, readAt: Object.fromEntries(whole.map((each) => [each, at])) };
}

/** Resources that are missing, too many, doubled or joined to others than in truth. */
function joinedOtherwise(shown: Snapshot, truth: Snapshot): string[] {
  const [found, meant] = [shown, truth].map(({ resources }) => resources.map(linksOf).toSorted());
  const surplus = (a: readonly string[] = [], b: readonly string[] = []) => {
    const counts = new Map<string, number>();
    for (const line of b) counts.set(line, (counts.get(line) ?? 0) + 1);
    return a.filter((line) => {
      const left = counts.get(line) ?? 0;
      counts.set(line, left - 1);
      return left <= 0;
    });
  };
  return [
    ...surplus(found, meant).map((line) => `shown and not true: ${line}`),
    ...surplus(meant, found).map((line) => `true and not shown: ${line}`),
  ];
}

const links = ["instanceId", "trunkId", "trunkIds", "branchIds", "podIds", "interfaceId", "interfaceIds", "groupIds"];
const facts = ["kind", "id", "vlan", "ip", "phase", "nodeName"];

function linksOf(resource: Resource): string {
  const said = [...facts, ...links].flatMap((key) => {
    const value: unknown = Reflect.get(resource, key);
    return value === undefined || value === null ? [] : [`${key} ${Array.isArray(value) ? value.toSorted() : value}`];
  });
  return said.join(", ");
}
