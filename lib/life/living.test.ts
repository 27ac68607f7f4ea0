import { describe, expect, test } from "vitest";
import type { Item } from "../recording/collections.ts";
import { living } from "../simulator/living.ts";
import { record } from "../simulator/record.ts";
import { simulate } from "../simulator/simulate.ts";
import { parseAnnotation, podEniAnnotation } from "../topology/annotation.ts";
import { lifeOf } from "./life-of.ts";
import { changedIn } from "./past.ts";

const scenario = living();
const minutes = 14;
const everyMs = 1_000;
const until = scenario.start + minutes * 60_000;
const simulation = simulate(scenario);
const recording = record(simulation, { until, everyMs });

/** Pods that came while the simulation was watched, and the first and last moment each was there. */
const seen = new Map<string, { first: number; last: number | null; pod: Item<"pods"> }>();
const [beginning] = recording.changes;
for (const change of recording.changes) {
  for (const [id, pod] of changedIn(change, "pods")) {
    if (beginning !== undefined && changedIn(beginning, "pods").has(id)) continue;
    const known = seen.get(id);
    if (pod !== null) seen.set(id, { first: known?.first ?? change.at, last: null, pod });
    else if (known) seen.set(id, { ...known, last: change.at });
  }
}
const annotated = [...seen].filter(([, { pod }]) => pod.annotations[podEniAnnotation] !== undefined);

describe("a cluster that lives", () => {
  test("there are Pods that came and went while it was watched", () => {
    expect(annotated.length).toBeGreaterThan(20);
    expect(annotated.filter(([, { last }]) => last !== null).length).toBeGreaterThan(10);
  });

  test("every new Pod on a branch goes through its steps in order, at the times at which they happened", () => {
    for (const [id, { first, pod }] of annotated) {
      const life = lifeOf(recording, { kind: "pod", id }, until);
      const steps = life?.steps.filter(({ state, step }) => state === "reached" && !step.endsWith("x")) ?? [];
      const main = steps.filter(({ step }) => ["P1", "P3", "P4", "P5", "P6", "P7", "C3"].includes(step));
      expect([id, main.slice(0, 6).map(({ step }) => step)]).toEqual([id, ["P1", "P3", "P4", "P5", "P6", "P7"]]);
      const times = main.map(({ at }) => at ?? Number.NaN);
      expect([id, times]).toEqual([id, times.toSorted((a, b) => a - b)]);
      expect(steps.every(({ exactness }) => exactness !== "before")).toBe(true);
      expect(times[0]).toBe(pod.createdAt);
      expect(first - (times[0] ?? 0)).toBeLessThan(everyMs);
      expect(times[1]).toBe(pod.conditions.find(({ type }) => type === "PodScheduled")?.changedAt);
    }
  });

  test("the branch of a Pod that is gone is followed to its deletion, and names its last owner", () => {
    let followed = 0;
    for (const [id, { last, pod }] of annotated) {
      if (last === null) continue;
      const [entry] = parseAnnotation(pod.annotations[podEniAnnotation] ?? "").entries;
      const eniId = entry?.eniId ?? "";
      const gone = recording.changes.find((change) => changedIn(change, "interfaces").get(eniId) === null);
      const branch = lifeOf(recording, { kind: "eni", id: eniId }, until);
      expect(branch?.owners.at(-1)?.pod).toBe(id);
      if (gone === undefined) continue;
      followed++;
      const life = lifeOf(recording, { kind: "pod", id }, until);
      expect(life).toMatchObject({ reached: "D4", next: null });
      const [unowned, cooling, end] = ["unowned", "cooling", "gone"].map((name) =>
        branch?.steps.find(({ step }) => step === name),
      );
      expect([unowned?.state, cooling?.state, end?.state]).toEqual(["reached", "reached", "reached"]);
      expect(end?.at).toBe(gone.at);
      expect((end?.at ?? 0) - (unowned?.at ?? 0)).toBeGreaterThanOrEqual(60_000 - everyMs);
    }
    expect(followed).toBeGreaterThan(5);
  });

  test("a branch that is never let go of is late, and the check is named", () => {
    const late = annotated.flatMap(([id]) => {
      const life = lifeOf(recording, { kind: "pod", id }, scenario.start + 11 * 60_000);
      return life?.steps.filter(({ state }) => state === "overdue") ?? [];
    });
    expect(late.length).toBeGreaterThan(0);
    for (const { checks } of late) expect(checks.length).toBeGreaterThan(0);
  });
});

describe("a node that comes while one watches", () => {
  test("reaches all its steps in order", () => {
    const first = new Set(beginning && changedIn(beginning, "nodes").keys());
    const fresh = new Set(recording.changes.flatMap((change) => [...changedIn(change, "nodes").keys()]));
    let told = 0;
    for (const name of [...fresh].filter((one) => !first.has(one))) {
      const life = lifeOf(recording, { kind: "node", id: name }, until);
      const steps = life?.steps.filter(({ state }) => state === "reached") ?? [];
      const times = steps.map(({ at }) => at ?? Number.NaN);
      expect([name, times]).toEqual([name, times.toSorted((a, b) => a - b)]);
      if (steps.some(({ step }) => step === "N6")) {
        told++;
        expect(steps.map(({ step }) => step)).toEqual(
          expect.arrayContaining(["N0", "N1", "N2", "N3", "N4", "N5", "N6"]),
        );
      }
    }
    expect(told).toBeGreaterThan(0);
  });
});
