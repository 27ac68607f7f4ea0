import { request } from "node:https";
import { CoreV1Api, CustomObjectsApi, KubeConfig, Watch } from "@kubernetes/client-node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { aNode, aPod, observationWith } from "../builder.ts";
import { canary } from "../canary.ts";
import { createWorld, type World } from "../world.ts";
import { kubeconfigFor } from "./kubeconfig.ts";
import { type KubernetesLab, startKubernetes } from "./server.ts";

const pods = Array.from({ length: 23 }, (_, index) =>
  aPod(index % 2 ? "default" : "shop", `app-${String(index).padStart(2, "0")}`),
);
const meta = { labels: {}, annotations: {} };
const cluster = observationWith({
  nodes: [aNode("node-a"), aNode("node-b", { unschedulable: true })],
  pods,
  configMaps: [{ namespace: "kube-system", name: "amazon-vpc-cni", ...meta, data: { "branch-eni-cooldown": "60" } }],
  securityGroupPolicies: [
    {
      namespace: "shop",
      name: "sgp",
      ...meta,
      podSelector: { matchLabels: { app: "app" } },
      serviceAccountSelector: null,
      groupIds: ["sg-1"],
    },
  ],
});

let world: World;
let lab: KubernetesLab;
let config: KubeConfig;
let core: CoreV1Api;

beforeAll(async () => {
  world = createWorld(cluster);
  lab = await startKubernetes(world, { bookmarkMs: 20 });
  config = new KubeConfig();
  config.loadFromString(kubeconfigFor(lab, "lab"));
  core = config.makeApiClient(CoreV1Api);
});
afterEach(() => lab.clearFaults());
afterAll(() => lab.stop());

interface Line {
  readonly type: string;
  readonly object: { readonly code?: number; readonly metadata?: Record<string, string> } & Record<string, unknown>;
}

/** Watches with the client's own Watch until `enough`, then gives the lines; a watch that ends gives what it had. */
async function watched(
  path: string,
  query: Record<string, string | number | boolean>,
  enough: (lines: Line[]) => boolean,
  then?: () => void,
) {
  const lines: Line[] = [];
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const controller = await new Watch(config).watch(
    path,
    query,
    (type, object) => {
      lines.push({ type, object });
      if (enough(lines)) resolve(null);
    },
    resolve,
  );
  then?.();
  const error = await promise;
  controller.abort();
  return { lines, error };
}

/** A bare GET: status, headers and body as they are on the wire. */
function get(path: string, { token = lab.token(), method = "GET" } = {}) {
  return new Promise<{ status: number; retryAfter: string | undefined; body: string }>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const sent = request(lab.url + path, { ca: lab.ca, headers, method, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers["retry-after"],
          body: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ code: 200, reason: "" }),
    (error) => ({ code: error.code, reason: error.body ? JSON.parse(error.body).reason : "" }),
  );
const named = (lines: Line[]) =>
  lines.filter(({ type }) => type !== "BOOKMARK").map(({ type, object }) => `${type} ${object.metadata?.name}`);

describe("lists", () => {
  test("the typed client reads pods as the world has them", async () => {
    const { items, metadata } = await core.listPodForAllNamespaces();
    expect(items).toHaveLength(23);
    expect(metadata?.resourceVersion).toBe(String(world.version));
    const [first] = items;
    expect(first?.metadata?.creationTimestamp).toEqual(new Date("2026-01-15T08:00:00Z"));
    expect(first?.spec?.containers[0]?.resources?.limits).toEqual({ "vpc.amazonaws.com/pod-eni": "1" });
    expect(first?.status?.conditions).toMatchObject([{ type: "Ready", status: "True" }]);
    expect(first?.spec?.containers[0]?.env?.map(({ value }) => value)).toContain(canary);
  });

  test("pages hold one version while the world goes on", async () => {
    const names: string[] = [];
    let token: string | undefined;
    let version: string | undefined;
    do {
      const page = await core.listPodForAllNamespaces({ limit: 5, ...(token ? { _continue: token } : {}) });
      if (!token) {
        expect(page.metadata?.remainingItemCount).toBe(18);
        world.set("pods", "default/late", aPod("default", "late"));
        world.set("pods", "shop/app-22", null);
      }
      version ??= page.metadata?.resourceVersion;
      expect(page.metadata?.resourceVersion).toBe(version);
      names.push(...page.items.map(({ metadata }) => metadata?.name ?? ""));
      token = page.metadata?._continue;
    } while (token);
    expect(names.toSorted()).toEqual(pods.map(({ name }) => name));
    world.set("pods", "default/late", null);
    world.set("pods", "shop/app-22", pods[22] ?? null);
  });

  test("a continue token of a compacted version is refused with 410", async () => {
    const page = await core.listPodForAllNamespaces({ limit: 5 });
    world.compact();
    const next = core.listPodForAllNamespaces({ limit: 5, _continue: page.metadata?._continue ?? "" });
    expect(await refusal(next)).toEqual({ code: 410, reason: "Expired" });
  });

  test("resourceVersion=0 ignores the limit", async () => {
    const { items, metadata } = await core.listPodForAllNamespaces({ limit: 5, resourceVersion: "0" });
    expect(items).toHaveLength(23);
    expect(metadata?._continue).toBeUndefined();
  });

  test("namespaces and selectors narrow a list", async () => {
    expect((await core.listNamespacedPod({ namespace: "shop" })).items).toHaveLength(12);
    expect((await core.listNamespacedPod({ namespace: "shop", limit: 5 })).metadata?.remainingItemCount).toBe(7);
    expect((await core.listPodForAllNamespaces({ fieldSelector: "metadata.name=app-03" })).items).toHaveLength(1);
    expect((await core.listPodForAllNamespaces({ labelSelector: "app in (app,x)", limit: 9 })).items).toHaveLength(9);
    expect((await core.listPodForAllNamespaces({ labelSelector: "!app" })).items).toHaveLength(0);
    expect((await core.listNode({ fieldSelector: "spec.unschedulable=true" })).items).toHaveLength(1);
  });

  test("objects are found by name, custom ones too, and what is missing is 404", async () => {
    const settings = await core.readNamespacedConfigMap({ namespace: "kube-system", name: "amazon-vpc-cni" });
    expect(settings.data?.["branch-eni-cooldown"]).toBe("60");
    const custom = config.makeApiClient(CustomObjectsApi);
    const group = { group: "vpcresources.k8s.aws", version: "v1beta1", plural: "securitygrouppolicies" };
    const policies = await custom.listClusterCustomObject(group);
    expect(policies.items).toMatchObject([
      { kind: "SecurityGroupPolicy", spec: { securityGroups: { groupIds: ["sg-1"] } } },
    ]);
    expect(await refusal(core.readNamespacedPod({ namespace: "shop", name: "gone" }))).toEqual({
      code: 404,
      reason: "NotFound",
    });
    lab.setFaults({ missing: ["securitygrouppolicies.vpcresources.k8s.aws"] });
    expect(await get("/apis/vpcresources.k8s.aws/v1beta1/securitygrouppolicies")).toMatchObject({
      status: 404,
      body: "404 page not found\n",
    });
  });
});

describe("watches", () => {
  const start = () => ({ resourceVersion: String(world.version) });

  test("tell what happens after the list, in order, with rising versions", async () => {
    const { lines } = await watched(
      "/api/v1/pods",
      start(),
      (all) => all.length === 3,
      () => {
        world.set("pods", "shop/new", aPod("shop", "new"));
        world.set("pods", "shop/new", aPod("shop", "new", { phase: "Failed" }));
        world.set("pods", "shop/new", null);
      },
    );
    expect(named(lines)).toEqual(["ADDED new", "MODIFIED new", "DELETED new"]);
    const versions = lines.map(({ object }) => Number(object.metadata?.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  test("replay what was missed, and answer 410 in the stream once that is compacted", async () => {
    const from = start();
    world.set("pods", "shop/missed", aPod("shop", "missed"));
    const { lines } = await watched("/api/v1/pods", from, (all) => all.length === 1);
    expect(named(lines)).toEqual(["ADDED missed"]);
    world.set("pods", "shop/missed", null);
    world.compact();
    const late = await watched("/api/v1/pods", from, () => true);
    expect(late.lines).toMatchObject([{ type: "ERROR", object: { code: 410, reason: "Expired" } }]);
  });

  test("a selector turns leaving and entering into DELETED and ADDED", async () => {
    const query = { ...start(), fieldSelector: "status.phase=Running" };
    const { lines } = await watched(
      "/api/v1/pods",
      query,
      (all) => all.length === 2,
      () => {
        world.set("pods", "shop/app-00", aPod("shop", "app-00", { phase: "Pending" }));
        world.set("pods", "shop/app-00", pods[0] ?? null);
      },
    );
    expect(named(lines)).toEqual(["DELETED app-00", "ADDED app-00"]);
  });

  test("bookmarks come when asked for, and the timeout ends the stream", async () => {
    const bookmarked = await watched(
      "/api/v1/pods",
      { ...start(), allowWatchBookmarks: true },
      (all) => all.length === 1,
    );
    expect(bookmarked.lines[0]).toMatchObject({
      type: "BOOKMARK",
      object: { metadata: { resourceVersion: String(world.version) } },
    });
    const ended = await watched(
      "/api/v1/pods",
      { ...start(), timeoutSeconds: 1 },
      () => false,
      () => lab.finishWatches(),
    );
    expect(ended.lines).toEqual([]);
  });

  test("a streaming list is all ADDED, then a marked bookmark", async () => {
    const query = { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true };
    const { lines } = await watched("/api/v1/pods", query, (all) => all.at(-1)?.type === "BOOKMARK");
    expect(lines).toHaveLength(24);
    expect(lines.at(-1)?.object.metadata?.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
  });

  test("bytes cut inside characters reach the client whole", async () => {
    lab.setFaults({ slowBytes: true });
    const message = "grün €✓".repeat(300);
    const { lines } = await watched(
      "/api/v1/pods",
      start(),
      (all) => all.length === 1,
      () => {
        world.set("pods", "shop/app-01x", aPod("shop", "app-01x", { message }));
      },
    );
    expect(lines[0]?.object.status).toMatchObject({ message });
    world.set("pods", "shop/app-01x", null);
  });

  test("cut connections end the watch", async () => {
    const { error } = await watched(
      "/api/v1/pods",
      start(),
      () => false,
      () => lab.cut(),
    );
    expect(error).toBeInstanceOf(Error);
  });
});

describe("refusals", () => {
  test("carry the API's codes", async () => {
    expect(await get("/api/v1/pods", { token: "wrong" })).toMatchObject({ status: 401 });
    expect(await get("/api/v1/pods", { method: "DELETE" })).toMatchObject({ status: 405 });
    lab.setFaults({ refuse: ["pods"] });
    const denied = await get("/api/v1/pods");
    expect(denied.status).toBe(403);
    expect(JSON.parse(denied.body).message).toBe(
      'pods is forbidden: User "lab" cannot list resource "pods" in API group "" at the cluster scope',
    );
    lab.clearFaults();
    lab.setFaults({ throttle: 1, retryAfterSeconds: 7 });
    expect(await get("/api/v1/pods")).toMatchObject({ status: 429, retryAfter: "7" });
    lab.setFaults({ gone: 1 });
    expect(await get("/api/v1/pods?watch=1&resourceVersion=1000")).toMatchObject({ status: 410 });
    lab.setFaults({ html: 1, only: ["nodes"] });
    expect(await get("/api/v1/pods")).toMatchObject({ status: 200 });
    expect(await get("/api/v1/nodes")).toMatchObject({ status: 502 });
    lab.setFaults({ truncated: 1, only: [] });
    await expect(get("/api/v1/pods")).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  test("a replaced token is the only one let in", async () => {
    const old = lab.token();
    lab.setToken("second");
    expect(await get("/api/v1/pods", { token: old })).toMatchObject({ status: 401 });
    expect(await get("/api/v1/pods")).toMatchObject({ status: 200 });
    lab.setToken(old);
  });
});

describe("outages", () => {
  test("frozen it accepts connections and says nothing, thawed it answers them", async () => {
    lab.freeze();
    const pending = get("/api/v1/nodes");
    const silent = Symbol("silent");
    const pause = new Promise((resolve) => setTimeout(() => resolve(silent), 50));
    expect(await Promise.race([pending, pause])).toBe(silent);
    lab.thaw();
    expect(await pending).toMatchObject({ status: 200 });
  });

  test("stopped it refuses, started it answers on the same port", async () => {
    await lab.stop();
    await expect(get("/api/v1/nodes")).rejects.toThrow("ECONNREFUSED");
    await lab.start();
    expect(await get("/api/v1/nodes")).toMatchObject({ status: 200 });
  });
});
