import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { itemsOf } from "../../recording/observation.ts";
import { type ApiObject, ApiServer } from "./api-server.fixture.ts";
import { type KubernetesClient, kubernetesClient } from "./client.ts";
import { type ManualClock, manualClock } from "./manual-clock.fixture.ts";
import type { ObjectProblem } from "./outlet.ts";
import type { KubernetesCollection } from "./resources.ts";
import { eventually, idsOf, type RunningSource, run } from "./running-source.fixture.ts";
import { kubernetesSource } from "./source.ts";

const pods = "/api/v1/pods";
let server: ApiServer;
let clock: ManualClock;
let running: RunningSource | null = null;
let problems: ObjectProblem[] = [];

beforeEach(async () => {
  server = await new ApiServer().start();
  clock = manualClock();
  problems = [];
});

afterEach(async () => {
  await running?.stop();
  running = null;
  await server.stop();
});

describe("a list", () => {
  test("is read in pages at one resource version and told once it is whole", async () => {
    for (let index = 0; index < 1234; index++) server.put(pods, pod(`web-${index}`));
    const { until, readings } = watch();
    await until((now) => itemsOf(now, "pods").size === 1234);
    const lists = server.asked.filter(({ query }) => query.get("watch") === null);
    expect(lists.map(({ query }) => query.get("limit"))).toEqual(["500", "500", "500"]);
    expect(lists.every(({ query }) => query.get("resourceVersion") === null)).toBe(true);
    expect(readings[0]?.said.kind).toBe("all");
  });

  test("starts anew when its continue token expires on the way", async () => {
    server.pageSize = 2;
    for (const name of ["a", "b", "c", "d", "e"]) server.put(pods, pod(name));
    let isCompacted = false;
    server.instead = ({ query }) => {
      if (query.get("continue") !== null && !isCompacted) {
        isCompacted = true;
        server.compact();
        server.remove(pods, "default/a");
      }
      return null;
    };
    const { until, observation } = watch();
    await until((now) => itemsOf(now, "pods").size === 4);
    expect(idsOf(running?.observation ?? observation, "pods")).toEqual([
      "default/b",
      "default/c",
      "default/d",
      "default/e",
    ]);
  });

  test("uses the rest of a list when one object is malformed, and names that one", async () => {
    server.put(pods, pod("good"));
    server.put(pods, { metadata: { name: "lost" } });
    const { until } = watch();
    await until((now) => itemsOf(now, "pods").size === 1);
    expect(problems).toEqual([{ collection: "pods", message: "Pod lost names no namespace" }]);
  });

  test("tries the older version of an API that this server does not serve in the newer", async () => {
    const older = "/apis/discovery.k8s.io/v1beta1/endpointslices";
    server.put(older, {
      metadata: { name: "dns", namespace: "kube-system", uid: "1" },
      addressType: "IPv4",
      endpoints: [],
    });
    server.instead = ({ path }) => (path.includes("/v1/endpointslices") ? { status: 404 } : null);
    const { until } = watch(["endpointSlices"]);
    await until((now) => itemsOf(now, "endpointSlices").has("kube-system/dns"));
  });
});

describe("a watch", () => {
  test("asks for bookmarks and ends between four and five minutes", async () => {
    await watchedPods();
    const asked = server.asked.find(({ query }) => query.get("watch") === "true");
    expect(asked?.query.get("allowWatchBookmarks")).toBe("true");
    const seconds = Number(asked?.query.get("timeoutSeconds"));
    expect(seconds).toBeGreaterThanOrEqual(240);
    expect(seconds).toBeLessThanOrEqual(300);
  });

  test("tells what appears, changes and goes", async () => {
    const { until } = await watchedPods();
    server.put(pods, pod("web"));
    await until((now) => itemsOf(now, "pods").has("default/web"));
    server.put(pods, pod("web", { status: { phase: "Running" } }));
    await until((now) => itemsOf(now, "pods").get("default/web")?.phase === "Running");
    server.remove(pods, "default/web");
    await until((now) => itemsOf(now, "pods").size === 0);
  });

  test("joins a burst of events into few readings", async () => {
    const { until, readings } = await watchedPods();
    const before = readings.length;
    for (let index = 0; index < 200; index++)
      server.put(pods, pod("web", { metadata: { labels: { turn: String(index) } } }));
    await until((now) => itemsOf(now, "pods").get("default/web")?.labels["turn"] === "199");
    expect(readings.length - before).toBeLessThan(100);
  });

  test("goes on from where it was when the stream ends or breaks, without a new list", async () => {
    const { until } = await watchedPods();
    for (const breaking of [() => server.endStreams(), () => server.cutStreams()]) {
      breaking();
      const name = `after-${server.asked.length}`;
      server.put(pods, pod(name));
      await passing(() => itemsOf(running?.observation ?? fail(), "pods").has(`default/${name}`));
    }
    await until((now) => itemsOf(now, "pods").size === 2);
    expect(lists()).toBe(1);
    const from = server.asked.map(({ query }) => Number(query.get("resourceVersion"))).filter((version) => version > 0);
    expect(from).toEqual(from.toSorted((a, b) => a - b));
    expect(from.at(-1)).toBeGreaterThan(from[0] ?? 0);
  });

  test("drops a torn last line and hears of its object again", async () => {
    await watchedPods();
    server.write(pods, '{"type":"ADDED","object":{"metadata":{"name":"torn","names');
    server.cutStreams();
    server.put(pods, pod("whole"));
    await passing(() => idsOf(running?.observation ?? fail(), "pods").join() === "default/whole");
  });

  test("reads characters that arrive in pieces", async () => {
    const { until } = await watchedPods();
    const line = Buffer.from(
      `${JSON.stringify({ type: "ADDED", object: pod("web", { metadata: { labels: { who: "Zoë 🐙" } } }) })}\n`,
    );
    for (const byte of line) {
      server.write(pods, Buffer.from([byte]));
      if (byte > 127) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until((now) => itemsOf(now, "pods").get("default/web")?.labels["who"] === "Zoë 🐙");
  });

  test.each([true, false])("lists again when its position has expired (as a status: %s)", async (expiresByStatus) => {
    server.put(pods, pod("gone-meanwhile"));
    await watchedPods();
    server.expiresByStatus = expiresByStatus;
    server.endStreams();
    server.remove(pods, "default/gone-meanwhile");
    server.put(pods, pod("new-meanwhile"));
    server.compact();
    await passing(() => idsOf(running?.observation ?? fail(), "pods").join() === "default/new-meanwhile");
    expect(lists()).toBe(2);
    expect(kinds()).not.toContain("failed");
  });

  test("lists again after a line that no one can read", async () => {
    await watchedPods();
    server.put(pods, pod("web"));
    server.write(pods, "<html>proxy error</html>\n");
    await passing(() => lists() === 2 && itemsOf(running?.observation ?? fail(), "pods").size === 1);
  });

  test("survives deletion and creation under one name", async () => {
    const { until } = await watchedPods();
    server.put(pods, pod("web-0", { metadata: { uid: "first" } }));
    server.remove(pods, "default/web-0");
    server.put(pods, pod("web-0", { metadata: { uid: "second" } }));
    await until((now) => itemsOf(now, "pods").get("default/web-0")?.uid === "second");
  });

  test("does not let a late deletion of the old object remove the new one", async () => {
    const { until } = await watchedPods();
    server.put(pods, pod("web-0", { metadata: { uid: "second" } }));
    server.send(pods, {
      type: "DELETED",
      object: pod("web-0", { metadata: { uid: "first", resourceVersion: "999" } }),
    });
    server.put(pods, pod("marker"));
    await until((now) => itemsOf(now, "pods").has("default/marker"));
    expect(idsOf(running?.observation ?? fail(), "pods")).toEqual(["default/marker", "default/web-0"]);
  });

  test("says that it is alive when a bookmark comes", async () => {
    const { until, readings } = await watchedPods();
    await clock.advance(60_000);
    const at = clock.now();
    server.bookmark(pods);
    await until((now) => now.readAt.pods === at);
    expect(readings.at(-1)?.said.kind).toBe("current");
  });

  test("opens another connection after 90 s of silence, and says Stalled when that one stays silent too", async () => {
    const { until } = await watchedPods();
    server.instead = () => "hang";
    await clock.advance(89_000);
    expect(watches()).toBe(1);
    await clock.advance(1_000);
    await eventually(() => watches() === 2);
    expect(kinds()).not.toContain("failed");
    await clock.advance(30_000);
    await until((now) => now.failures.pods?.code === "Stalled");
    server.instead = () => null;
    server.put(pods, pod("after-the-freeze"));
    await passing(() => itemsOf(running?.observation ?? fail(), "pods").has("default/after-the-freeze"));
    expect(running?.observation.failures.pods).toBeUndefined();
    expect(lists()).toBe(1);
  });
});

describe("a refusal", () => {
  test("429 is retried when the server said, not before", async () => {
    server.put(pods, pod("web"));
    server.instead = () => ({
      status: 429,
      headers: { "retry-after": "20" },
      body: { message: "storage is (re)initializing" },
    });
    const { until } = watch();
    await until((now) => now.failures.pods?.code === "TooManyRequests");
    await eventually(() => clock.sleeping().some((ms) => ms >= 20_000 && ms <= 21_000));
    server.instead = () => null;
    const before = server.asked.length;
    await clock.advance(19_000);
    expect(server.asked.length).toBe(before);
    await clock.advance(2_000);
    await until((now) => itemsOf(now, "pods").size === 1 && now.failures.pods === undefined);
  });

  test.each([
    [403, "Forbidden", /Grant get,list,watch pods/],
    [401, "Unauthorized", /credentials/],
    [500, "ServerError", /HTTP 500/],
    [404, "NotInstalled", /does not serve pods/],
  ])("HTTP %i is %s, keeps what was known and tries again", async (status, code, message) => {
    server.put(pods, pod("web"));
    const { until } = await watchedPods();
    await until((now) => itemsOf(now, "pods").size === 1);
    server.instead = () => ({ status, body: { kind: "Status", message: "said the server" } });
    server.endStreams();
    await passing(() => running?.observation.failures.pods !== undefined);
    expect(running?.observation.failures.pods).toMatchObject({ code });
    expect(running?.observation.failures.pods?.message).toMatch(message);
    expect(running?.observation.failures.pods?.message).toContain("said the server");
    expect(running?.observation.failures.pods?.message).not.toContain("secret-token");
    expect(idsOf(running?.observation ?? fail(), "pods")).toEqual(["default/web"]);
    server.instead = () => null;
    await passing(() => running?.observation.failures.pods === undefined);
    expect(idsOf(running?.observation ?? fail(), "pods")).toEqual(["default/web"]);
  });

  test("a 404 of a custom resource says which definition is missing", async () => {
    server.instead = () => ({ status: 404 });
    const { until } = watch(["cniNodes"]);
    await until((now) => now.failures.cniNodes?.code === "NotInstalled");
    expect(running?.observation.failures.cniNodes?.message).toContain("cninodes.vpcresources.k8s.aws");
  });

  test("an answer that is no Kubernetes list is Malformed, not empty", async () => {
    server.instead = () => ({ status: 200, body: { hello: "captive portal" } });
    const { until } = watch();
    await until((now) => now.failures.pods?.code === "Malformed");
    expect(running?.observation.items.pods).toBeUndefined();
  });

  test("a server that is gone is Unreachable, said once however often it is tried", async () => {
    server.instead = () => "cut";
    watch();
    await passing(() => server.asked.length > 10, 10_000);
    expect(running?.observation.failures.pods?.code).toBe("Unreachable");
    expect(running?.readings).toHaveLength(1);
  });

  test("where only watching is forbidden, lists go on and the failure says so", async () => {
    server.put(pods, pod("web"));
    server.instead = ({ query }) => (query.get("watch") ? { status: 403 } : null);
    const { until } = watch();
    await until((now) => now.failures.pods?.code === "Forbidden");
    server.put(pods, pod("later"));
    await passing(() => itemsOf(running?.observation ?? fail(), "pods").has("default/later"));
    await passing(() => running?.observation.failures.pods?.message.includes("watch pods") === true);
  });
});

describe("stopping", () => {
  test("during a list says nothing more and ends", async () => {
    server.put(pods, pod("web"));
    server.instead = () => "hang";
    const { stop, readings } = watch();
    await eventually(() => server.asked.length === 1);
    await stop();
    expect(readings).toEqual([]);
  });

  test("during a watch leaves no stream behind and emits nothing that comes later", async () => {
    const { stop, readings } = await watchedPods();
    await stop();
    const before = readings.length;
    server.put(pods, pod("late"));
    await eventually(() => server.watching(pods) === 0);
    expect(readings.length).toBe(before);
    expect(clock.sleeping()).toEqual([]);
  });
});

test("a change that waits to be told when the source stops is not told", async () => {
  clock = manualClock(1_700_000_000_000, 0);
  const { stop, readings } = watch();
  await eventually(() => server.watching(pods) === 1);
  server.put(pods, pod("web"));
  await eventually(() => clock.sleeping().includes(75));
  await stop();
  expect(readings.map(({ said }) => said.kind)).toEqual(["all"]);
});

describe("objects read by name", () => {
  test("one that is absent is known to be absent, and appears later", async () => {
    const path = "/api/v1/namespaces/kube-system/configmaps";
    server.put(path, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "coredns", namespace: "kube-system" },
      data: {},
    });
    const { until } = watch(["configMaps"]);
    await until((now) => now.items.configMaps !== undefined);
    expect(idsOf(running?.observation ?? fail(), "configMaps")).toEqual(["kube-system/coredns"]);
    server.put(path, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "branch-eni-cooldown": "45" },
    });
    await passing(() => itemsOf(running?.observation ?? fail(), "configMaps").size === 2, 60_000);
    expect(server.asked.every(({ query }) => query.get("watch") === null)).toBe(true);
  });

  test("the lease is read every 10 to 20 s, the others every 30 to 60 s", async () => {
    const path = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
    const lease = {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "cp-vpc-resource-controller", namespace: "kube-system" },
    };
    server.put(path, { ...lease, spec: { renewTime: "2026-01-01T00:00:00.123456Z" } });
    const { until } = watch(["leases"]);
    await until((now) => itemsOf(now, "leases").size === 1);
    await eventually(() => clock.sleeping().length === 1);
    expect(clock.sleeping()[0]).toBeGreaterThanOrEqual(10_000);
    expect(clock.sleeping()[0]).toBeLessThanOrEqual(20_000);
    expect(
      itemsOf(running?.observation ?? fail(), "leases").get("kube-system/cp-vpc-resource-controller")?.renewedAt,
    ).toBe(Date.parse("2026-01-01T00:00:00.123Z"));
  });
});

function watch(collections: KubernetesCollection[] = ["pods"]): RunningSource {
  const client: KubernetesClient = kubernetesClient({ kubeconfig: server.kubeconfig, environment: {}, now: clock.now });
  running = run(
    kubernetesSource({ client, clock, random: seeded(), collections, onProblem: (problem) => problems.push(problem) }),
  );
  return running;
}

async function watchedPods(): Promise<RunningSource> {
  const source = watch();
  await source.until((_, readings) => readings.at(-1)?.said.kind === "current");
  return source;
}

/** Lets time pass, a second at a time, until the claim holds. */
async function passing(claim: () => boolean, stepMs = 1_000): Promise<void> {
  while (!claim()) {
    await clock.advance(stepMs);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function lists(): number {
  return server.asked.filter(({ query }) => query.get("watch") === null).length;
}

function watches(): number {
  return server.asked.length - lists();
}

function kinds(): string[] {
  return running?.readings.map(({ said }) => said.kind) ?? [];
}

function pod(name: string, more: { metadata?: Record<string, unknown>; status?: object } = {}): ApiObject {
  const metadata = { name, namespace: "default", uid: `uid-${name}`, ...more.metadata };
  return { metadata, spec: { containers: [{ name: "main" }] }, status: more.status ?? { phase: "Pending" } };
}

function seeded(): () => number {
  let state = 42;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

function fail(): never {
  throw new Error("the source is not running");
}
