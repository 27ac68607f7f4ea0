import { expect, test } from "vitest";
import type { Item } from "../recording/collections.ts";
import { podItem } from "./testing.fixture.ts";
import { workloadOf } from "./workloads.ts";

test.each<[string, Partial<Item<"pods">>]>([
  ["deployment/web", { owner: { kind: "ReplicaSet", name: "web-5d8f" }, labels: { "pod-template-hash": "5d8f" } }],
  ["pod/x", { owner: { kind: "ReplicaSet", name: "web" } }],
  ["statefulset/db", { owner: { kind: "StatefulSet", name: "db" } }],
  ["daemonset/agent", { owner: { kind: "DaemonSet", name: "agent" } }],
  ["pod/x", { owner: { kind: "Job", name: "nightly-1" } }],
])("%s", (expected, fields) => {
  expect(workloadOf(podItem("x", fields))).toBe(expected);
});

test("a pod that nobody owns is itself", () => {
  const { owner: _, ...alone } = podItem("x");
  expect(workloadOf(alone)).toBe("pod/x");
});
