import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeRecording } from "../recording/ndjson.ts";
import { decodeSnapshot } from "../snapshot/columns.ts";
import { applyPatch } from "../snapshot/patch.ts";
import { type Patch, type Snapshot, snapshot as snapshotSchema } from "../snapshot/snapshot.ts";
import { Cluster } from "./cluster.ts";
import { configSchema } from "./config.ts";
import type { ClusterPort, ClusterSummary, Log } from "./hub.ts";
import type { Task } from "./protocol.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { demoTasks } from "./tasks.ts";

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let directory: string;
let registry: Registry | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trunkscope-server-"));
});
afterEach(async () => {
  await registry?.stop();
  registry = undefined;
  rmSync(directory, { recursive: true, force: true });
});

function openRegistry(live: readonly Task[] = []) {
  registry = createRegistry({ live, recordings: [directory], allowedHosts: [], log: silent });
  return registry;
}

const subnet = (id: string) => ({ id, tags: {} });
const tiny = writeRecording({
  header: { cluster: "tiny", region: "eu-west-1" },
  changes: [
    {
      at: 1000,
      items: { subnets: new Map([["subnet-1", subnet("subnet-1")]]) },
      failures: {},
      readAt: { subnets: 1000 },
    },
    {
      at: 2000,
      items: { subnets: new Map([["subnet-2", subnet("subnet-2")]]) },
      failures: {},
      readAt: { subnets: 2000 },
    },
  ],
} as Parameters<typeof writeRecording>[0]);

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
const idsOf = (snapshot: Snapshot) => snapshot.resources.map(({ id }) => id).sort();

describe("recordings", () => {
  test("open by checked name alone", () => {
    writeFileSync(join(directory, "tiny.ndjson"), tiny);
    writeFileSync(join(directory, "Bad Name.ndjson"), tiny);
    writeFileSync(join(directory, "notes.txt"), "");
    mkdirSync(join(directory, "folder.ndjson"));
    symlinkSync("/etc/hosts", join(directory, "link.ndjson"));
    const opened = openRegistry();
    expect(opened.clusters().map(({ name, state }) => [name, state])).toEqual([["tiny", "closed"]]);
    for (const name of [
      "../tiny",
      "tiny.ndjson",
      "./tiny",
      "Bad Name",
      "notes",
      "folder",
      "link",
      "",
      "__proto__",
      "..",
      `${directory}/tiny`,
    ]) {
      expect(opened.cluster(name), name).toBeNull();
    }
  });

  test("answer any moment, in every form and encoding", async () => {
    writeFileSync(join(directory, "tiny.ndjson"), tiny);
    const cluster = openRegistry().cluster("tiny");
    if (!cluster) throw new Error("not found");
    const plain = await cluster.snapshot({ at: null, form: "json", encoding: "identity" });
    const end = snapshotSchema.parse(JSON.parse(textOf(plain.bytes)));
    expect(idsOf(end)).toEqual(["subnet-1", "subnet-2"]);
    expect(end).toMatchObject({ cluster: "tiny", mode: "recording", at: 2000 });

    const zipped = await cluster.snapshot({ at: null, form: "json", encoding: "gzip" });
    expect(JSON.parse(textOf(gunzipSync(zipped.bytes)))).toEqual(end);
    const columns = await cluster.snapshot({ at: null, form: "columns", encoding: "br" });
    expect(decodeSnapshot(JSON.parse(textOf(brotliDecompressSync(columns.bytes))))).toEqual(end);

    expect(idsOf(await snapshotOf(cluster, 1500))).toEqual(["subnet-1"]);
    expect(idsOf(await snapshotOf(cluster, 1e15))).toEqual(["subnet-1", "subnet-2"]);
    await expect(cluster.start({ at: 999 })).rejects.toMatchObject({ code: "out-of-span" });
    expect(await cluster.timeline({ from: 0, to: 1e15, limit: 10 })).toEqual({
      span: { from: 1000, to: 2000 },
      moments: [
        { at: 1000, changes: 1 },
        { at: 2000, changes: 1 },
      ],
      complete: true,
    });
    expect(await cluster.recording({ from: 0, to: 1e15, maxBytes: 1e6 })).toEqual({ text: tiny, complete: true });
    expect((await cluster.recording({ from: 1500, to: 1e15, maxBytes: 1e6 })).text.split("\n")).toHaveLength(4);
    expect((await cluster.recording({ from: 0, to: 1e15, maxBytes: 10 })).complete).toBe(false);
  });

  test("that cannot be read say so", async () => {
    writeFileSync(join(directory, "broken.ndjson"), "not a recording\n");
    const opened = openRegistry();
    const cluster = opened.cluster("broken");
    await expect(cluster?.start({ at: null })).rejects.toMatchObject({ code: "unusable-recording" });
    expect(opened.cluster("broken")?.summary).toMatchObject({
      state: "failed",
      trouble: { code: "unusable-recording" },
    });
  });
});

describe("the living demo", () => {
  test("has a past, goes on, and its patches lead from snapshot to snapshot", { timeout: 60_000 }, async () => {
    const startedAt = Date.now() - 5 * 60_000;
    const cluster = openRegistry(demoTasks(startedAt + 30 * 60_000)).cluster("living");
    if (!cluster) throw new Error("not found");
    const first = await snapshotOf(cluster, null);
    expect(first.resources.some(({ kind }) => kind === "branch")).toBe(true);
    const past = await snapshotOf(cluster, startedAt + 60_000);
    expect(past.at).toBe(startedAt + 60_000);

    let patched: Snapshot = first;
    const missed = cluster.patchesSince(first.revision) ?? [];
    await new Promise<void>((resolve) => {
      let count = 0;
      const take = (text: string) => {
        const patch: Patch = JSON.parse(text);
        const next = applyPatch(patched, patch);
        if (!next) throw new Error(`no way from ${patched.revision} to ${patch.from}`);
        patched = next;
        if (++count === 3) resolve();
      };
      for (const { text } of missed) take(text);
      cluster.subscribe({ patch: ({ text }) => take(text), state: () => undefined, reset: () => undefined });
    });
    const again = await snapshotOf(cluster, null);
    for (const { text } of cluster.patchesSince(patched.revision) ?? []) {
      if (patched.revision < again.revision) patched = applyPatch(patched, JSON.parse(text)) ?? patched;
    }
    const byId = (snapshot: Snapshot) => new Map(snapshot.resources.map((resource) => [resource.id, resource]));
    expect(patched.revision).toBe(again.revision);
    expect(byId(patched)).toEqual(byId(again));
  });
});

describe("opening", () => {
  const task = (): Task => ({
    kind: "live",
    name: "shop",
    cluster: { name: "shop", region: "eu-west-1", vpc: "vpc-0a", kubeconfig: join(directory, "none") },
    ...parsed(),
    dataDirectory: directory,
    ignore: [],
  });
  const parsed = () => {
    const { intervals, history } = configSchema.parse({});
    return { intervals, history };
  };

  test("is over once the store is open, though nothing can be read", async () => {
    const opened = openRegistry([task()]);
    await opened.opened;
    expect(opened.clusters()[0]).toMatchObject({
      name: "shop",
      state: "ready",
      status: { history: { state: "kept" } },
    });
  });

  test("is over when the store is in use, and that was said before", async () => {
    const first = createRegistry({ live: [task()], recordings: [], allowedHosts: [], log: silent });
    await first.opened;
    const told: string[] = [];
    registry = createRegistry({
      live: [task()],
      recordings: [],
      allowedHosts: [],
      log: silent,
      onGaveUp: (name, { code }) => told.push(`${name} ${code}`),
    });
    await registry.opened;
    expect(told).toEqual(["shop store-in-use"]);
    await first.stop();
  });
});

describe("a cluster whose worker dies", () => {
  test("says so to its readers, starts again, and answers again", async () => {
    const states: ClusterSummary["state"][] = [];
    const cluster = new Cluster({
      task: { kind: "recording", name: "dying", file: "" },
      log: silent,
      worker: new URL("./testing/dying-worker.ts", import.meta.url),
    });
    const recovered = new Promise<void>((resolve) => {
      cluster.subscribe({
        patch: () => undefined,
        reset: () => undefined,
        state: ({ state }) => {
          states.push(state);
          if (state === "ready" && states.includes("restarting")) resolve();
        },
      });
    });
    cluster.open();
    await expect(cluster.timeline({ from: 0, to: 1, limit: 1 })).rejects.toMatchObject({ code: "restarting" });
    await expect(cluster.timeline({ from: 0, to: 1, limit: 1 })).rejects.toMatchObject({ code: "restarting" });
    await recovered;
    expect(states).toEqual(["ready", "restarting", "ready"]);
    expect(await cluster.recording({ from: 0, to: 1, maxBytes: 1 })).toEqual({ text: "alive", complete: true });
    await cluster.stop();
  });
});

async function snapshotOf(cluster: ClusterPort, at: number | null): Promise<Snapshot> {
  return JSON.parse(textOf((await cluster.snapshot({ at, form: "json", encoding: "identity" })).bytes));
}
