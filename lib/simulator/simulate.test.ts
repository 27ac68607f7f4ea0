import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "../recording/change.ts";
import { type CollectionName, collections } from "../recording/collections.ts";
import { readRecording, writeRecording } from "../recording/ndjson.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { observationAt } from "../recording/recording.ts";
import { living } from "./living.ts";
import { quiet } from "./quiet.ts";
import { record } from "./record.ts";
import { scaled } from "./scaled.ts";
import type { Scenario, WorkloadSpec } from "./scenario.ts";
import { simulate } from "./simulate.ts";
import {
  branchesOf,
  contradictions,
  entriesOf,
  fault,
  isLive,
  live,
  minute,
  ownedIds,
  second,
  started,
} from "./testing.fixture.ts";

describe("a simulation", () => {
  test("is the same for the same seed and another for another", () => {
    const [one, two, other] = [living({ seed: 7 }), living({ seed: 7 }), living({ seed: 8 })].map((scenario) =>
      writeRecording(record(simulate(scenario), { until: scenario.start + 10 * minute, everyMs: 20 * second })),
    );
    expect(two).toBe(one);
    expect(other).not.toBe(one);
  });

  test("does not depend on how finely it is advanced", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 * second }), { maxLength: 12 }), (steps) => {
        const scenario = living({ seed: 3 });
        const end = scenario.start + 15 * minute;
        const stepped = simulate(scenario);
        for (const step of steps) stepped.advance(Math.min(end, stepped.now + step));
        stepped.advance(end);
        const direct = simulate(scenario);
        direct.advance(end);
        expect(itemsByCollection(stepped.observation)).toEqual(itemsByCollection(direct.observation));
      }),
      { numRuns: 8 },
    );
  });

  test("tells changes that lead from nothing to what it shows", () => {
    const scenario = living();
    const simulation = simulate(scenario);
    let observation = emptyObservation;
    for (let at = scenario.start; at <= scenario.start + 20 * minute; at += 7 * second) {
      observation = apply(observation, simulation.advance(at));
    }
    expect(observation).toEqual(simulation.observation);
  });

  test("tells only what differs", () => {
    const simulation = started(living());
    for (let round = 0; round < 60; round++) {
      const before: Record<string, ReadonlyMap<string, unknown>> = {};
      for (const [name, items] of Object.entries(simulation.observation.items))
        before[name] = new Map<string, unknown>(items);
      const change = simulation.advance(simulation.now + 5 * second);
      for (const [name, changed] of Object.entries(change.items)) {
        for (const [id, item] of changed ?? [])
          expect(before[name]?.get(id) ?? null, `${name}/${id}`).not.toEqual(item);
      }
    }
  });

  test("shows items exactly as the schemas of the collections have them", () => {
    const observation = live(started(living(), fault({ name: "cool-down-changed", seconds: 90 }, minute)), 20 * minute);
    for (const [name, items] of Object.entries(observation.items)) {
      const { schema } = collections[name as CollectionName];
      for (const [id, item] of items) expect(schema.parse(item), `${name}/${id}`).toEqual(item);
    }
  });

  test("makes a recording that survives being written and read", () => {
    const scenario = quiet();
    const simulation = simulate(scenario);
    const recording = record(simulation, { until: scenario.start + 10 * minute, everyMs: 30 * second });
    const { recording: back, problems } = readRecording(writeRecording(recording));
    expect(problems).toEqual([]);
    expect(back && observationAt(back, scenario.start + 10 * minute)).toEqual(simulation.observation);
  });
});

describe("what a cluster without faults looks like", () => {
  test("nothing contradicts EC2, the controller or the scheduler, at any time", () => {
    fc.assert(
      fc.property(
        busyClusters,
        fc.array(fc.integer({ min: 1, max: 60 * second }), { minLength: 20, maxLength: 40 }),
        (scenario, steps) => {
          const simulation = started(scenario);
          expect(contradictions(simulation.observation)).toEqual([]);
          for (const step of steps) expect(contradictions(live(simulation, step))).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("every pod of a settled cluster runs, on the branch it asked for", () => {
    for (const scenario of [quiet(), scaled({ nodes: 20, branchesPerNode: 12, podsPerNode: 20 })]) {
      const { observation } = started(scenario);
      for (const pod of observation.items.pods?.values() ?? []) {
        expect(pod.phase, pod.name).toBe("Running");
        expect(entriesOf(pod)).toHaveLength(pod.containers[0]?.podEniRequest ?? 0);
      }
      expect(ownedIds(observation).size).toBe(branchesOf(observation).length);
    }
  });

  test("a branch is released no later than cool-down, one tick and the API's time after its pod", () => {
    const simulation = started({ ...living({ seed: 5 }), faults: [] });
    const unownedSince = new Map<string, number>();
    for (let round = 0; round < 800; round++) {
      const observation = live(simulation, 3 * second);
      const owned = ownedIds(observation);
      const unowned = new Set(branchesOf(observation).flatMap(({ id }) => (owned.has(id) ? [] : [id])));
      for (const id of unownedSince.keys()) if (!unowned.has(id)) unownedSince.delete(id);
      for (const id of unowned) if (!unownedSince.has(id)) unownedSince.set(id, simulation.now);
      for (const [id, since] of unownedSince) expect(simulation.now - since, id).toBeLessThan(110 * second);
    }
  });

  test("a completed pod keeps its annotation and loses its interface after the cool-down", () => {
    const simulation = started(quiet());
    const job = firstBy(simulation, (observation) => podsWhere(observation, (pod) => pod.phase === "Succeeded")[0]);
    const eniId = entriesOf(job)[0]?.eniId ?? "";
    expect(simulation.observation.items.interfaces?.has(eniId)).toBe(true);
    live(simulation, 55 * second);
    expect(simulation.observation.items.interfaces?.has(eniId)).toBe(true);
    live(simulation, 45 * second);
    expect(simulation.observation.items.interfaces?.has(eniId)).toBe(false);
    const later = simulation.observation.items.pods?.get(`${job.namespace}/${job.name}`);
    expect(entriesOf(later as typeof job)[0]?.eniId).toBe(eniId);
  });

  test("a new branch takes the lowest VLAN id that is free on its trunk", () => {
    const simulation = started({ ...quiet(), workloads: [webOf(1)] });
    let reused = 0;
    for (const replicas of [2, 3, 4, 5, 6, 7, 8, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const growing = replicas > podsWhere(simulation.observation, ({ namespace }) => namespace === "shop").length;
      const before = vlansByTrunk(simulation.observation);
      const known = new Set(branchesOf(simulation.observation).map(({ id }) => id));
      simulation.scale("shop/web", replicas);
      const fresh = branchesOf(live(simulation, growing ? 6 * second : 100 * second)).filter(
        ({ id }) => !known.has(id),
      );
      expect(fresh).toHaveLength(growing ? 1 : 0);
      for (const branch of fresh) {
        const taken = before.get(trunkOf(branch)) ?? new Set();
        for (let vlan = 1; vlan < vlanOf(branch); vlan++) expect(taken.has(vlan)).toBe(true);
        if (Math.max(0, ...taken) > vlanOf(branch)) reused++;
      }
    }
    expect(reused).toBeGreaterThan(0);
  });
});

describe("the living cluster", () => {
  test("is never still, never grows, and keeps one leaked branch", () => {
    const scenario = living();
    const simulation = started(scenario);
    live(simulation, 30 * minute);
    for (let hour = 0; hour < 6; hour++) {
      let changes = 0;
      for (let round = 0; round < 60; round++)
        changes += simulation.advance(simulation.now + minute).items.pods?.size ?? 0;
      const { items } = simulation.observation;
      expect(changes).toBeGreaterThan(200);
      expect(items.pods?.size).toBeGreaterThan(60);
      expect(items.pods?.size).toBeLessThan(95);
      expect(items.nodes?.size).toBeGreaterThanOrEqual(11);
      expect(items.nodes?.size).toBeLessThanOrEqual(13);
      expect(items.events?.size).toBeLessThan(1500);
      expect(items.interfaces?.size).toBeLessThan(120);
    }
    const before = unownedIds(simulation.observation);
    const leaked = unownedIds(live(simulation, 5 * minute)).filter((id) => before.includes(id));
    expect(leaked).toHaveLength(1);
  });

  test("has a pod that waits for a full node, one that crashes, and branches that cool down", () => {
    const simulation = started(living());
    const seen = { unschedulable: 0, crashing: 0, cooling: 0, allocating: 0 };
    for (let round = 0; round < 180; round++) {
      const observation = live(simulation, 10 * second);
      const pods = podsWhere(observation, () => true);
      if (pods.some(({ conditions }) => conditions.some(({ reason }) => reason === "Unschedulable")))
        seen.unschedulable++;
      if (pods.some(({ statuses }) => statuses?.some(({ reason }) => reason === "CrashLoopBackOff"))) seen.crashing++;
      if (unownedIds(observation).length > 1) seen.cooling++;
      if (
        pods.some(
          (pod) => isLive(pod) && pod.nodeName && pod.containers[0]?.podEniRequest && entriesOf(pod).length === 0,
        )
      )
        seen.allocating++;
    }
    expect(seen.unschedulable).toBeGreaterThan(20);
    expect(seen.unschedulable).toBeLessThan(160);
    expect(seen.crashing).toBeGreaterThan(100);
    expect(seen.cooling).toBeGreaterThan(60);
    expect(seen.allocating).toBeGreaterThan(0);
  });
});

const busyClusters: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.integer(),
    types: fc.subarray(["m5.large", "c6g.medium", "m5.xlarge", "t3.large"], { minLength: 1 }),
    nodes: fc.integer({ min: 2, max: 7 }),
    replicas: fc.integer({ min: 0, max: 25 }),
    rollEveryMs: fc.constantFrom(90 * second, 4 * minute),
    prefixDelegation: fc.boolean(),
    byHand: fc.constantFrom(undefined, 2),
  })
  .map(({ seed, types, nodes, replicas, rollEveryMs, prefixDelegation, byHand }) => ({
    ...quiet({ seed }),
    nodeGroups: [{ name: "mixed", kind: "karpenter", types, desired: nodes, replaceEveryMs: 3 * minute }],
    cni: { prefixDelegation, coolDownSeconds: 30 },
    workloads: [
      { ...webOf(replicas), rollEveryMs, ...(byHand === undefined ? {} : { podEni: byHand }) },
      { kind: "StatefulSet", namespace: "shop", name: "cart", replicas: 3, labels: { tier: "web" }, rollEveryMs },
      { kind: "Deployment", namespace: "shop", name: "admin", replicas: 6, scale: { everyMs: minute, to: 14 } },
      {
        kind: "CronJob",
        namespace: "batch",
        name: "tick",
        serviceAccount: "runner",
        everyMs: minute,
        replicas: 3,
        runSeconds: [5, 70],
        failureRate: 0.2,
      },
    ],
  }));

function webOf(replicas: number): WorkloadSpec {
  return {
    kind: "Deployment",
    namespace: "shop",
    name: "web",
    replicas,
    labels: { tier: "web" },
    port: 8080,
    service: true,
  };
}

function itemsByCollection(observation: Observation): unknown {
  const sorted = (items: ReadonlyMap<string, unknown>) => [...items].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.entries(observation.items).map(([name, items]) => [name, sorted(items)]);
}

function podsWhere(observation: Observation, is: (pod: Pods) => boolean): Pods[] {
  return [...(observation.items.pods?.values() ?? [])].filter(is);
}
type Pods = NonNullable<Observation["items"]["pods"]> extends ReadonlyMap<string, infer P> ? P : never;

function firstBy<T>(simulation: ReturnType<typeof simulate>, find: (observation: Observation) => T | undefined): T {
  for (let round = 0; round < 1000; round++) {
    const found = find(live(simulation, second));
    if (found !== undefined) return found;
  }
  throw new Error("it never happened");
}

function unownedIds(observation: Observation): string[] {
  const owned = ownedIds(observation);
  return branchesOf(observation).flatMap(({ id }) => (owned.has(id) ? [] : [id]));
}

type Branch = ReturnType<typeof branchesOf>[number];
function trunkOf({ tags }: Branch): string {
  return tags["vpcresources.k8s.aws/trunk-eni-id"] ?? "";
}
function vlanOf({ tags }: Branch): number {
  return Number(tags["vpcresources.k8s.aws/vlan-id"]);
}
function vlansByTrunk(observation: Observation): Map<string, Set<number>> {
  const vlans = new Map<string, Set<number>>();
  for (const branch of branchesOf(observation)) {
    const trunk = trunkOf(branch);
    vlans.set(trunk, (vlans.get(trunk) ?? new Set()).add(vlanOf(branch)));
  }
  return vlans;
}
