import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Branch, BranchState, Pod, Resource } from "../topology/resources.ts";

interface ExampleOptions {
  readonly nodes: number;
  readonly seed?: number;
  /** Instances without a trunk, leftovers and pods that wait, as real clusters have them. */
  readonly oddities?: boolean;
  readonly at?: number;
}

const types = [
  { name: "m5.large", branches: 9, interfaces: 3, ips: 10 },
  { name: "m5.xlarge", branches: 18, interfaces: 4, ips: 15 },
  { name: "c5.2xlarge", branches: 38, interfaces: 4, ips: 15 },
  { name: "m6i.large", branches: 9, interfaces: 3, ips: 10 },
] as const;
const workloads = [
  "checkout",
  "payments-api",
  "orders",
  "inventory-sync",
  "aws-cli",
  "billing-worker",
  "session-cache",
];
const ordinary = [
  "aws-node",
  "kube-proxy",
  "coredns-6b9575c64c",
  "ebs-csi-node",
  "node-exporter",
  "fluent-bit",
  "web-frontend",
];
const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const nodeGroups = ["general", "payments"];
const groupIds = [
  "sg-079157a483bcb371f",
  "sg-032f6354cf0b25196",
  "sg-0b1f72c4d1e2a3b4c",
  "sg-0c98d7e6f5a4b3c21",
  "sg-05a1b2c3d4e5f6071",
];
const groupNames = ["payments-pods", "eks-cluster-sg-lyra", "orders-db-client", "egress-proxy", "redis-client"];

/** A believable snapshot of invented resources, the same for the same seed. For tests of whatever draws snapshots. */
export function exampleSnapshot({
  nodes,
  seed = 7,
  oddities = false,
  at = 1_764_000_000_000,
}: ExampleOptions): Snapshot {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const resources: Resource[] = [];
  const subnets = zones.map((_, index) => `subnet-0${index}e863f9fbcda592a`);
  zones.forEach((zone, index) => {
    resources.push({
      kind: "subnet",
      id: subnets[index] as string,
      marks: [],
      name: `private-${zone.slice(-2)}`,
      zone,
      cidr: `10.0.${index * 32}.0/19`,
      vpcId: "vpc-0b150640c72b722db",
      availableIps: 4200 + index,
    });
  });
  groupIds.forEach((id, index) => {
    const rules = [
      {
        id: `sgr-${index}a`,
        isEgress: false,
        protocol: "tcp",
        fromPort: 6379,
        toPort: 6379,
        peer: groupIds[(index + 1) % groupIds.length] as string,
        description: "from its clients",
      },
      { id: `sgr-${index}b`, isEgress: true, protocol: "-1", peer: "0.0.0.0/0" },
    ];
    resources.push({
      kind: "securityGroup",
      id,
      marks: [],
      name: groupNames[index] as string,
      description: `Pods of ${groupNames[index]}`,
      vpcId: "vpc-0b150640c72b722db",
      rules,
    });
  });
  resources.push(
    {
      kind: "policy",
      id: "policy/shop/payments",
      marks: [],
      namespace: "shop",
      name: "payments",
      groupIds: [groupIds[0] as string],
      podSelector: "app in (payments-api, checkout)",
      serviceAccountSelector: null,
    },
    {
      kind: "policy",
      id: "policy/shop/orders",
      marks: [],
      namespace: "shop",
      name: "orders",
      groupIds: [groupIds[2] as string, groupIds[3] as string],
      podSelector: "app=orders",
      serviceAccountSelector: null,
    },
  );

  for (let n = 0; n < nodes; n += 1) {
    const zone = n % zones.length;
    const type = types[Math.floor(n / 3) % types.length] as (typeof types)[number];
    const id = `i-${hex(random, 17)}`;
    const nodeName = `ip-10-0-${zone * 32 + 3}-${10 + (n % 240)}.eu-west-1.compute.internal`;
    const hasTrunk = !(oddities && n % 11 === 10);
    const enis = [0, 1].map((index) => `eni-${hex(random, 17)}${index}`.slice(0, 21));
    const trunkId = `eni-${hex(random, 17)}`;
    const facts = {
      status: "in-use",
      subnetId: subnets[zone] as string,
      zone: zones[zone] as string,
      attachmentStatus: "attached",
      attachedAt: at - 86_400_000,
      deleteOnTermination: true,
    };
    resources.push({
      kind: "instance",
      id,
      marks: [],
      inEc2: true,
      inKubernetes: true,
      nodeName,
      instanceType: hasTrunk ? type.name : "t3.large",
      state: "running",
      zone: zones[zone] as string,
      subnetId: subnets[zone] as string,
      vpcId: "vpc-0b150640c72b722db",
      ip: `10.0.${zone * 32 + 3}.${10 + (n % 240)}`,
      launchedAt: at - 90_000_000,
      joinedAt: at - 89_900_000,
      ready: !(oddities && n === 4),
      nodeGroup: nodeGroups[Math.floor(n / 3) % 2] as string,
      os: "linux",
      kubeletVersion: "v1.33.1-eks-7c1d9c8",
      management: hasTrunk ? "cni-node" : "not-requested",
      cniFeatures: hasTrunk ? ["SecurityGroupsForPods"] : [],
      capacity: { pods: 110, podEni: hasTrunk ? type.branches : 0 },
      allocatable: { pods: 110, podEni: hasTrunk ? (n === 3 ? type.branches - 1 : type.branches) : 0 },
      limits: {
        trunk: hasTrunk,
        branches: hasTrunk ? type.branches : 0,
        interfaces: type.interfaces,
        ipsPerInterface: type.ips,
      },
      interfaceIds: enis,
      trunkIds: hasTrunk ? [trunkId] : [],
    });
    enis.forEach((eniId, index) => {
      resources.push({
        kind: "interface",
        id: eniId,
        marks: [],
        interfaceType: "interface",
        description: index === 0 ? "" : `aws-K8S-${id}`,
        mac: mac(random),
        ip: `10.0.${zone * 32 + 3 + index}.${10 + (n % 240)}`,
        groupIds: [groupIds[1] as string],
        instanceId: id,
        deviceIndex: index,
        networkCardIndex: 0,
        secondaryIps: type.ips - 1,
        prefixes: [],
        ...facts,
      });
    });
    const podCount = 3 + Math.floor(random() * 9);
    for (let p = 0; p < podCount; p += 1) {
      const app = p < 2 ? (ordinary[p] as string) : pick(ordinary);
      resources.push(
        pod({
          namespace: p < 6 ? "kube-system" : "web",
          name: `${app}-${hex(random, 5)}`,
          nodeName,
          instanceId: id,
          interfaceId: p < 7 ? (enis[0] as string) : (enis[1] as string),
          ip: `10.0.${zone * 32 + 4}.${(n * 13 + p) % 250}`,
          hostNetwork: p < 2,
          at,
        }),
      );
    }
    if (!hasTrunk) continue;
    const held = Math.min(type.branches, Math.floor(random() * type.branches * 1.1));
    const slots = { used: 0, allocating: 0, cooling: 0, unowned: 0, orphan: 0 };
    for (let b = 0; b < held; b += 1) {
      const roll = random();
      const state: BranchState =
        oddities && n === 1 && b === 1
          ? "orphan"
          : roll < 0.74
            ? "used"
            : roll < 0.88
              ? "cooling"
              : roll < 0.95
                ? "allocating"
                : "unowned";
      const app = pick(workloads);
      const groups =
        app === "orders"
          ? [groupIds[2] as string, groupIds[3] as string]
          : app === "session-cache"
            ? [groupIds[4] as string]
            : [groupIds[0] as string];
      const branchId = `eni-${hex(random, 17)}`;
      const ip = `10.0.${zone * 32 + 8 + (b % 20)}.${(n * 7 + b) % 250}`;
      const owner =
        state === "used"
          ? pod({
              namespace: "shop",
              name: `${app}-${hex(random, 9)}-${hex(random, 5)}`,
              nodeName,
              instanceId: id,
              interfaceId: branchId,
              branchIds: [branchId],
              ip,
              at,
              policyIds:
                app === "orders"
                  ? ["policy/shop/orders"]
                  : app === "payments-api" || app === "checkout"
                    ? ["policy/shop/payments"]
                    : [],
            })
          : null;
      if (owner)
        resources.push({ ...owner, annotation: [{ eniId: branchId, ip, vlan: b + 1, subnetCidr: "10.0.0.0/19" }] });
      const branch: Branch = {
        kind: "branch",
        id: branchId,
        marks: [],
        interfaceType: "branch",
        mac: mac(random),
        ip,
        groupIds: groups,
        trunkId,
        instanceId: id,
        vlan: b + 1 + (b > 3 ? 1 : 0),
        vlanFrom: "tag",
        state,
        podIds: owner ? [owner.id] : [],
        status: "in-use",
        subnetId: facts.subnetId,
        zone: facts.zone,
        firstSeen: { at: at - 3_600_000, exact: true },
        ...(state !== "used" && { unownedSince: { at: at - 25_000, exact: state !== "unowned" } }),
        ...(state === "cooling" && { lastOwner: `pod/shop/${app}-gone` }),
      };
      slots[state] += 1;
      resources.push(branch);
    }
    if (held < type.branches && random() < 0.4) {
      resources.push({
        ...pod({
          namespace: "shop",
          name: `${pick(workloads)}-${hex(random, 9)}-${hex(random, 5)}`,
          nodeName,
          instanceId: id,
          interfaceId: null,
          at,
        }),
        status: "ContainerCreating",
        phase: "Pending",
        podEniRequest: 1,
        waitsForBranch: true,
      });
    }
    resources.push({
      kind: "trunk",
      id: trunkId,
      marks: [],
      interfaceType: "trunk",
      description: "aws-k8s-trunk-eni",
      mac: mac(random),
      ip: `10.0.${zone * 32 + 9}.${10 + (n % 240)}`,
      groupIds: [groupIds[1] as string],
      instanceId: id,
      deviceIndex: 2,
      networkCardIndex: 0,
      limit: type.branches,
      slots,
      ...facts,
    });
  }
  if (oddities) resources.push(...leftovers(at));
  return {
    version: 1,
    cluster: "lyra",
    region: "eu-west-1",
    about: "Invented, for tests",
    mode: "live",
    at,
    findings: [],
    undecided: [],
    revision: 1,
    coolDownSeconds: 60,
    releaseSeconds: 120,
    freshness: Object.fromEntries([
      ...["instances", "interfaces", "securityGroups", "securityGroupRules", "subnets"].map((name) => [
        name,
        { readAt: at - 12_000, count: 12, failure: null },
      ]),
      ...[
        "nodes",
        "pods",
        "securityGroupPolicies",
        "cniNodes",
        "namespaces",
        "serviceAccounts",
        "daemonSets",
        "configMaps",
      ].map((name) => [name, { readAt: at - 1000, count: 12, failure: null }]),
      ["vpcs", { readAt: at - 12_000, count: 1, failure: null }],
    ]),
    filled: {},
    resources,
  };
}

function leftovers(at: number): Resource[] {
  return [
    {
      ...pod({ namespace: "shop", name: "payments-api-7d9f8b6c5d-x2x9q", instanceId: null, interfaceId: null, at }),
      status: "Unschedulable",
      phase: "Pending",
      podEniRequest: 1,
    },
    {
      ...pod({ namespace: "shop", name: "payments-api-7d9f8b6c5d-pl8wz", instanceId: null, interfaceId: null, at }),
      status: "Unschedulable",
      phase: "Pending",
      podEniRequest: 1,
    },
    {
      kind: "branch",
      id: "eni-0dead000000000001",
      marks: ["trunk-not-in-ec2"],
      groupIds: [groupIds[0] as string],
      trunkId: "eni-0gone000000000001",
      instanceId: null,
      vlan: 4,
      state: "orphan",
      podIds: [],
      ip: "10.0.9.77",
      mac: "02:aa:bb:cc:dd:ee",
      status: "in-use",
      unownedSince: { at: at - 5_400_000, exact: true },
    },
    {
      ...pod({
        namespace: "batch",
        name: "nightly-report-28991-kx7",
        nodeName: "ip-10-0-99-1.eu-west-1.compute.internal",
        instanceId: null,
        interfaceId: null,
        at,
      }),
      marks: ["instance-unknown"],
    },
    {
      kind: "unjoined",
      id: "unjoined/cniNodes/ip-10-0-99-2",
      marks: ["node-not-in-kubernetes"],
      collection: "cniNodes",
      name: "ip-10-0-99-2.eu-west-1.compute.internal",
    },
    {
      kind: "instance",
      id: "node/fargate-ip-10-0-40-7",
      marks: ["instance-not-in-ec2"],
      inEc2: false,
      inKubernetes: true,
      nodeName: "fargate-ip-10-0-40-7",
      ready: true,
      zone: zones[1] as string,
      management: "fargate",
      interfaceIds: [],
      trunkIds: [],
    },
    {
      kind: "instance",
      id: "i-0notjoined0000001",
      marks: ["node-not-in-kubernetes"],
      inEc2: true,
      inKubernetes: false,
      instanceType: "m5.large",
      state: "running",
      zone: zones[2] as string,
      management: "unknown",
      interfaceIds: [],
      trunkIds: [],
      limits: { trunk: true, branches: 9, interfaces: 3, ipsPerInterface: 10 },
    },
  ];
}

interface PodOptions {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName?: string;
  readonly instanceId: string | null;
  readonly interfaceId: string | null;
  readonly branchIds?: string[];
  readonly policyIds?: string[];
  readonly ip?: string;
  readonly hostNetwork?: boolean;
  readonly at: number;
}

function pod({
  namespace,
  name,
  instanceId,
  interfaceId,
  branchIds = [],
  policyIds = [],
  hostNetwork = false,
  at,
  ...rest
}: PodOptions): Pod {
  return {
    kind: "pod",
    id: `pod/${namespace}/${name}`,
    marks: [],
    namespace,
    name,
    instanceId,
    interfaceId,
    branchIds,
    policyIds,
    hostNetwork,
    ...rest,
    phase: "Running",
    status: "Running",
    ready: true,
    restarts: 0,
    createdAt: at - 3_600_000,
    serviceAccount: "default",
    podEniRequest: branchIds.length,
    waitsForBranch: false,
    annotated: branchIds.length > 0,
  };
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
}

function mac(random: () => number): string {
  return `02:${Array.from({ length: 5 }, () => hex(random, 2)).join(":")}`;
}
