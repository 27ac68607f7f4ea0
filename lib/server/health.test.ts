import { describe, expect, test } from "vitest";
import { changeOf, type Reading } from "../recording/reading.ts";
import { Engine } from "./engine.ts";
import { healthOf } from "./health.ts";
import type { ClusterSummary, Hub } from "./hub.ts";

const now = 1_000_000;
const history = { state: "kept", message: "" } as const;

function summary(readings: readonly Reading[], facts: Partial<ClusterSummary> = {}): ClusterSummary {
  const engine = new Engine({ header: { cluster: "shop" }, mode: "live", cluster: "shop", firstRevision: 1 });
  for (const reading of readings) engine.take(changeOf(engine.observation, reading));
  const status = engine.status({ span: null, history, heapBytes: 1 });
  return { name: "shop", mode: "live", state: "ready", trouble: null, region: null, about: null, status, ...facts };
}

function health(...clusters: ClusterSummary[]) {
  const hub: Hub = {
    clusters: () => clusters,
    cluster: () => null,
    allowedHosts: [],
    startedAt: now - 60_000,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    links: [],
    checkPage: async () => null,
    streams: { open: 2 },
  };
  return healthOf(hub, now);
}

const all = (collection: Reading["collection"], secondsAgo: number) =>
  ({ collection, at: now - secondsAgo * 1000, said: { kind: "all", items: new Map() } }) as Reading;
const failed = (collection: Reading["collection"], code: string) =>
  ({ collection, at: now, said: { kind: "failed", failure: { code, message: "why" } } }) as Reading;
const sourceOf = (found: ReturnType<typeof health>, name: string) =>
  found.clusters[0]?.sources.find(({ collection }) => collection === name);

describe("readiness", () => {
  test("needs every live cluster to have been read once", () => {
    expect(health(summary([all("pods", 5)]))).toMatchObject({ live: true, ready: true, uptimeSeconds: 60, streams: 2 });
    expect(health(summary([all("pods", 5)]), summary([])).ready).toBe(false);
    expect(health(summary([failed("pods", "Forbidden")])).ready).toBe(false);
    expect(health(summary([], { state: "starting", status: null })).ready).toBe(false);
    expect(health(summary([all("pods", 5)], { state: "restarting" })).ready).toBe(false);
  });

  test("does not wait for recordings", () => {
    expect(health(summary([], { mode: "recording", state: "closed", status: null })).ready).toBe(true);
  });
});

describe("a collection", () => {
  test("comes with its age, and the cluster with that of the part read last", () => {
    const found = health(summary([all("pods", 5), all("nodes", 90)]));
    expect(sourceOf(found, "nodes")).toMatchObject({ state: "current", ageSeconds: 90, failure: null });
    expect(sourceOf(found, "interfaces")).toMatchObject({ state: "unread", ageSeconds: null });
    expect(found.clusters[0]?.readAgeSeconds).toBe(5);
  });

  test("that fails now keeps its age and says why", () => {
    const found = health(summary([all("pods", 40), failed("pods", "Stalled")]));
    expect(sourceOf(found, "pods")).toMatchObject({ state: "stale", ageSeconds: 40, failure: { code: "Stalled" } });
  });

  test.each([
    ["trunkAssociations", "UnauthorizedOperation", "not-granted"],
    ["events", "Forbidden", "not-granted"],
    ["eniConfigs", "NotInstalled", "not-installed"],
    ["events", "Unreachable", "stale"],
    ["pods", "Forbidden", "stale"],
    ["securityGroupPolicies", "NotInstalled", "stale"],
  ] as const)("%s with %s is %s when it was never read", (collection, code, state) => {
    expect(sourceOf(health(summary([failed(collection, code)])), collection)).toMatchObject({ state });
  });

  test("that was granted once and is refused now is stale, optional or not", () => {
    const found = health(summary([all("events", 9), failed("events", "Forbidden")]));
    expect(sourceOf(found, "events")).toMatchObject({ state: "stale", ageSeconds: 9 });
  });
});
