import type { CollectionName, Item } from "../recording/collections.ts";
import type { Failure, Observation } from "../recording/observation.ts";

/** Ids of the healthy cluster that tests name. */
export const lab = {
  cluster: "lab",
  start: Date.UTC(2026, 2, 2, 9),
  vpc: "vpc-0a",
  subnet: "subnet-0a",
  instance: "i-0aaaaaaaaaaaaaaa1",
  node: "ip-10-0-1-10.eu-west-1.compute.internal",
  primary: "eni-0primary",
  trunk: "eni-0trunk",
  branchA: "eni-0brancha",
  branchB: "eni-0branchb",
  nodeGroup: "sg-0nodes",
  clusterGroup: "sg-0cluster",
  podGroup: "sg-0pods",
  podA: "shop/web-a",
  podB: "shop/web-b",
  ordinaryPod: "shop/admin",
  policy: "shop/web",
  account: "shop/default",
  awsNode: "kube-system/aws-node-1",
  coreDns: "kube-system/coredns-1",
  lease: "kube-system/cp-vpc-resource-controller",
} as const;

type Store = { [C in CollectionName]: Map<string, Item<C>> };

/**
 * A small cluster of raw items to change and to watch: one m5.large with a trunk, two branches, and all that goes with them. Nothing is
 * wrong with it. `wait` records the moment as it stands and lets time pass; all that can be read is read again at each moment.
 */
export class Lab {
  now: number = lab.start;
  readonly #items = healthyItems(lab.start) as Partial<Store>;
  readonly #failures: { [C in CollectionName]?: Failure } = {};
  readonly #readAt: { [C in CollectionName]?: number } = {};
  readonly #moments: Observation[] = [];
  #isLeaseKept = true;

  /** Adds an item, or puts another in its place. */
  put<C extends CollectionName>(collection: C, id: string, item: Item<C>): this {
    if (collection === "leases") this.#isLeaseKept = false;
    const items = (this.#items[collection] ?? new Map()) as Map<string, Item<C>>;
    (this.#items as Record<string, unknown>)[collection] = new Map(items).set(id, item);
    return this;
  }

  /** Adds many items at once. */
  fill<C extends CollectionName>(collection: C, items: Iterable<readonly [string, Item<C>]>): this {
    const known = (this.#items[collection] ?? new Map()) as Map<string, Item<C>>;
    (this.#items as Record<string, unknown>)[collection] = new Map([...known, ...items]);
    return this;
  }

  /** Changes some fields of an item; `undefined` takes one away. */
  change<C extends CollectionName>(
    collection: C,
    id: string,
    fields: { [K in keyof Item<C>]?: Item<C>[K] | undefined },
  ): this {
    const item: Record<string, unknown> = { ...this.get(collection, id) };
    for (const [key, value] of Object.entries(fields)) {
      if (value === undefined) delete item[key];
      else item[key] = value;
    }
    return this.put(collection, id, item as Item<C>);
  }

  get<C extends CollectionName>(collection: C, id: string): Item<C> {
    const item = this.#items[collection]?.get(id);
    if (item === undefined) throw new RangeError(`the lab has no ${collection}/${id}`);
    return item as Item<C>;
  }

  remove(collection: CollectionName, id: string): this {
    this.get(collection, id);
    if (collection === "leases") this.#isLeaseKept = false;
    const items = new Map(this.#items[collection] as ReadonlyMap<string, Item>);
    items.delete(id);
    (this.#items as Record<string, unknown>)[collection] = items;
    return this;
  }

  /** As if a collection had never been read. */
  unread(collection: CollectionName): this {
    delete this.#items[collection];
    delete this.#readAt[collection];
    return this;
  }

  /** From now on a collection cannot be read; what was known of it stays. */
  fail(collection: CollectionName, failure: Failure = { code: "Forbidden", message: "not granted" }): this {
    this.#failures[collection] = failure;
    return this;
  }

  recover(collection: CollectionName): this {
    delete this.#failures[collection];
    return this;
  }

  /** Records this moment, then lets time pass; with `every`, looking at it so often meanwhile. */
  wait(seconds: number, every = seconds): this {
    const until = this.now + seconds * 1000;
    while (this.now < until) {
      this.#moments.push(this.observation());
      this.now = Math.min(until, this.now + every * 1000);
    }
    return this;
  }

  /** What is known now. */
  observation(): Observation {
    if (this.#isLeaseKept && this.#items.leases !== undefined) {
      this.#items.leases = new Map([[lab.lease, leaseAt(this.now)]]);
    }
    for (const name of Object.keys(this.#items) as CollectionName[]) {
      if (this.#failures[name] === undefined) this.#readAt[name] = this.now;
    }
    return {
      at: this.now,
      items: { ...this.#items } as Observation["items"],
      failures: { ...this.#failures },
      readAt: { ...this.#readAt },
    };
  }

  /** The moments recorded, and the present one. */
  moments(): readonly Observation[] {
    return [...this.#moments, this.observation()];
  }
}

/** The healthy cluster, to start from. */
export function healthy(): Lab {
  return new Lab();
}

const day = 86_400_000;
const meta = (name: string, createdAt: number) => ({
  name,
  uid: `uid-${name}`,
  createdAt,
  labels: {},
  annotations: {},
});
const byId = <T extends { readonly id: string }>(...items: readonly T[]) =>
  new Map(items.map((item) => [item.id, item]));
const byName = <T extends { readonly namespace?: string; readonly name: string }>(...items: readonly T[]) =>
  new Map(items.map((item) => [item.namespace === undefined ? item.name : `${item.namespace}/${item.name}`, item]));

/** An ordinary pod that runs in the lab; what a test gives counts. */
export function podItem(name: string, fields: Partial<Item<"pods">> = {}): Item<"pods"> {
  const createdAt = lab.start - day / 2;
  return {
    ...meta(name, createdAt),
    namespace: "shop",
    nodeName: lab.node,
    phase: "Running",
    hostNetwork: false,
    serviceAccount: "default",
    owner: { kind: "ReplicaSet", name: "web-5d8f" },
    startedAt: createdAt + 1000,
    conditions: [
      { type: "PodScheduled", status: "True", changedAt: createdAt },
      { type: "PodReadyToStartContainers", status: "True", changedAt: createdAt + 2000 },
      { type: "Ready", status: "True", changedAt: createdAt + 4000 },
    ],
    containers: [{ name: "main", image: "shop/web:1", ports: [{ port: 8080, protocol: "TCP" }] }],
    statuses: [{ name: "main", ready: true, restarts: 0, startedAt: createdAt + 3000 }],
    graceSeconds: 30,
    dnsPolicy: "ClusterFirst",
    ...fields,
  };
}

/** The annotation that the controller writes for a branch. */
export function annotationOf(eni: Item<"interfaces">, vlanId: number): Record<string, string> {
  const entry = {
    eniId: eni.id,
    ifAddress: eni.mac,
    privateIp: eni.privateIp,
    ipv6Addr: "",
    vlanId,
    subnetCidr: "10.0.0.0/19",
    subnetV6Cidr: "",
    associationID: `trunk-assoc-0${vlanId}`,
  };
  return { "vpc.amazonaws.com/pod-eni": JSON.stringify([entry]) };
}

/** A branch behind the lab's trunk. */
export function branchItem(
  id: string,
  vlan: number,
  ip: string,
  fields: Partial<Item<"interfaces">> = {},
): Item<"interfaces"> {
  return {
    ...eniItem(id, ip, [lab.podGroup]),
    type: "branch",
    description: "aws-k8s-branch-eni",
    attachment: null,
    tags: {
      ...controllerTags,
      "vpcresources.k8s.aws/trunk-eni-id": lab.trunk,
      "vpcresources.k8s.aws/vlan-id": String(vlan),
    },
    ...fields,
  };
}

/** A running pod on a branch of its own. */
export function podOnBranch(
  name: string,
  eni: Item<"interfaces">,
  vlan: number,
  fields: Partial<Item<"pods">> = {},
): Item<"pods"> {
  const ip = eni.privateIp ?? "";
  return podItem(name, {
    labels: { tier: "web" },
    annotations: annotationOf(eni, vlan),
    podIp: ip,
    podIps: [ip],
    containers: [
      {
        name: "main",
        image: "shop/web:1",
        ports: [{ name: "http", port: 8080, protocol: "TCP" }],
        probes: [{ use: "readiness", kind: "http", port: "http" }],
        podEniRequest: 1,
        podEniLimit: 1,
      },
    ],
    ...fields,
  });
}

/** An event as Kubernetes keeps it for an hour. */
export function eventItem(
  kind: string,
  name: string,
  fields: Partial<Item<"events">> & { readonly reason: string },
): Item<"events"> {
  const [namespace, bare] = name.includes("/") ? name.split("/") : [undefined, name];
  return {
    namespace: namespace ?? "default",
    name: `${bare}.${fields.reason}`,
    type: "Warning",
    component: "vpc-resource-controller",
    count: 1,
    firstAt: lab.start,
    lastAt: lab.start,
    about: { kind, ...(namespace === undefined ? {} : { namespace }), name: bare ?? "", uid: `uid-${bare}` },
    ...fields,
  };
}

const controllerTags = {
  "eks:eni:owner": "eks-vpc-resource-controller",
  "kubernetes.io/cluster/lab": "owned",
  "node.k8s.amazonaws.com/instance_id": lab.instance,
};

function eniItem(id: string, ip: string, groups: readonly string[]): Item<"interfaces"> {
  return {
    id,
    type: "interface",
    status: "in-use",
    mac: `02:00:00:00:00:${ip.split(".")[3]?.padStart(2, "0").slice(-2)}`,
    vpcId: lab.vpc,
    subnetId: lab.subnet,
    availabilityZone: "eu-west-1a",
    ownerId: "111111111111",
    requesterManaged: false,
    privateIp: ip,
    privateIps: [ip],
    ipv6s: [],
    ipv4Prefixes: [],
    groups: groups.map((group) => ({ id: group, name: group.slice(4) })),
    attachment: null,
    tags: {},
  };
}

function attached(deviceIndex: number) {
  return {
    id: `eni-attach-0${deviceIndex}`,
    instanceId: lab.instance,
    deviceIndex,
    networkCardIndex: 0,
    status: "attached",
    attachedAt: lab.start - day,
    deleteOnTermination: true,
  };
}

function leaseAt(now: number): Item<"leases"> {
  return {
    namespace: "kube-system",
    name: "cp-vpc-resource-controller",
    labels: {},
    annotations: {},
    holder: "controller_1",
    durationSeconds: 30,
    renewedAt: now - 3000,
  };
}

function rule(id: string, groupId: string, fields: Partial<Item<"securityGroupRules">>): Item<"securityGroupRules"> {
  return { id, groupId, isEgress: false, protocol: "-1", fromPort: -1, toPort: -1, ...fields };
}

function healthyItems(now: number): Partial<Store> {
  const old = now - day;
  const groups = [lab.nodeGroup, lab.clusterGroup];
  const branches = [branchItem(lab.branchA, 1, "10.0.1.21"), branchItem(lab.branchB, 2, "10.0.1.22")] as const;
  const webs = [podOnBranch("web-a", branches[0], 1), podOnBranch("web-b", branches[1], 2)];
  const cniImage = "602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.20.4-eksbuild.1";
  const cniContainers = {
    initContainers: [{ name: "aws-vpc-cni-init", image: cniImage, env: { DISABLE_TCP_EARLY_DEMUX: "true" } }],
    containers: [
      {
        name: "aws-node",
        image: cniImage,
        env: { ENABLE_POD_ENI: "true", AWS_VPC_K8S_CNI_EXTERNALSNAT: "false", VPC_CNI_VERSION: "v1.20.4" },
      },
    ],
  };
  const system = { namespace: "kube-system", createdAt: old, startedAt: old + 1000 };
  const systemConditions = [
    { type: "PodScheduled", status: "True", changedAt: old },
    { type: "PodReadyToStartContainers", status: "True", changedAt: old + 2000 },
    { type: "Ready", status: "True", changedAt: old + 4000 },
  ];
  const awsNode = podItem("aws-node-1", {
    ...system,
    ...cniContainers,
    labels: { "k8s-app": "aws-node", "app.kubernetes.io/name": "aws-node" },
    conditions: systemConditions,
    statuses: [{ name: "aws-node", ready: true, restarts: 0, startedAt: old + 3000 }],
    hostNetwork: true,
    serviceAccount: "aws-node",
    owner: { kind: "DaemonSet", name: "aws-node" },
    podIp: "10.0.1.10",
    podIps: ["10.0.1.10"],
    dnsPolicy: "ClusterFirstWithHostNet",
  });
  const dnsPorts = [
    { name: "dns", protocol: "UDP", port: 53 },
    { name: "dns-tcp", protocol: "TCP", port: 53 },
  ];
  const coreDns = podItem("coredns-1", {
    ...system,
    labels: { "k8s-app": "kube-dns" },
    conditions: systemConditions,
    serviceAccount: "coredns",
    owner: { kind: "ReplicaSet", name: "coredns-7c5f" },
    podIp: "10.0.1.12",
    podIps: ["10.0.1.12"],
    containers: [{ name: "coredns", image: "coredns:v1.12", ports: [{ name: "dns", port: 53, protocol: "UDP" }] }],
    statuses: [{ name: "coredns", ready: true, restarts: 0, startedAt: old + 3000 }],
    dnsPolicy: "Default",
  });
  const admin = podItem("admin", { labels: { app: "admin" }, podIp: "10.0.1.13", podIps: ["10.0.1.13"] });
  const definition = (kind: string, plural: string, group: string) => ({
    ...meta(`${plural}.${group}`, old),
    group,
    kind,
    versions: ["v1beta1"],
  });
  const hook = (name: string, mutating: boolean, hooks: readonly [string, string[], string][]) => ({
    ...meta(name, old),
    mutating,
    webhooks: hooks.map(([called, operations, resource]) => ({
      name: called,
      failurePolicy: "Ignore",
      hasCaBundle: true,
      rules: [{ operations, apiGroups: [""], apiVersions: ["v1"], resources: [resource] }],
    })),
  });
  return {
    instances: byId({
      id: lab.instance,
      type: "m5.large",
      state: "running",
      availabilityZone: "eu-west-1a",
      privateIp: "10.0.1.10",
      privateDnsName: lab.node,
      vpcId: lab.vpc,
      subnetId: lab.subnet,
      launchedAt: old,
      interfaceIds: [lab.primary, lab.trunk],
      tags: { "kubernetes.io/cluster/lab": "owned", "eks:nodegroup-name": "general" },
    }),
    interfaces: byId(
      {
        ...eniItem(lab.primary, "10.0.1.10", groups),
        privateIps: ["10.0.1.10", "10.0.1.12", "10.0.1.13"],
        attachment: attached(0),
        tags: { "kubernetes.io/cluster/lab": "owned" },
      },
      {
        ...eniItem(lab.trunk, "10.0.1.11", groups),
        type: "trunk",
        description: "aws-k8s-trunk-eni",
        attachment: attached(1),
        tags: controllerTags,
      },
      ...branches,
    ),
    securityGroups: byId(
      ...[lab.nodeGroup, lab.clusterGroup, lab.podGroup].map((id) => ({
        id,
        name: id.slice(4),
        vpcId: lab.vpc,
        ownerId: "111111111111",
        tags: (id === lab.podGroup ? {} : { "kubernetes.io/cluster/lab": "owned" }) as Record<string, string>,
      })),
    ),
    securityGroupRules: byId(
      rule("sgr-01", lab.nodeGroup, { referencedGroup: { groupId: lab.nodeGroup } }),
      rule("sgr-02", lab.nodeGroup, { referencedGroup: { groupId: lab.podGroup } }),
      rule("sgr-03", lab.nodeGroup, { isEgress: true, cidrIpv4: "0.0.0.0/0" }),
      rule("sgr-04", lab.clusterGroup, { referencedGroup: { groupId: lab.clusterGroup } }),
      rule("sgr-05", lab.clusterGroup, { isEgress: true, cidrIpv4: "0.0.0.0/0" }),
      rule("sgr-06", lab.podGroup, {
        protocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
        referencedGroup: { groupId: lab.nodeGroup },
      }),
      rule("sgr-07", lab.podGroup, { isEgress: true, cidrIpv4: "0.0.0.0/0" }),
    ),
    subnets: byId({
      id: lab.subnet,
      vpcId: lab.vpc,
      availabilityZone: "eu-west-1a",
      cidr: "10.0.0.0/19",
      availableIps: 8000,
      mapsPublicIp: false,
      tags: {},
    }),
    vpcs: byId({ id: lab.vpc, cidrs: ["10.0.0.0/16"], ownerId: "111111111111", tags: {} }),
    routeTables: byId({
      id: "rtb-0a",
      vpcId: lab.vpc,
      isMain: false,
      subnetIds: [lab.subnet],
      routes: [
        { destination: "10.0.0.0/16", target: "local", state: "active" },
        { destination: "0.0.0.0/0", target: "nat-0a", state: "active" },
      ],
    }),
    prefixLists: new Map(),
    nodes: byName({
      ...meta(lab.node, old),
      labels: {
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": "m5.large",
        "topology.kubernetes.io/zone": "eu-west-1a",
        "eks.amazonaws.com/nodegroup": "general",
      },
      providerId: `aws:///eu-west-1a/${lab.instance}`,
      addresses: [
        { type: "InternalIP", address: "10.0.1.10" },
        { type: "InternalDNS", address: lab.node },
      ],
      capacity: { pods: 29, podEni: 9 },
      allocatable: { pods: 29, podEni: 9 },
      conditions: [{ type: "Ready", status: "True", changedAt: old }],
      taints: [],
      kubeletVersion: "v1.33.5-eks-113cf36",
    }),
    pods: byName(...webs, admin, awsNode, coreDns),
    serviceAccounts: byName(
      { ...meta("default", old), namespace: "shop" },
      { ...meta("default", old), namespace: "kube-system" },
      { ...meta("coredns", old), namespace: "kube-system" },
      { ...meta("aws-node", old), namespace: "kube-system" },
    ),
    namespaces: byName({ ...meta("shop", old), phase: "Active" }, { ...meta("kube-system", old), phase: "Active" }),
    securityGroupPolicies: byName({
      ...meta("web", old),
      namespace: "shop",
      generation: 1,
      podSelector: { matchLabels: { tier: "web" } },
      serviceAccountSelector: null,
      groupIds: [lab.podGroup],
    }),
    cniNodes: byName({
      ...meta(lab.node, old),
      labels: { "kubernetes.io/os": "linux" },
      features: [{ name: "SecurityGroupsForPods", value: "" }],
      tags: { "cluster.k8s.amazonaws.com/name": "lab", "node.k8s.amazonaws.com/instance_id": lab.instance },
      finalizers: ["networking.k8s.aws/resource-cleanup"],
      featuresChangedAt: old,
    }),
    eniConfigs: new Map(),
    events: new Map(),
    services: byName({
      ...meta("kube-dns", old),
      namespace: "kube-system",
      type: "ClusterIP",
      clusterIps: ["172.20.0.10"],
      selector: { "k8s-app": "kube-dns" },
      ports: dnsPorts.map((port) => ({ ...port, targetPort: 53 })),
    }),
    endpointSlices: byName({
      ...meta("kube-dns-1", old),
      namespace: "kube-system",
      service: "kube-dns",
      addressType: "IPv4",
      endpoints: [
        {
          addresses: ["10.0.1.12"],
          ready: true,
          nodeName: lab.node,
          target: { kind: "Pod", namespace: "kube-system", name: "coredns-1" },
        },
      ],
      ports: dnsPorts,
    }),
    daemonSets: byName({
      ...meta("aws-node", old),
      namespace: "kube-system",
      generation: 1,
      ...cniContainers,
      desired: 1,
      ready: 1,
      updated: 1,
    }),
    configMaps: byName(
      {
        ...meta("amazon-vpc-cni", old),
        namespace: "kube-system",
        data: { "branch-eni-cooldown": "60", "enable-network-policy-controller": "false" },
      },
      { ...meta("kube-proxy-config", old), namespace: "kube-system", data: { mode: "iptables" } },
    ),
    leases: new Map([[lab.lease, leaseAt(now)]]),
    webhookConfigurations: byName(
      hook("vpc-resource-mutating-webhook", true, [["mpod.vpc.k8s.aws", ["CREATE"], "pods"]]),
      hook("vpc-resource-validating-webhook", false, [
        ["vpod.vpc.k8s.aws", ["CREATE", "UPDATE"], "pods"],
        ["vnode.vpc.k8s.aws", ["UPDATE"], "nodes"],
      ]),
    ),
    customResourceDefinitions: byName(
      definition("SecurityGroupPolicy", "securitygrouppolicies", "vpcresources.k8s.aws"),
      definition("CNINode", "cninodes", "vpcresources.k8s.aws"),
      definition("ENIConfig", "eniconfigs", "crd.k8s.amazonaws.com"),
    ),
    clusterRoles: byName(meta("vpc-resource-controller-role", old)),
    clusterRoleBindings: byName(meta("vpc-resource-controller-rolebinding", old)),
    roles: byName({ ...meta("eks-vpc-resource-controller-role", old), namespace: "kube-system" }),
    roleBindings: byName({ ...meta("eks-vpc-resource-controller-rolebinding", old), namespace: "kube-system" }),
    networkPolicies: new Map(),
  } as Partial<Store>;
}
