import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { branchItem, eventItem, healthy, type Lab, lab, podItem, podOnBranch } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { nodeCauseNames } from "./node-causes.ts";
import { podWaiting, waitingStates } from "./pod-waiting.ts";

const pod = "shop/late";
const short = "0/5 nodes are available: 5 Insufficient vpc.amazonaws.com/pod-eni.";
const wants = [{ name: "main", podEniRequest: 1, podEniLimit: 1 }];

/** A Pod that asks for a branch and has nothing yet. */
function waiting(cluster: Lab, fields: Partial<Item<"pods">> = {}): Lab {
  const { nodeName: _nodeName, ...unbound } = podItem("late", {
    ...{ labels: { tier: "web" }, phase: "Pending", containers: wants, statuses: [] },
    createdAt: lab.start - 120_000,
    conditions: [
      {
        type: "PodScheduled",
        status: "False",
        reason: "Unschedulable",
        message: short,
        changedAt: lab.start - 120_000,
      },
    ],
  });
  return cluster.put("pods", pod, { ...unbound, ...fields });
}

const bound = {
  nodeName: lab.node,
  conditions: [{ type: "PodScheduled", status: "True", changedAt: lab.start - 100_000 }],
};

/** One more node, as far as its slots matter. */
function withNode(cluster: Lab, name: string, fields: Partial<Item<"nodes">>, type = "m5.large"): Lab {
  const node = cluster.get("nodes", lab.node);
  const labels = { ...node.labels, "node.kubernetes.io/instance-type": type, ...fields.labels };
  return cluster.put("nodes", name, {
    ...node,
    name,
    providerId: `aws:///eu-west-1a/${idOf(name)}`,
    ...fields,
    labels,
  });
}
const idOf = (name: string) => `i-0${name.charCodeAt(0).toString(16).padEnd(16, "b")}`;

const full = { allocatable: { pods: 29, podEni: 2 }, capacity: { pods: 29, podEni: 2 } };
const none = { allocatable: { pods: 29 }, capacity: { pods: 29 } };

const causes: readonly (readonly [string, Lab, object])[] = [
  ["full", healthy().change("nodes", lab.node, full), { nodes: 1, slots: 2, free: 0, cooling: 0 }],
  ["no-trunk", withNode(healthy().change("nodes", lab.node, full), "b", none), { nodes: 1, detail: "pod-eni" }],
  [
    "cannot-trunk",
    withNode(healthy().change("nodes", lab.node, full), "b", none, "t3.large"),
    { nodes: 1, detail: "t3.large" },
  ],
  [
    "tainted",
    withNode(healthy(), "b", { taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] }),
    { nodes: 1, detail: "gpu=yes" },
  ],
  ["free", healthy(), { nodes: 1, free: 7 }],
  ["cordoned", withNode(healthy(), "b", { unschedulable: true }), { nodes: 1 }],
  ["excluded", healthy(), { nodes: 1 }],
  [
    "other-mechanism",
    withNode(healthy(), "b", { labels: { "eks.amazonaws.com/compute-type": "auto" } }),
    { nodes: 1, detail: "auto-mode" },
  ],
];

describe("why no node takes a Pod", () => {
  test.each(causes)("%s, counted over nodes", (cause, cluster, expected) => {
    const fields = cause === "excluded" ? { nodeSelector: { pool: "other" } } : {};
    const answer = podWaiting(asked(waiting(cluster, fields)), pod);
    expect(answer?.state).toBe("unscheduled");
    expect(answer?.nodes.find((one) => one.cause === cause)).toMatchObject(expected);
  });

  test("every cause has its case", () => {
    expect(new Set(causes.map(([cause]) => cause))).toEqual(new Set(nodeCauseNames));
  });

  test("slots that cool down on full nodes are counted, and every node is told of once", () => {
    const cluster = withNode(
      healthy().change("nodes", lab.node, { ...full, allocatable: { pods: 29, podEni: 1 } }),
      "b",
      none,
      "t3.large",
    );
    waiting(cluster).wait(60, 30).remove("pods", lab.podB).wait(30);
    const answer = podWaiting(asked(cluster), pod);
    expect(answer?.nodes).toMatchObject([
      { cause: "full", nodes: 1, cooling: 1, shown: [lab.node] },
      { cause: "cannot-trunk", nodes: 1 },
    ]);
    expect(answer?.causes).toMatchObject([{ code: "SGP-040", finding: "slots-exhausted/anywhere", explainedBy: null }]);
    expect(answer?.isForSlots).toBe(true);
  });

  test("the next slot is that of the Pod on its way out that is gone first", () => {
    const cluster = waiting(healthy().change("nodes", lab.node, full));
    cluster.change("pods", lab.podA, { deletingSince: lab.start + 30_000 });
    cluster.change("pods", lab.podB, { deletingSince: lab.start + 20_000 });
    expect(podWaiting(asked(cluster), pod)?.nextSlot).toEqual({
      ...{ at: lab.start + 20_000, node: lab.node, because: "terminating" },
    });
  });
});

describe("why a Pod that has a node is not up", () => {
  const requested = eventItem("Pod", pod, {
    reason: "SecurityGroupRequested",
    type: "Normal",
    count: 3,
    lastAt: lab.start - 30_000,
  });

  test("a trunk full of branches that cool down is the cause, with when the next slot is free", () => {
    const cluster = healthy();
    const names = [3, 4, 5, 6, 7, 8, 9].map((vlan) => {
      const eni = branchItem(`eni-0c${vlan}`, vlan, `10.0.1.3${vlan}`);
      cluster.put("interfaces", eni.id, eni).put("pods", `shop/job-${vlan}`, podOnBranch(`job-${vlan}`, eni, vlan));
      return `shop/job-${vlan}`;
    });
    cluster.wait(60, 30);
    const releasedAt = cluster.now;
    for (const name of names) cluster.remove("pods", name);
    cluster.put("events", "shop/late.1", requested);
    waiting(cluster, bound).wait(60, 30);
    const answer = podWaiting(asked(cluster), pod);
    expect(answer).toMatchObject({ state: "waiting-for-branch", node: lab.node, nodes: [], asksFor: 1 });
    expect(answer?.causes[0]).toMatchObject({ rule: "trunk-full", facts: { used: 2, cooling: 7, limit: 9 } });
    expect(answer?.nextSlot).toEqual({ at: releasedAt + 120_000, node: lab.node, because: "cooling" });
  });

  test.each([
    [
      "allocation-failed",
      { reason: "BranchAllocationFailed", message: "api error InsufficientFreeAddressesInSubnet: none" },
    ],
    ["annotation-refused", { reason: "BranchENIAnnotationFailed", message: 'admission webhook "x.y" denied it' }],
  ])("%s explains what comes of it", (rule, fields) => {
    const event = eventItem("Pod", pod, { ...fields, lastAt: lab.start - 90_000, firstAt: lab.start - 90_000 });
    const answer = podWaiting(asked(waiting(healthy().put("events", "shop/late.2", event), bound)), pod);
    expect(answer?.causes.filter(({ explainedBy }) => explainedBy === null).map((one) => one.rule)).toEqual([rule]);
    expect(answer?.causes.map((one) => one.rule)).toContain("annotation-missing");
  });

  test.each([
    ["running", healthy(), lab.podA],
    ["ended", healthy().change("pods", lab.podA, { phase: "Failed" }), lab.podA],
    ["leaving", healthy().change("pods", lab.podA, { deletingSince: lab.start }), lab.podA],
    ["unscheduled", waiting(healthy()), pod],
    ["scheduling", waiting(healthy(), { conditions: [] }), pod],
    ["waiting-for-branch", waiting(healthy(), bound), pod],
    ["setting-up-network", healthy().change("pods", lab.podA, { podIp: undefined, podIps: undefined }), lab.podA],
    ["starting", waiting(healthy(), { ...bound, containers: [{ name: "main" }] }), pod],
  ])("%s is told as such", (state, cluster, name) => {
    expect(waitingStates).toContain(state);
    expect(podWaiting(asked(cluster), name)?.state).toBe(state);
  });

  test("without events it says so", () => {
    expect(podWaiting(asked(waiting(healthy(), bound).unread("events")), pod)?.lacks).toMatchObject([
      { collection: "events", code: "NotRead" },
    ]);
  });
});
