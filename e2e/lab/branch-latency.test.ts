import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { configSchema } from "../../lib/server/config.ts";
import { liveFeed } from "../../lib/server/feeds/live.ts";
import { quiet } from "../../lib/simulator/quiet.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import type { Pod } from "../../lib/topology/resources.ts";
import { simulationFeed } from "./feed.ts";
import { kubeconfigFor } from "./kubernetes/kubeconfig.ts";
import { startLab } from "./lab.ts";

const hour = 3600;

test("a new pod's branch is joined seconds after its annotation, however long the sweeps of EC2 take", async () => {
  const directory = mkdtempSync(join(tmpdir(), "trunkscope-lab-"));
  const lab = await startLab({ feed: simulationFeed(simulate(quiet({ start: Date.UTC(2026, 2, 2, 9) }))), speed: 0 });
  const kubeconfig = join(directory, "kubeconfig");
  const { cluster, region } = lab.feed;
  writeFileSync(kubeconfig, kubeconfigFor(lab.kubernetes, cluster));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_EC2: lab.ec2.url,
    AWS_ACCESS_KEY_ID: "lab",
    AWS_SECRET_ACCESS_KEY: "lab",
  });
  const { history, intervals } = configSchema.parse({
    intervals: { branchesSeconds: hour, instancesSeconds: hour, groupsSeconds: hour },
    history: { memoryOnly: true },
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const task = {
    kind: "live",
    name: cluster,
    cluster: { name: cluster, region, kubeconfig },
    intervals,
    history,
    dataDirectory: directory,
    ignore: [],
  } as const;
  const feed = await liveFeed(task, log);
  const stop = new AbortController();
  const running = feed.run(stop.signal);
  const created = () =>
    feed.engine.snapshot().resources.find((one): one is Pod => one.kind === "pod" && one.name.startsWith("by-hand-"));
  const until = async (holds: () => unknown, withinMs: number) => {
    const start = performance.now();
    while (!holds()) {
      if (performance.now() - start > withinMs)
        throw new Error(`Not within ${withinMs} ms: ${JSON.stringify(created())}`);
      await wait(20);
    }
  };
  try {
    await until(() => feed.engine.observation.items.pods && feed.engine.observation.readAt.interfaces, 10_000);
    lab.feed.simulation?.add({ kind: "Deployment", namespace: "default", name: "by-hand", replicas: 1, podEni: 1 });
    lab.speed = 1;
    await until(() => created()?.annotated, 15_000);
    await until(() => created()?.branchIds.length, 3_500);
    expect(created()?.marks).toEqual([]);
  } finally {
    stop.abort();
    await running;
    await feed.history.close();
    await lab.close();
    rmSync(directory, { recursive: true });
  }
}, 30_000);
