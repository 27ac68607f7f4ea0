import { describe, expect, test } from "vitest";
import type { Facts } from "../finding.ts";
import { en } from "./en.ts";
import type { Dictionary } from "./words.ts";
import { zhTw } from "./zh-tw.ts";

const pods = { pods: ["shop/web-1", "shop/web-2"], namespace: "shop", workloads: ["deployment/web", "pod/web-2"] };
const policies = { policies: ["shop/web", "shop/extra"] };

/** Facts of each rule, in all the shapes that change its sentences. */
const told: Readonly<Record<string, readonly Facts[]>> = {
  "slots-exhausted": ["full", "no-trunk", "cannot-trunk", "excluded", "no-node"].map((cause) => ({
    cause,
    pods: 7,
    demand: cause === "full" ? null : "pool=gpu",
    full: cause === "full" ? 3 : 0,
    cooling: 9,
    noTrunk: 1,
    cannotTrunk: 2,
    cordoned: 1,
    withFreeSlots: 0,
    nodes: ["n1"],
    nodeFree: [0],
    nodeSlots: [9],
    message: "m",
    waitingSince: 0,
  })),
  "slots-nearly-full": [{ pool: "general", poolKind: "node-group", used: 9, slots: 10, percent: 90, nodes: 1 }],
  "max-pods-reached": [{ node: "n1", pods: 29, maxPods: 29, freeSlots: 3, pending: ["shop/a"] }],
  "trunk-full": [null, 1_767_225_600_000].map((nextSlotAt) => ({
    ...pods,
    trunk: "eni-1",
    node: "n1",
    limit: 9,
    used: 4,
    cooling: 5,
    unowned: nextSlotAt === null ? 1 : 0,
    schedulerFree: 4,
    coolDownSeconds: 60,
    releaseSeconds: 120,
    waitingSince: 0,
    nextSlotAt,
  })),
  "pod-without-trunk": ["cannot-trunk", "not-managed", "no-capacity"].map((reason) => ({
    ...pods,
    node: "n1",
    instance: "i-1",
    instanceType: reason === "no-capacity" ? null : "t3.large",
    reason,
  })),
  "annotation-missing": [null, "SecurityGroupRequested"].map((lastReason) => ({
    ...pods,
    nodes: ["n1"],
    fullNodes: lastReason === null ? [] : ["n1"],
    boundSince: 0,
    lastReason,
    lastAt: null,
  })),
  "sandbox-failing": [true, false, null].map((awsNodeReady) => ({
    ...pods,
    node: awsNodeReady === null ? null : "n1",
    message: "m",
    lastAt: 0,
    awsNodeReady,
  })),
  "allocation-failed": [
    "group-missing",
    "groups-too-many",
    "subnet-short",
    "interface-quota",
    "throttled",
    "not-allowed",
    "vlans-forgotten",
    "other",
  ].map((meaning) => ({
    ...pods,
    error: "E",
    meaning,
    message: "m",
    attempts: 6,
    nodes: ["n1"],
    subnets: [],
    lastAt: 0,
  })),
  "allocation-given-up": [{ ...pods, attempts: 6, failedAt: 1, nextTryAt: 2, error: "E" }],
  "annotation-refused": [null, "kyverno"].map((refusedBy) => ({ ...pods, refusedBy, message: "m", lastAt: 0 })),
  "subnet-short": [
    {
      subnet: "subnet-1",
      name: "pods",
      zone: "a",
      cidr: "10.0.0.0/24",
      free: 2,
      usable: 251,
      waiting: 3,
      cooling: 1,
      branches: 9,
    },
    {
      subnet: "subnet-1",
      name: null,
      zone: null,
      cidr: null,
      free: 2,
      usable: null,
      waiting: 0,
      cooling: 0,
      branches: 1,
    },
  ],
  "interface-quota": [{ interfaces: 4100, quota: 5000, percent: 82, branches: 4000 }],
  "ec2-throttled": [
    { controllerErrors: 3, ourReads: [], pods: 2, lastAt: 0 },
    { controllerErrors: 0, ourReads: ["interfaces"], pods: 0, lastAt: null },
  ],
  "allocation-slow": [{ medianSeconds: 20, longestSeconds: 60.4, pods: 5, minutes: 60 }],
  "policy-invalid": [true, false].map((lacksSelectors) => ({ policy: "shop/web", lacksSelectors, lacksGroups: true })),
  "selector-broken": [{ policy: "shop/web", which: "podSelector", reason: "In needs values", selector: "a In" }],
  "policy-selects-nothing": [
    {
      policy: "shop/web",
      namespace: "shop",
      podSelector: "a=b",
      serviceAccountSelector: null,
      podsInNamespace: 3,
      nearestPods: ["shop/x"],
      nearestLacks: ["a=b (has no a)"],
    },
    {
      policy: "shop/web",
      namespace: "shop",
      podSelector: null,
      serviceAccountSelector: "a=b",
      podsInNamespace: 0,
      nearestPods: [],
      nearestLacks: [],
    },
  ],
  "group-missing": [[], ["shop/a"]].map((waiting) => ({
    ...policies,
    group: "sg-1",
    waiting,
    refusedByEc2: waiting.length > 0,
  })),
  "group-of-other-vpc": [{ ...policies, group: "sg-1", groupVpc: "vpc-2", nodeVpcs: ["vpc-1"] }],
  "groups-too-many": [
    { ...policies, pods: [], groups: ["sg-1"], count: 17, mostOnOneInterface: 2 },
    { ...policies, pods: ["shop/a"], groups: ["sg-1"], count: 6, mostOnOneInterface: 6 },
    { ...policies, pods: ["shop/a"], groups: ["sg-1"], count: 6, mostOnOneInterface: 2 },
  ],
  "policy-not-enforced": [
    ["older-than-policy", null],
    ["webhook-skipped", null],
    ["changed-since", "policy"],
    ["changed-since", "pod-labels"],
    ["changed-since", null],
  ].map(([one, changed]) => ({
    ...pods,
    ...policies,
    case: one ?? "",
    changed: changed ?? null,
    wanted: ["sg-1"],
    podCreatedAt: 0,
    policyCreatedAt: 0,
  })),
  "branch-without-policy": [true, false, null].map((fellBack) => ({ ...pods, actual: ["sg-1"], fellBack })),
  "groups-drifted": [
    {
      ...pods,
      ...policies,
      wanted: ["sg-1"],
      actual: ["sg-2"],
      added: ["sg-1"],
      removed: ["sg-2"],
      policyChangedAt: null,
    },
  ],
  "policies-overlap": [{ ...pods, ...policies, contributes: ["sg-1", "sg-2"], union: ["sg-1", "sg-2"] }],
  "policy-too-broad": [
    { policy: "shop/web", selectsEverything: true, inKubeSystem: true, daemonSets: ["a/b"], system: ["c"], pods: 3 },
  ],
  "match-ineffective": ["host-network", "windows", "windows-by-affinity", "fargate-differs", "fargate-too-many"].map(
    (reason) => ({
      ...pods,
      ...policies,
      reason,
      wanted: ["sg-1"],
      actual: [],
    }),
  ),
  "pod-eni-wrong-container": ["not-first", "limits-differ"].map((problem) => ({ ...pods, problem, containers: ["b"] })),
  "webhook-broken": ["missing", "no-entry", "no-ca-bundle", "rules", "namespace-selector", "object-selector"].map(
    (problem) => ({
      configuration: "vpc-resource-mutating-webhook",
      problem,
      selector: problem.endsWith("selector") ? "a=b" : null,
      namespaces: problem === "namespace-selector" ? ["shop"] : [],
    }),
  ),
  "admission-denied": ["service-account", "annotation-in-template", "other"].map((cause) => ({
    webhook: "mpod.vpc.k8s.aws",
    cause,
    owners: ["ReplicaSet/shop/api"],
    message: "m",
    times: 3,
    lastAt: 0,
  })),
  "controller-silent": [true, false].map((isMissing) => ({
    isMissing,
    holder: "c",
    renewedAt: isMissing ? null : 0,
    limitSeconds: 60,
    lastEventAt: null,
  })),
  "controller-access-missing": [
    { missing: ["clusterrole/vpc-resource-controller-role", "role/eks-vpc-resource-controller-role"] },
  ],
  "cool-down-setting": ["too-short", "not-a-number", "too-long"].map((problem) => ({
    value: "10",
    problem,
    effective: 30,
  })),
  "policy-crd-missing": [{ name: "securitygrouppolicies.vpcresources.k8s.aws" }],
};

const languages = { en, "zh-tw": zhTw } as const satisfies Record<string, Dictionary>;
const cases = Object.entries(languages).flatMap(([language, dictionary]) =>
  Object.entries(told).flatMap(([rule, all]) =>
    all.map((facts, index) => ({ language, dictionary: dictionary as Dictionary, rule, facts, index })),
  ),
);

describe("sentences about pods, policies and the controller", () => {
  test.each(cases)("$language $rule $index", ({ dictionary, rule, facts }) => {
    const words = dictionary[rule];
    const what = { facts, subjects: ["pod/shop/web-1"], cluster: "lab", region: "eu-west-1" };
    const sentences = [words?.title, words?.describe(what), words?.remedy(what)];
    for (const sentence of sentences) {
      expect(sentence).toMatch(/\S{2}/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object|true|false| {2}|。 /);
    }
    const commands = [...(words?.commands?.(what) ?? []), ...(words?.verify(what) ?? [])];
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(command).toMatch(/^(kubectl|aws) [^\n]*$/);
  });

  test.each(cases)("$language $rule $index verifies without changing anything", ({ dictionary, rule, facts }) => {
    const what = { facts, subjects: ["pod/shop/web-1"], cluster: "lab", region: null };
    for (const command of dictionary[rule]?.verify(what) ?? []) {
      expect(command).toMatch(/^(kubectl (get|describe)|aws \S+ (describe|get)-\S+) /);
    }
  });

  test("a workload is restarted, a pod that nobody restarts is deleted", () => {
    const what = { facts: told["groups-drifted"]?.[0] ?? {}, subjects: [], cluster: "lab", region: null };
    expect((en as Dictionary)["groups-drifted"]?.commands?.(what)).toEqual([
      "kubectl rollout restart deployment/web -n shop",
      "kubectl delete pod/web-2 -n shop",
    ]);
  });
});
