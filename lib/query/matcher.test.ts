import { describe, expect, test } from "vitest";
import type { Resource } from "../topology/resources.ts";
import type { SearchedFinding } from "./finding.ts";
import { createMatcher } from "./matcher.ts";
import { parseQuery } from "./parse.ts";
import { SearchIndex } from "./search-index.ts";
import { byId } from "./testing.fixture.ts";

const at = 10 * 86_400_000;
const instanceId = "i-0a1";
const subnetId = "subnet-0d4";

const resources: readonly Resource[] = [
  {
    kind: "instance",
    id: instanceId,
    marks: [],
    nodeName: "ip-192-168-1-9.ec2.internal",
    instanceType: "m5.large",
    zone: "eu-west-1a",
    nodeGroup: "general",
    subnetId,
    ip: "192.168.1.9",
    launchedAt: at - 3 * 86_400_000,
    management: "cni-node",
    interfaceIds: ["eni-0p"],
    trunkIds: ["eni-0t"],
  },
  {
    kind: "trunk",
    id: "eni-0t",
    marks: [],
    mac: "02:00:00:00:00:01",
    instanceId,
    groupIds: ["sg-0nodes"],
    limit: 9,
    slots: { used: 5, allocating: 1, cooling: 1, unowned: 0, orphan: 0 },
  },
  {
    kind: "interface",
    id: "eni-0p",
    marks: [],
    ip: "192.168.1.9",
    ipv6: "fd00:0:0:0::9",
    instanceId,
    groupIds: ["sg-0nodes"],
    secondaryIps: 0,
    prefixes: ["192.168.7.16/28", "fd00:7::/80"],
    zone: "eu-west-1a",
  },
  {
    kind: "branch",
    id: "eni-0b",
    marks: ["vlan-conflict"],
    mac: "02:E1:48:75:86:a4",
    ip: "192.168.26.162",
    groupIds: ["sg-0pay", "sg-0gone"],
    trunkId: "eni-0t",
    instanceId,
    vlan: 1,
    state: "used",
    podIds: ["pod/shop/pay-1"],
    subnetId,
  },
  {
    kind: "branch",
    id: "eni-0c",
    marks: [],
    ip: "192.168.26.163",
    groupIds: [],
    trunkId: "eni-0t",
    instanceId,
    vlan: 12,
    state: "cooling",
    podIds: [],
    lastOwner: "pod/shop/pay-0",
  },
  {
    kind: "pod",
    id: "pod/shop/pay-1",
    marks: [],
    namespace: "shop",
    name: "pay-1",
    nodeName: "ip-192-168-1-9.ec2.internal",
    instanceId,
    status: "Running",
    phase: "Running",
    ready: true,
    restarts: 2,
    ip: "192.168.26.162",
    hostNetwork: false,
    serviceAccount: "payer",
    workload: { kind: "ReplicaSet", name: "pay" },
    podEniRequest: 1,
    annotated: true,
    branchIds: ["eni-0b"],
    interfaceId: "eni-0b",
    waitsForBranch: false,
    policyIds: ["policy/shop/pay"],
  },
  {
    kind: "pod",
    id: "pod/shop/web-1",
    marks: [],
    namespace: "shop",
    name: "web-1",
    instanceId: null,
    status: "Unschedulable",
    phase: "Pending",
    hostNetwork: false,
    podEniRequest: 0,
    annotated: true,
    annotation: [{ eniId: "eni-0lost", ip: "192.168.40.1", mac: "02-FF-00-00-00-01" }],
    branchIds: [],
    interfaceId: null,
    waitsForBranch: false,
    policyIds: [],
  },
  { kind: "securityGroup", id: "sg-0pay", marks: [], name: "Payments" },
  { kind: "securityGroup", id: "sg-0nodes", marks: [], name: "nodes" },
  {
    kind: "policy",
    id: "policy/shop/pay",
    marks: [],
    namespace: "shop",
    name: "pay",
    groupIds: ["sg-0pay"],
    podSelector: "app=pay",
    serviceAccountSelector: null,
  },
  {
    kind: "subnet",
    id: subnetId,
    marks: [],
    name: "private-a",
    zone: "eu-west-1a",
    cidr: "192.168.0.0/19",
    availableIps: 7,
  },
];

const findings: readonly SearchedFinding[] = [
  { subject: "eni-0t", severity: "high", rule: "trunk-full", code: "SGP-040" },
  { subject: "eni-0c", severity: "low", rule: "slow-release" },
];

const pay = "pod/shop/pay-1";
const web = "pod/shop/web-1";
const policy = "policy/shop/pay";
const placed = [instanceId, "eni-0t", "eni-0p", "eni-0b", "eni-0c", pay];

describe("what a search finds", () => {
  test.each<[string, readonly string[]]>([
    ["PAY", [pay, "sg-0pay", policy]],
    ["shop/pay-1", [pay]],
    ["payments", ["sg-0pay"]],
    ["m5.large", [instanceId]],
    ["eu-west-1a", [instanceId, "eni-0p", subnetId]],
    ["cooling", ["eni-0c"]],
    ["conflict", ["eni-0b"]],
    ["192.168.26.162", ["eni-0b", pay]],
    ["192.168.26", ["eni-0b", "eni-0c", pay]],
    ["192.168.7.20", ["eni-0p"]],
    ["192.168.26.162/31", ["eni-0b", "eni-0c", pay]],
    ["02-e1-48-75-86-A4", ["eni-0b"]],
    ["02e1.4875.86a4", ["eni-0b"]],
    ["arn:aws:ec2:eu-west-1:1:network-interface/eni-0b", ["eni-0b"]],
    ["arn:aws:ec2:eu-west-1:1:network-interface/", []],
    ["aws:///eu-west-1a/i-0a1", [instanceId]],
    ["pay*1", [pay]],
    ["shop -pay", [web]],
    ["id:eni-0b OR id:sg-0p*", ["eni-0b", "sg-0pay"]],
    ["id=eni-0", []],
    ["name:pay-*", [pay]],
    ["ip:192.168.26.162", ["eni-0b", pay]],
    ["ip:192.168.26.16", []],
    ["ip:192.168.26.", ["eni-0b", "eni-0c", pay]],
    ["ip:*.163", ["eni-0c"]],
    ["ip:192.168.0.0/21", [instanceId, "eni-0p"]],
    ["ip:192.168.7.16/30", ["eni-0p"]],
    ["ip:fd00::9", ["eni-0p"]],
    ["ip:FD00:7:0:0:0::1", ["eni-0p"]],
    ["ip:192.168.40.1", [web]],
    ["cidr:192.168.26.162", [subnetId]],
    ["cidr:192.168.32.0/19", []],
    ["mac:02e148", ["eni-0b"]],
    ["mac:02:FF", [web]],
    ["vlan:1", ["eni-0b"]],
    ["vlan>1", ["eni-0c"]],
    ["node:192-168-1-9", placed],
    ["instance:i-0a1", placed],
    ["type:m5.* kind:pod", [pay]],
    ["group:general kind:trunk", ["eni-0t"]],
    ["zone:eu-west-1a kind:pod", [pay]],
    ["trunk:eni-0t", [instanceId, "eni-0t", "eni-0b", "eni-0c", pay]],
    ["ns:shop", ["eni-0b", "eni-0c", pay, web, policy]],
    ["sg:payments", ["eni-0b", pay, "sg-0pay", policy]],
    ["sg:sg-0pay", ["eni-0b", pay, "sg-0pay", policy]],
    ["sg:sg-0gone", ["eni-0b", pay]],
    ["kind:branch -sg:*", ["eni-0c"]],
    ["policy:shop/pay", ["eni-0b", pay, policy]],
    ["workload:replicaset/pay", ["eni-0b", pay]],
    ["sa:payer kind:branch", ["eni-0b"]],
    ["subnet:private-a", [instanceId, "eni-0b", pay, subnetId]],
    ["subnet=subnet-0d4 kind:subnet", [subnetId]],
    ["mark:*", ["eni-0b"]],
    ["free<3", ["eni-0t"]],
    ["free:2 used:5 limit=9 cooling>=1", ["eni-0t"]],
    ["free<2", []],
    ["ips<10", [subnetId]],
    ["restarts>0", [pay]],
    ["restarts!=2", []],
    ["age>2d", [instanceId]],
    ["age<3d12h age>=3d", [instanceId]],
    ["age:*", [instanceId]],
    ["ready:yes", [pay]],
    ["phase:pending", [web]],
    ["severity>=medium", ["eni-0t"]],
    ["severity<high", ["eni-0c"]],
    ["finding:SGP-040 OR check:slow*", ["eni-0t", "eni-0c"]],
    ["-kind:eni -kind:pod -kind:sg", [instanceId, policy, subnetId]],
  ])("%s", (text, expected) => {
    const { query } = parseQuery(text);
    if (query === undefined) throw new Error(`${text} could not be read`);
    const one = createMatcher(query, { at, byId: byId(resources), findings });
    expect(
      resources
        .filter(one)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...expected].sort());
    expect(new SearchIndex({ at, resources }).match(query, findings).ids().sort()).toEqual([...expected].sort());
  });

  test("without findings, severity finds nothing", () => {
    const { query } = parseQuery("severity>=info");
    expect(query && new SearchIndex({ at, resources }).match(query).total).toBe(0);
  });
});
