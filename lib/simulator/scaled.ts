import type { Scenario, SubnetSpec, WorkloadSpec } from "./scenario.ts";

const replicas = 50;

/** In fuller subnets single addresses leave no /28 whole, and nodes that ask for prefixes again and again use up EC2's request rate. */
const roominess = 4;

/** A load: so many nodes, branches and pods. Deployments of 50 pods, some on branches, in one namespace per team. */
export function scaled({
  nodes,
  branchesPerNode,
  podsPerNode,
  seed = 1,
  start = Date.UTC(2026, 2, 2, 9),
  churnEveryMs,
  pulseMs,
}: {
  readonly nodes: number;
  readonly branchesPerNode: number;
  /** All pods of a node: those on branches, daemons and ordinary ones. */
  readonly podsPerNode: number;
  readonly seed?: number;
  readonly start?: number;
  /** How often each of one in ten deployments rolls out; never when missing. */
  readonly churnEveryMs?: number;
  /** How often one deployment of a single pod rolls out, so that something is always going on; never when missing. */
  readonly pulseMs?: number;
}): Scenario {
  const region = "eu-west-1";
  const perNode = 2 + branchesPerNode + 32 + 16;
  const networks = Math.max(3, Math.ceil((nodes * perNode * roominess) / 65_000));
  const cidrs = Array.from({ length: networks }, (_, index) => `10.${index}.0.0/16`);
  const subnets: SubnetSpec[] = cidrs.map((cidr, index) => ({
    name: `private-${index}`,
    zone: `${region}${"abc"[index % 3]}`,
    cidr,
  }));
  const teams = Math.max(1, Math.ceil(nodes / 100));
  const daemons = 2;
  const ordinary = Math.max(0, (podsPerNode - branchesPerNode - daemons) * nodes - 2);
  const workloads = [
    ...deployments(nodes * branchesPerNode, teams, "api", churnEveryMs),
    ...deployments(ordinary, teams, "worker", churnEveryMs),
    ...(pulseMs === undefined ? [] : [pulse(pulseMs)]),
  ];
  return {
    cluster: "scaled",
    region,
    about: `Invented: ${nodes} nodes with about ${branchesPerNode} branches and ${podsPerNode} pods each.`,
    seed,
    start,
    vpcCidrs: cidrs,
    subnets,
    groups: Array.from({ length: teams }, (_, team) => ({
      key: `team-${team}`,
      description: `Pods of team ${team}`,
      rules: [
        { protocol: "tcp", port: 8080, peer: "nodes" },
        { protocol: "tcp", port: 8080, peer: `team-${(team + 1) % teams}` },
      ],
    })),
    nodeGroups: [
      { name: "general", kind: "managed", types: [typeFor(branchesPerNode)], desired: Math.ceil(nodes / 2) },
      { name: "spot", kind: "karpenter", types: [typeFor(branchesPerNode)], desired: Math.floor(nodes / 2) },
    ],
    policies: Array.from({ length: teams }, (_, team) => ({
      namespace: `team-${team}`,
      name: "api",
      podSelector: { matchLabels: { role: "api" } },
      groups: [`team-${team}`],
    })),
    workloads,
    cni: { prefixDelegation: true },
  };
}

function pulse(rollEveryMs: number): WorkloadSpec {
  return { kind: "Deployment", namespace: "team-0", name: "pulse", replicas: 1, labels: { role: "api" }, rollEveryMs };
}

/** A size on which so many branches leave some room. */
function typeFor(branches: number): string {
  const sizes = [
    [14, "m5.xlarge"],
    [30, "m5.2xlarge"],
    [46, "m5.4xlarge"],
    [96, "m5.24xlarge"],
  ] as const;
  return sizes.find(([most]) => branches <= most)?.[1] ?? "m5.metal";
}

function deployments(pods: number, teams: number, role: string, churnEveryMs: number | undefined): WorkloadSpec[] {
  const count = Math.ceil(pods / replicas);
  return Array.from({ length: count }, (_, index) => ({
    kind: "Deployment",
    namespace: `team-${index % teams}`,
    name: `${role}-${Math.floor(index / teams)}`,
    replicas: Math.min(replicas, pods - index * replicas),
    labels: { role },
    port: 8080,
    ...(churnEveryMs !== undefined && index % 10 === 0 ? { rollEveryMs: churnEveryMs } : {}),
  }));
}
