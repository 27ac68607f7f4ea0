import { describe, expect, test } from "vitest";
import type { Facts } from "../finding.ts";
import { rules } from "../register.ts";
import { en } from "./en.ts";
import type { Dictionary, Told } from "./words.ts";
import { zhTw } from "./zh-tw.ts";

const place = { trunk: "eni-0a", instance: "i-0a", node: "node-1" };
const nowhere = { ...place, instance: null, node: null };

/** Facts of each rule about ENIs, nodes and the CNI, such that every sentence it has is told. */
const told: Readonly<Record<string, readonly Facts[]>> = {
  "branch-cooling": [
    {
      ...place,
      eni: "eni-0b",
      vlan: 3,
      lastOwner: "shop/web",
      coolDownSeconds: 60,
      releasedSince: 1,
      coolAt: 2,
      goneAt: 3,
    },
    {
      ...nowhere,
      trunk: null,
      eni: "eni-0b",
      vlan: null,
      lastOwner: null,
      coolDownSeconds: 60,
      releasedSince: 1,
      coolAt: 2,
      goneAt: 3,
    },
  ],
  "branch-leaked": [
    {
      ...place,
      branches: ["eni-0b"],
      vlans: [1],
      lastOwners: ["shop/web"],
      subnets: ["subnet-0a"],
      releaseSeconds: 120,
      unownedSince: 1,
      createdAt: 1,
      deleteErrors: ["eni-0b: Client.UnauthorizedOperation"],
    },
    {
      ...nowhere,
      branches: ["eni-0b", "eni-0c", "eni-0d", "eni-0e"],
      vlans: [],
      lastOwners: [],
      subnets: [],
      releaseSeconds: 120,
      unownedSince: 1,
      createdAt: null,
      deleteErrors: [],
    },
  ],
  "interface-stranded": [
    {
      eni: "eni-0b",
      type: "branch",
      vlan: 3,
      subnet: "subnet-0a",
      lastOwner: "shop/web",
      createdAt: 1,
      deleteError: "Client.UnauthorizedOperation",
    },
    { eni: "eni-0b", type: "trunk", vlan: null, subnet: null, lastOwner: null, createdAt: null, deleteError: null },
  ],
  "trunk-gone": [
    { ...place, branches: ["eni-0b"], pods: ["shop/web"], instanceState: "running" },
    { ...place, branches: ["eni-0b"], pods: [], instanceState: null },
    { ...nowhere, branches: ["eni-0b", "eni-0c"], pods: [], instanceState: null },
  ],
  "residue-of-gone-node": [
    { instance: "i-0a", instanceState: "terminated", enis: ["eni-0b"], statuses: ["available"], subnets: [] },
    { instance: "i-0a", instanceState: null, enis: ["eni-0b", "eni-0c"], statuses: [], subnets: [] },
  ],
  "annotation-names-unknown": [
    {
      pod: "shop/web",
      eni: "eni-0b",
      ip: "10.0.0.1",
      node: "node-1",
      ready: true,
      deletedAt: 1,
      deletedBy: "arn:aws:iam::111122223333:user/cleaner",
      deleteRequest: "request-1",
    },
    {
      pod: "shop/web",
      eni: "eni-0b",
      ip: null,
      node: null,
      ready: false,
      deletedAt: null,
      deletedBy: null,
      deleteRequest: null,
    },
  ],
  "completed-keeps-annotation": [
    { pods: ["shop/job"], phases: ["Failed"], node: "node-1", finishedAt: 1 },
    { pods: ["shop/job-1", "shop/job-2"], phases: ["Succeeded"], node: null, finishedAt: null },
  ],
  "annotation-disagrees": [
    {
      pod: "shop/web",
      eni: "eni-0b",
      node: "node-1",
      fields: ["MAC", "trunk"],
      said: ["a", "b"],
      actual: ["c", "d"],
      isTrunkOther: true,
    },
    { pod: "shop/web", eni: "eni-0b", node: null, fields: ["VLAN"], said: ["1"], actual: ["2"], isTrunkOther: false },
  ],
  "pod-off-its-branch": [
    {
      pod: "shop/web",
      ips: ["10.0.0.1"],
      branchIp: "10.0.0.2",
      eni: "eni-0b",
      holder: "eni-0c",
      node: "node-1",
      podEni: false,
      firstContainerAsks: true,
    },
    {
      pod: "shop/web",
      ips: ["10.0.0.1"],
      branchIp: "10.0.0.2",
      eni: null,
      holder: null,
      node: null,
      podEni: true,
      firstContainerAsks: true,
    },
    {
      pod: "shop/web",
      ips: ["10.0.0.1"],
      branchIp: "10.0.0.2",
      eni: null,
      holder: null,
      node: null,
      podEni: null,
      firstContainerAsks: false,
    },
  ],
  "vlan-conflict": [
    { vlan: 1, trunk: "eni-0a", node: "node-1", branches: ["eni-0b", "eni-0c"], pods: ["shop/a", "shop/b"] },
    { vlan: 1, trunk: null, node: null, branches: [], pods: ["shop/a", "shop/b"] },
    { vlan: 1, trunk: "eni-0a", node: null, branches: ["eni-0b", "eni-0c"], pods: [] },
  ],
  "vlan-out-of-range": [
    { vlan: 130, eni: "eni-0b", pod: "shop/web", node: "node-1" },
    { vlan: 0, eni: null, pod: "shop/web", node: null },
    { vlan: 0, eni: "eni-0b", pod: null, node: null },
  ],
  "shared-branch": [{ eni: "eni-0b", pods: ["shop/a", "shop/b"], nodes: ["node-1"] }],
  "surplus-branches": [
    { pod: "shop/web", entries: 2, unused: ["eni-0c"], containers: ["main", "side"], requests: [1, 1] },
  ],
  "annotation-unusable": [{ pod: "shop/web", problem: "not JSON", text: "{", node: "node-1" }],
  "several-trunks": [{ trunks: ["eni-0a", "eni-0b"], instance: "i-0a", node: "node-1" }],
  "trunk-survives-instance": [{ ...place, attachment: "eni-attach-0a" }],
  "too-many-branches": [{ ...place, branches: 10, limit: 9, instanceType: "m5.large", capacity: 9 }],
  "trunk-not-requested": (["no-free-slot", "aws-node-not-ready", "unknown"] as const).map((cause) => ({
    node: "node-1",
    nodes: ["node-1", "node-2"],
    instanceType: "m5.large",
    cause,
    attached: 3,
    mostInterfaces: cause === "unknown" ? null : 3,
    cniVersion: "1.20.4",
    awsNodePod: "aws-node-1",
  })),
  "trunk-missing": (["refused", "no-free-index", "no-free-ip", "failed", "unknown"] as const).map((cause) => ({
    node: "node-1",
    nodes: ["node-1", "node-2"],
    instance: "i-0a",
    cause,
    errorCode: "UnauthorizedOperation",
    message: "it failed",
    attached: 3,
    mostInterfaces: 3,
    subnet: "subnet-0a",
    requestedSince: 1,
  })),
  "trunk-without-capacity": [
    { node: "node-1", trunk: "eni-0a", capacity: null, limit: 9, attachedSince: 1 },
    { node: "node-1", trunk: "eni-0a", capacity: 0, limit: null, attachedSince: 1 },
  ],
  "allocatable-lags": [{ node: "node-1", capacity: 9, allocatable: 0 }],
  "capacity-differs-from-table": [{ instanceType: "m5.large", capacity: 12, limit: 9 }],
  "type-cannot-trunk": [
    { instanceType: "t3.large", isInTable: true, nodes: 1, waiting: ["shop/web"], saidByController: false },
    { instanceType: "zz9.large", isInTable: false, nodes: 2, waiting: [], saidByController: true },
  ],
  "legacy-trunk-label": [
    { node: "node-1", value: "false", cniVersion: "1.12.6", isWaiting: true },
    { node: "node-1", value: "true", cniVersion: "1.20.4", isWaiting: false },
    { node: "node-1", value: "not-supported", cniVersion: null, isWaiting: false },
  ],
  "cni-node-odd": (["missing", "stuck", "other-instance", "no-eni-config"] as const).map((problem) => ({
    node: "node-1",
    problem,
    instance: "i-0a",
    said: "i-0b",
    finalizers: problem === "stuck" ? ["networking.k8s.aws/resource-cleanup"] : [],
    deletingSince: null,
  })),
  "cni-node-without-node": [{ node: "node-1", finalizers: ["f"], deletingSince: null, instance: "i-0a" }],
  "trunk-differs-from-eni-config": [true, false].map((isSubnetOther) => ({
    nodes: ["node-1"],
    trunks: ["eni-0a"],
    eniConfig: "zone-a",
    trunkSubnets: ["subnet-0a"],
    configuredSubnet: "subnet-0b",
    trunkGroups: ["sg-0a"],
    configuredGroups: ["sg-0b"],
    isSubnetOther,
  })),
  "eni-config-broken": (["missing", "subnet-missing", "zone-differs", "group-missing"] as const).map((trouble) => ({
    eniConfig: "zone-a",
    from: "CNINode feature CustomNetworking",
    trouble,
    what: trouble === "missing" ? null : "x",
    zone: "eu-west-1a",
    nodes: ["node-1"],
  })),
  "branches-in-former-subnet": [
    {
      nodes: ["node-1"],
      trunks: ["eni-0a"],
      branches: ["eni-0b"],
      pods: ["shop/web"],
      formerSubnets: ["subnet-0a"],
      currentSubnet: "subnet-0b",
      eniConfig: "zone-a",
    },
  ],
  "pod-eni-switched-off": [
    { nodes: ["node-1"], pods: 1, value: "false", isEverywhere: false },
    { nodes: ["node-1", "node-2"], pods: 9, value: null, isEverywhere: true },
  ],
  "aws-node-unhealthy": (["crashing", "restarting", "not-ready"] as const).map((trouble) => ({
    node: "node-1",
    awsNodePod: "aws-node-1",
    trouble,
    restarts: 1,
    branchPods: 2,
  })),
  "aws-node-outdated": [{ node: "node-1", awsNodePod: "aws-node-1", image: "cni:v1", wanted: "cni:v2", branchPods: 2 }],
  "cni-flags-clash": ["ENABLE_IMDS_ONLY_MODE", "MAX_ENI", "MANAGE_UNTAGGED_ENI", "ENABLE_IPv6"].map((flag) => ({
    flag,
    value: "true",
    instead: flag === "MAX_ENI" || flag === "ENABLE_IPv6" ? null : "false",
    cniVersion: flag === "MAX_ENI" ? null : "1.15.0",
  })),
  "auto-mode-node": [{ node: "node-1" }],
  "cni-lacks-permission": [{ action: "ec2:CreateTags", message: "refused", nodes: ["node-1"], lastAt: 1 }],
  "trunk-crowds-pods": [
    { node: "node-1", instanceType: "m5.large", maxPods: 30, usable: 20, branches: 9, ordinaryPods: 18 },
  ],
};

const mine = rules.filter(({ code }) => code < "SGP-040");
const cases = Object.entries(told).flatMap(([rule, all]) => all.map((facts) => [rule, facts] as const));
const languages: Readonly<Record<string, Dictionary>> = { en, "zh-TW": zhTw };
const reading = /^(kubectl (get|describe|logs|auth can-i|rollout status) |aws ec2 describe-)/;

describe("words about ENIs, nodes and the CNI", () => {
  test("are there for every rule", () => {
    expect(Object.keys(told).sort()).toEqual(mine.map(({ id }) => id).sort());
  });

  test.each(cases)("tell %s in both languages, whole", (rule, facts) => {
    for (const dictionary of Object.values(languages)) {
      const words = dictionary[rule];
      const all: Told = { facts, subjects: ["i-0a"], cluster: "lab", region: "eu-west-1" };
      for (const text of [words?.title, words?.describe(all), words?.remedy(all)]) {
        expect(text).toMatch(/\S/);
        expect(text).not.toMatch(/undefined|null|NaN|\[object| {2}|[^.]\.\.[^.]|!|！|。。/);
      }
    }
    expect(
      zhTw[rule as keyof typeof zhTw].describe({ facts, subjects: ["i-0a"], cluster: "lab", region: null } as never),
    ).toMatch(/\p{Script=Han}/u);
  });

  test.each(cases)("give commands of one line for %s, and those to verify only read", (rule, facts) => {
    const words = (en as Dictionary)[rule];
    const all: Told = { facts, subjects: ["i-0a"], cluster: "lab", region: "eu-west-1" };
    const verify = words?.verify(all) ?? [];
    expect(verify.length).toBeGreaterThan(0);
    for (const command of verify) expect(command).toMatch(reading);
    for (const command of [...verify, ...(words?.commands?.(all) ?? [])]) {
      expect(command).not.toMatch(/\n|null|undefined/);
      if (command.startsWith("aws ")) expect(command).toMatch(/ --region eu-west-1$/);
    }
  });
});
