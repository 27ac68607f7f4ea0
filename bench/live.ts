import { execFileSync } from "node:child_process";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { Cluster } from "../lib/server/cluster.ts";
import type { KeptPatch } from "../lib/server/hub.ts";
import type { Patch } from "../lib/snapshot/snapshot.ts";
import type { Pod } from "../lib/topology/resources.ts";
import { type LabProcess, type LabSize, startLabProcess } from "./lab-process.ts";
import { megabytes } from "./measure.ts";

/** The live path: sources against the lab, the cluster's worker as the server runs it, and this thread as the server's main one. */
export async function benchLive(size: LabSize, tell: (figures: object) => void): Promise<void> {
  const lab = await startLabProcess(size);
  try {
    for (const collection of ["pods", "interfaces"]) tell(readingOf(lab, collection));
    tell({ bench: "live", ...size, ...(await watch(lab, size)) });
  } finally {
    await lab.stop();
  }
}

function readingOf(lab: LabProcess, collection: string): object {
  const main = fileURLToPath(new URL("./reading.ts", import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [main, lab.cluster, collection], { encoding: "utf8" }));
}

async function watch(lab: LabProcess, size: LabSize) {
  const startedAt = performance.now();
  const start = { all: process.cpuUsage(), main: process.threadCpuUsage() };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const cluster = clusterOf(lab);
  cluster.open();
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  const milestones: Record<string, number> = {};
  await until(() => {
    const counts = cluster.summary.status?.counts;
    if (cluster.summary.status) milestones.firstSnapshotSeconds ??= seconds();
    if ((counts?.pods ?? 0) >= size.pods * 0.99) milestones.allPodsSeconds ??= seconds();
    if ((counts?.branches ?? 0) >= size.branches) milestones.allBranchesSeconds ??= seconds();
    return "allPodsSeconds" in milestones && "allBranchesSeconds" in milestones;
  });
  const whenWhole = { ...milestones, ...costs(start, delay) };

  delay.reset();
  const encoded = await answerOf(cluster);
  const created = await createPod(cluster, lab);
  const afterwards = costs(start, delay);
  await cluster.stop();
  return {
    ...whenWhole,
    snapshot: encoded,
    podToPatchMs: created.podMs,
    branchJoinedAfterAnnotationMs: created.joinedMs,
    atTheEnd: afterwards,
  };
}

function clusterOf({ cluster, region, kubeconfig, dataDirectory }: LabProcess): Cluster {
  const noted = () => undefined;
  return new Cluster({
    task: {
      kind: "live",
      name: cluster,
      cluster: { name: cluster, region, kubeconfig },
      intervals: {
        branchesSeconds: 30,
        instancesSeconds: 60,
        groupsSeconds: 120,
        watchdogSeconds: 90,
        answerSeconds: 30,
      },
      history: { keepDays: 7, keepMegabytes: 1024, memoryOnly: false },
      dataDirectory,
      ignore: [],
    },
    log: {
      info: noted,
      warn: noted,
      error: (facts, message) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
    },
  });
}

/** What the compressed snapshot takes, asked for as the page does. */
async function answerOf(cluster: Cluster) {
  const start = performance.now();
  const { bytes } = await cluster.snapshot({ at: null, form: "columns", encoding: "br" });
  return { ms: Math.round(performance.now() - start), megabytes: megabytes(bytes.length) };
}

/** From the lab's answer that a pod on a branch was created to the patch that has it, and from its annotation to the patch that has its branch. */
async function createPod(cluster: Cluster, lab: LabProcess) {
  const seen = { pod: 0, annotated: 0, joined: 0 };
  const leave = cluster.subscribe({
    patch({ text }: KeptPatch) {
      const { changed } = JSON.parse(text) as Patch;
      const pod = changed.find((one): one is Pod => one.kind === "pod" && one.name.startsWith("by-hand-"));
      if (!pod) return;
      const now = performance.now();
      seen.pod ||= now;
      if (pod.annotated) seen.annotated ||= now;
      if (pod.branchIds.length > 0) seen.joined ||= now;
    },
    state: () => undefined,
    reset: () => undefined,
  });
  await tellLab(lab, "/pods", { namespace: "team-0", name: "by-hand", labels: { role: "api" } });
  const createdAt = performance.now();
  await until(() => seen.joined > 0, 120_000);
  leave();
  return {
    podMs: seen.pod > 0 ? Math.round(seen.pod - createdAt) : null,
    joinedMs: seen.joined > 0 ? Math.round(seen.joined - seen.annotated) : null,
  };
}

async function tellLab({ control }: LabProcess, path: string, body: object): Promise<void> {
  const response = await fetch(`${control}${path}`, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

type Delay = ReturnType<typeof monitorEventLoopDelay>;

/** Of this process: the main thread and the cluster's worker. */
function costs(start: { readonly all: NodeJS.CpuUsage; readonly main: NodeJS.CpuUsage }, delay: Delay) {
  const all = process.cpuUsage(start.all);
  const main = process.threadCpuUsage(start.main);
  return {
    cpuSeconds: Math.round((all.user + all.system) / 100_000) / 10,
    mainThreadCpuMs: Math.round((main.user + main.system) / 1_000),
    rssPeakMegabytes: megabytes(process.resourceUsage().maxRSS * 1024),
    rssMegabytes: megabytes(process.memoryUsage().rss),
    longestMainBlockMs: Math.round(delay.max / 1e5) / 10,
  };
}

/** Waits until something holds, but not for ever: figures that are missing say that it never did. */
async function until(holds: () => boolean, withinMs = 300_000): Promise<void> {
  const start = performance.now();
  while (!holds() && performance.now() - start < withinMs) await new Promise((resolve) => setTimeout(resolve, 20));
}
