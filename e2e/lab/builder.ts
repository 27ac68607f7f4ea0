import type { CollectionName, Item } from "../../lib/recording/collections.ts";
import type { Items, Observation } from "../../lib/recording/observation.ts";

type Content = { readonly [C in CollectionName]?: readonly Item<C>[] };

/** An observation of the items given, each under its own id. */
export function observationWith(content: Content, at = 0): Observation {
  const items: Record<string, Items> = {};
  for (const [collection, list] of Object.entries(content)) {
    items[collection] = new Map(list.map((item) => [idOf(item), item]));
  }
  return { at, items: items as Observation["items"], failures: {}, readAt: {} };
}

function idOf(item: Item): string {
  if ("namespace" in item) return `${item.namespace}/${item.name}`;
  return "id" in item ? item.id : item.name;
}

const createdAt = Date.UTC(2026, 0, 15, 8, 0, 0);

export function anInterface(id: string, facts: Partial<Item<"interfaces">> = {}): Item<"interfaces"> {
  return {
    id,
    type: "branch",
    status: "in-use",
    description: "aws-k8s-branch-eni",
    mac: "02:b0:01:6c:b5:79",
    vpcId: "vpc-0aaa",
    subnetId: "subnet-0aaa",
    availabilityZone: "eu-west-1a",
    ownerId: "111122223333",
    requesterManaged: false,
    privateIp: "192.168.26.162",
    privateIps: ["192.168.26.162"],
    groups: [{ id: "sg-0aaa", name: "app" }],
    attachment: null,
    tags: { "eks:eni:owner": "eks-vpc-resource-controller", "kubernetes.io/cluster/lab": "owned" },
    ...facts,
  };
}

export function anInstance(id: string, facts: Partial<Item<"instances">> = {}): Item<"instances"> {
  return {
    id,
    type: "m5.large",
    state: "running",
    availabilityZone: "eu-west-1a",
    privateIp: "192.168.31.166",
    privateDnsName: "ip-192-168-31-166.eu-west-1.compute.internal",
    vpcId: "vpc-0aaa",
    subnetId: "subnet-0aaa",
    launchedAt: createdAt,
    interfaceIds: [],
    tags: { Name: "lab-node" },
    ...facts,
  };
}

export function aPod(namespace: string, name: string, facts: Partial<Item<"pods">> = {}): Item<"pods"> {
  return {
    namespace,
    name,
    uid: `uid-${namespace}-${name}`,
    createdAt,
    labels: { app: name.split("-")[0] ?? name },
    annotations: {},
    nodeName: "ip-192-168-31-166.eu-west-1.compute.internal",
    phase: "Running",
    podIp: "192.168.26.162",
    podIps: ["192.168.26.162"],
    serviceAccount: "default",
    startedAt: createdAt,
    conditions: [{ type: "Ready", status: "True", changedAt: createdAt }],
    containers: [{ name: "main", image: "registry.k8s.io/pause:3.9", podEniRequest: 1, podEniLimit: 1 }],
    statuses: [{ name: "main", ready: true, restarts: 0, startedAt: createdAt }],
    ...facts,
  };
}

export function aNode(name: string, facts: Partial<Item<"nodes">> = {}): Item<"nodes"> {
  return {
    name,
    uid: `uid-${name}`,
    createdAt,
    labels: { "kubernetes.io/os": "linux" },
    annotations: {},
    providerId: "aws:///eu-west-1a/i-01ac2403f4932c7ee",
    addresses: [{ type: "InternalIP", address: "192.168.31.166" }],
    capacity: { pods: 29, podEni: 9 },
    allocatable: { pods: 29, podEni: 9 },
    conditions: [{ type: "Ready", status: "True", changedAt: createdAt }],
    taints: [],
    kubeletVersion: "v1.36.2",
    ...facts,
  };
}
