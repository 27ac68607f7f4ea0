import { describe, expect, test } from "vitest";
import { healthy, judge, podItem } from "../testing.fixture.ts";
import { matchIneffective } from "./breadth.ts";
import { lab, putPods, unscheduledPod } from "./pods.fixture.ts";
import { maxPodsReached, slotsExhausted, slotsNearlyFull } from "./scheduling.ts";

const rules = [slotsExhausted, slotsNearlyFull, maxPodsReached, matchIneffective];
const now = lab.start;
const askingFor = (podEniRequest: number) => [{ name: "main", podEniRequest, podEniLimit: podEniRequest }];

describe("slots-exhausted (SGP-040)", () => {
  const full = () => putPods(healthy(), podItem("greedy", { containers: askingFor(7) }));

  test("tells all waiting pods as one story, with what each node has", () => {
    const waiting = ["a", "b", "c"].map((name) => unscheduledPod(name, now, 120));
    const [finding, ...others] = judge(rules, putPods(full(), ...waiting)).of("SGP-040");
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "high",
      subjects: ["pod/shop/a", "pod/shop/b", "pod/shop/c"],
      facts: {
        cause: "full",
        pods: 3,
        full: 1,
        noTrunk: 0,
        cannotTrunk: 0,
        nodes: [lab.node],
        nodeFree: [0],
        nodeSlots: [9],
      },
      since: { at: now - 120_000, exact: true },
    });
  });

  test("gives a new node a minute to come", () => {
    expect(judge(rules, putPods(full(), unscheduledPod("a", now, 40))).findings.map(({ code }) => code)).toEqual([
      "SGP-041",
    ]);
  });

  test("is silent when the scheduler lacks something else", () => {
    const message = "0/1 nodes are available: 1 Insufficient cpu.";
    const pod = unscheduledPod("a", now, 120, {
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message, changedAt: now - 120_000 },
      ],
    });
    expect(judge(rules, putPods(full(), pod)).of("SGP-040")).toEqual([]);
  });

  test("says when no node of a fitting type is there", () => {
    const cluster = healthy()
      .change("instances", lab.instance, { type: "t3.large" })
      .change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } });
    expect(judge([slotsExhausted], putPods(cluster, unscheduledPod("a", now, 120))).findings).toMatchObject([
      { facts: { cause: "cannot-trunk", full: 0, cannotTrunk: 1 } },
    ]);
  });

  test("counts only nodes that the pods admit, and tells different demands apart", () => {
    const gpu = unscheduledPod("gpu", now, 120, { nodeSelector: { pool: "gpu" } });
    const { findings } = judge([slotsExhausted], putPods(full(), gpu, unscheduledPod("a", now, 120)));
    expect(findings.map(({ facts }) => [facts.cause, facts.demand])).toEqual([
      ["full", null],
      ["no-node", "pool=gpu"],
    ]);
  });

  test("follows from a policy that takes a Windows pod for a Linux one", () => {
    const windows = unscheduledPod("iis", now, 120, { os: "windows" });
    const { findings } = judge(rules, putPods(full(), windows));
    expect(findings).toMatchObject([
      { rule: "match-ineffective", severity: "high", follows: [{ code: "SGP-040" }] },
      { code: "SGP-041" },
    ]);
  });
});

describe("slots-nearly-full (SGP-041)", () => {
  test.each([
    [6, []],
    [
      7,
      [
        {
          severity: "medium",
          subjects: [lab.instance],
          facts: { pool: "general", poolKind: "node-group", used: 9, slots: 9 },
        },
      ],
    ],
  ])("with %i more slots requested", (more, expected) => {
    const cluster = putPods(healthy(), podItem("greedy", { containers: askingFor(more) }));
    expect(judge([slotsNearlyFull], cluster).findings).toMatchObject(expected);
  });

  test("does not count what completed pods requested, nor nodes that offer none", () => {
    const done = podItem("done", { containers: askingFor(7), phase: "Succeeded" });
    expect(judge([slotsNearlyFull], putPods(healthy(), done)).findings).toEqual([]);
  });
});

describe("max-pods-reached (SGP-043)", () => {
  const tooMany = "0/1 nodes are available: 1 Too many pods.";
  const pending = unscheduledPod("a", now, 120, {
    conditions: [{ type: "PodScheduled", status: "False", message: tooMany, changedAt: now - 120_000 }],
  });

  test("speaks when the count of pods keeps free slots from use", () => {
    const cluster = healthy().change("nodes", lab.node, { allocatable: { pods: 5, podEni: 9 } });
    expect(judge([maxPodsReached], putPods(cluster, pending)).findings).toMatchObject([
      { severity: "info", subjects: [lab.instance, "pod/shop/a"], facts: { pods: 5, maxPods: 5, freeSlots: 7 } },
    ]);
  });

  test("is silent while the node takes more pods", () => {
    expect(judge([maxPodsReached], putPods(healthy(), pending)).findings).toEqual([]);
  });
});
