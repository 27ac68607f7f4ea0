import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { healthy, judge, podItem, podOnBranch } from "../testing.fixture.ts";
import { matchIneffective, policyTooBroad, requestMisplaced } from "./breadth.ts";
import { lab, putPods } from "./pods.fixture.ts";

type Pod = Item<"pods">;
const edited = (fields: Partial<Item<"securityGroupPolicies">>) =>
  healthy().change("securityGroupPolicies", lab.policy, fields);
const selected = (fields: Partial<Pod>) =>
  putPods(healthy(), podItem("x", { ...fields, labels: { tier: "web", ...fields.labels } }));

describe("policy-too-broad (SGP-070)", () => {
  test("an empty selector takes everything", () => {
    expect(judge([policyTooBroad], edited({ podSelector: {} })).findings).toMatchObject([
      {
        severity: "medium",
        subjects: [`policy/${lab.policy}`],
        facts: { selectsEverything: true, inKubeSystem: false, pods: 3 },
      },
    ]);
  });

  test("not when the other selector narrows it down", () => {
    const serviceAccountSelector = { matchLabels: { team: "a" } };
    expect(judge([policyTooBroad], edited({ podSelector: {}, serviceAccountSelector })).findings).toEqual([]);
  });

  test("names DaemonSets, and what the cluster rests on", () => {
    const daemon = selected({ owner: { kind: "DaemonSet", name: "agent" } });
    expect(judge([policyTooBroad], daemon).findings).toMatchObject([
      { facts: { daemonSets: ["shop/daemonset/agent"], system: [] } },
    ]);
    const policy = {
      ...healthy().get("securityGroupPolicies", lab.policy),
      namespace: "kube-system",
      name: "dns",
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    };
    expect(
      judge([policyTooBroad], healthy().put("securityGroupPolicies", "kube-system/dns", policy)).findings,
    ).toMatchObject([{ facts: { inKubeSystem: true, system: ["kube-system/pod/coredns-1"], daemonSets: [] } }]);
  });

  test("leaves DaemonSets in the node's network alone: they take no branch", () => {
    const daemon = selected({ owner: { kind: "DaemonSet", name: "agent" }, hostNetwork: true });
    expect(judge([policyTooBroad], daemon).findings).toEqual([]);
  });
});

describe("match-ineffective (SGP-071)", () => {
  const fargate = { "eks.amazonaws.com/fargate-profile": "p" };

  test.each<[string, Partial<Pod>, string]>([
    ["host-network", { hostNetwork: true }, "info"],
    ["windows", { nodeSelector: { "kubernetes.io/os": "windows" } }, "info"],
    ["windows-by-affinity", { os: "windows" }, "high"],
    ["windows-by-affinity", { runtimeClass: "windows-2022" }, "high"],
    ["windows-by-affinity", { affinityLabels: { "kubernetes.io/os": ["windows"] } }, "high"],
    ["fargate-differs", { labels: fargate, annotations: { "fargate.amazonaws.com/pod-sg": "sg-0other" } }, "medium"],
    ["fargate-differs", { labels: fargate }, "medium"],
  ])("%s: %j", (reason, fields, severity) => {
    expect(judge([matchIneffective], selected(fields)).findings).toMatchObject([
      { severity, subjects: ["pod/shop/x"], facts: { reason, policies: [lab.policy] } },
    ]);
  });

  test("more than five groups are too many for Fargate", () => {
    const groupIds = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"];
    const cluster = putPods(edited({ groupIds }), podItem("x", { labels: { tier: "web", ...fargate } }));
    expect(judge([matchIneffective], cluster).findings).toMatchObject([{ facts: { reason: "fargate-too-many" } }]);
  });

  test.each<[string, Partial<Pod>]>([
    ["an ordinary pod", {}],
    ["a pod for either system", { affinityLabels: { "kubernetes.io/os": ["linux", "windows"] } }],
    [
      "Fargate with the groups it should have",
      { labels: fargate, annotations: { "fargate.amazonaws.com/pod-sg": lab.podGroup } },
    ],
    ["a pod that has ended", { hostNetwork: true, phase: "Failed" }],
  ])("is silent: %s", (_, fields) => {
    expect(judge([matchIneffective], selected(fields)).findings).toEqual([]);
  });
});

describe("pod-eni-wrong-container (SGP-072)", () => {
  const asking = { podEniRequest: 1, podEniLimit: 1 };
  const withContainers = (...containers: Pod["containers"]) => {
    const eni = healthy().get("interfaces", lab.branchA);
    return putPods(healthy(), podOnBranch("web-a", eni, 1, { containers }));
  };

  test.each<[string, Pod["containers"], object]>([
    [
      "a request on the second container",
      [{ name: "a" }, { name: "b", ...asking }],
      { problem: "not-first", containers: ["b"] },
    ],
    ["a limit that differs", [{ name: "a", podEniRequest: 1, podEniLimit: 2 }], { problem: "limits-differ" }],
  ])("%s", (_, containers, facts) => {
    expect(judge([requestMisplaced], withContainers(...containers)).findings).toMatchObject([
      { severity: "high", subjects: [`pod/${lab.podA}`], facts },
    ]);
  });

  test("is silent about the first container, and about a limit that implies the request", () => {
    expect(judge([requestMisplaced], withContainers({ name: "a", ...asking }, { name: "b" })).findings).toEqual([]);
    expect(judge([requestMisplaced], withContainers({ name: "a", podEniLimit: 1 })).findings).toEqual([]);
  });
});
