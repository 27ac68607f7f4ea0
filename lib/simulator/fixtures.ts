import type { Item } from "../recording/collections.ts";
import { ec2Id, uuid } from "./names.ts";
import { createPool } from "./network.ts";
import type { GroupSpec, RuleSpec } from "./scenario.ts";
import { put, type World } from "./world.ts";

/** What stands before the first node starts: the VPC, its groups, and the cluster's own objects. */
export function buildFixtures(world: World): void {
  buildNetwork(world);
  buildGroups(world);
  buildNamespaces(world);
  for (const policy of world.scenario.policies) {
    putPolicy(world, {
      ...metaOf(world, policy.name),
      namespace: policy.namespace,
      generation: 1,
      podSelector: policy.podSelector ?? null,
      serviceAccountSelector: policy.serviceAccountSelector ?? null,
      groupIds: policy.groups.map((key) => world.groupIds.get(key) ?? key),
    });
  }
  buildConfiguration(world);
  buildWebhooks(world);
  buildDefinitions(world);
  buildAccess(world);
}

/** Policies are looked up by namespace as well: the webhook asks for every new pod. */
export function putPolicy(world: World, policy: Item<"securityGroupPolicies">): void {
  const id = `${policy.namespace}/${policy.name}`;
  removePolicy(world, id);
  world.policiesOf.set(policy.namespace, [...(world.policiesOf.get(policy.namespace) ?? []), policy]);
  put(world, "securityGroupPolicies", id, policy);
}

export function removePolicy(world: World, id: string): void {
  const known = world.items.securityGroupPolicies.get(id);
  if (!known) return;
  const others = (world.policiesOf.get(known.namespace) ?? []).filter(({ name }) => name !== known.name);
  world.policiesOf.set(known.namespace, others);
  put(world, "securityGroupPolicies", id, null);
}

export function setCoolDown(world: World, seconds: number | null): void {
  world.controller.coolDownMs = Math.max(30, seconds ?? 60) * 1000;
  const known = world.items.configMaps.get("kube-system/amazon-vpc-cni");
  put(world, "configMaps", "kube-system/amazon-vpc-cni", {
    ...(known ?? { ...metaOf(world, "amazon-vpc-cni"), namespace: "kube-system" }),
    data: {
      ...(seconds === null ? {} : { "branch-eni-cooldown": String(seconds) }),
      "enable-network-policy-controller": "false",
      "enable-windows-ipam": "false",
    },
  });
}

function buildNetwork(world: World): void {
  const { scenario, vpcId, accountId, random } = world;
  const tags = { Name: `${scenario.cluster}-vpc` };
  put(world, "vpcs", vpcId, { id: vpcId, cidrs: [...scenario.vpcCidrs], ownerId: accountId, tags });
  for (const spec of scenario.subnets) {
    const id = ec2Id(random, "subnet");
    const subnet = { id, spec, pool: createPool(spec.cidr) };
    world.subnets.set(id, subnet);
    world.dirtySubnets.add(subnet);
  }
  const gateway = ec2Id(random, "igw");
  for (const subnet of world.subnets.values()) {
    const id = ec2Id(random, "rtb");
    const outside = subnet.spec.use === "public" ? gateway : ec2Id(random, "nat");
    const local = scenario.vpcCidrs.map((destination) => ({ destination, target: "local", state: "active" }));
    const routes = [...local, { destination: "0.0.0.0/0", target: outside, state: "active" }];
    put(world, "routeTables", id, { id, vpcId, isMain: false, subnetIds: [subnet.id], routes });
  }
  for (const { name, subnet, groups } of scenario.eniConfigs ?? []) {
    const subnetId = [...world.subnets.values()].find(({ spec }) => spec.name === subnet)?.id ?? subnet;
    put(world, "eniConfigs", name, { ...metaOf(world, name), subnet: subnetId, securityGroups: [...groups] });
  }
}

function buildGroups(world: World): void {
  const { scenario, random } = world;
  const prefixListIds = new Map((scenario.prefixLists ?? []).map(({ key }) => [key, ec2Id(random, "pl")]));
  const groups = [...ownGroups(scenario.cluster), ...scenario.groups];
  for (const { key } of groups) world.groupIds.set(key, ec2Id(random, "sg"));
  for (const { key, cidrs } of scenario.prefixLists ?? []) {
    const id = prefixListIds.get(key) ?? "";
    put(world, "prefixLists", id, {
      id,
      name: key,
      addressFamily: "IPv4",
      maxEntries: cidrs.length + 5,
      cidrs: [...cidrs],
    });
  }
  for (const group of groups) addGroup(world, group, prefixListIds);
  for (const config of scenario.eniConfigs ?? []) {
    const item = world.items.eniConfigs.get(config.name);
    if (item)
      put(world, "eniConfigs", config.name, {
        ...item,
        securityGroups: config.groups.map((key) => world.groupIds.get(key) ?? key),
      });
  }
}

function ownGroups(cluster: string): GroupSpec[] {
  const everything = { protocol: "-1", peer: "0.0.0.0/0", egress: true };
  return [
    {
      key: "nodes",
      description: "EKS node shared security group",
      rules: [
        { protocol: "-1", peer: "nodes", description: "Node to node" },
        { protocol: "tcp", port: 10250, peer: "cluster", description: "Cluster API to node kubelets" },
        { protocol: "tcp", port: 53, peer: "10.0.0.0/8", description: "DNS from pods" },
        { protocol: "udp", port: 53, peer: "10.0.0.0/8", description: "DNS from pods" },
        everything,
      ],
    },
    {
      key: "cluster",
      description: `EKS created security group applied to ENI that is attached to EKS Control Plane master nodes of ${cluster}`,
      rules: [{ protocol: "-1", peer: "cluster" }, { protocol: "tcp", port: 443, peer: "nodes" }, everything],
    },
  ];
}

function addGroup(
  world: World,
  { key, description, rules }: GroupSpec,
  prefixListIds: ReadonlyMap<string, string>,
): void {
  const id = world.groupIds.get(key) ?? "";
  const { cluster } = world.scenario;
  const isOwn = key === "nodes" || key === "cluster";
  const tags: Record<string, string> = { Name: `${cluster}-${key}` };
  if (isOwn) tags[`kubernetes.io/cluster/${cluster}`] = "owned";
  put(world, "securityGroups", id, {
    id,
    name: `${cluster}-${key}`,
    description,
    vpcId: world.vpcId,
    ownerId: world.accountId,
    tags,
  });
  const hasEgress = rules.some(({ egress }) => egress);
  const all: readonly RuleSpec[] = hasEgress ? rules : [...rules, { protocol: "-1", peer: "0.0.0.0/0", egress: true }];
  for (const rule of all) {
    const ruleId = ec2Id(world.random, "sgr");
    const fromPort = rule.protocol === "-1" ? -1 : (rule.port ?? 0);
    put(world, "securityGroupRules", ruleId, {
      id: ruleId,
      groupId: id,
      isEgress: rule.egress ?? false,
      protocol: rule.protocol,
      fromPort,
      toPort: rule.protocol === "-1" ? -1 : (rule.toPort ?? rule.port ?? 65_535),
      ...peerOf(world, rule.peer, prefixListIds),
      ...(rule.description === undefined ? {} : { description: rule.description }),
    });
  }
}

function peerOf(world: World, peer: string, prefixListIds: ReadonlyMap<string, string>) {
  if (peer.includes("/")) return { cidrIpv4: peer };
  const prefixListId = prefixListIds.get(peer);
  if (prefixListId !== undefined) return { prefixListId };
  return {
    referencedGroup: { groupId: world.groupIds.get(peer) ?? peer, userId: world.accountId, vpcId: world.vpcId },
  };
}

function buildNamespaces(world: World): void {
  const { workloads, serviceAccounts = {}, policies } = world.scenario;
  const names = [
    "default",
    "kube-system",
    ...workloads.map(({ namespace }) => namespace),
    ...policies.map(({ namespace }) => namespace),
  ];
  for (const name of new Set(names)) {
    put(world, "namespaces", name, {
      ...metaOf(world, name),
      labels: { "kubernetes.io/metadata.name": name },
      phase: "Active",
    });
    putAccount(world, name, "default");
  }
  for (const { namespace, serviceAccount } of workloads) {
    if (serviceAccount !== undefined) putAccount(world, namespace, serviceAccount);
  }
  for (const [id, labels] of Object.entries(serviceAccounts)) {
    const [namespace = "default", name = ""] = id.split("/");
    putAccount(world, namespace, name, labels);
  }
}

function putAccount(
  world: World,
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): void {
  put(world, "serviceAccounts", `${namespace}/${name}`, { ...metaOf(world, name), namespace, labels });
}

function buildConfiguration(world: World): void {
  setCoolDown(world, world.cni.coolDownSeconds);
  const kubeSystem = { namespace: "kube-system" };
  put(world, "configMaps", "kube-system/kube-proxy-config", {
    ...metaOf(world, "kube-proxy-config"),
    ...kubeSystem,
    data: { mode: "iptables" },
  });
}

function buildWebhooks(world: World): void {
  const rule = (operations: string[], resources: string[]) => ({
    operations,
    apiGroups: [""],
    apiVersions: ["v1"],
    resources,
  });
  const common = { failurePolicy: "Ignore", hasCaBundle: true };
  const configurations = [
    {
      name: "vpc-resource-mutating-webhook",
      mutating: true,
      webhooks: [{ name: "mpod.vpc.k8s.aws", ...common, rules: [rule(["CREATE"], ["pods"])] }],
    },
    {
      name: "vpc-resource-validating-webhook",
      mutating: false,
      webhooks: [
        { name: "vpod.vpc.k8s.aws", ...common, rules: [rule(["CREATE", "UPDATE"], ["pods"])] },
        { name: "vnode.vpc.k8s.aws", ...common, rules: [rule(["UPDATE"], ["nodes"])] },
      ],
    },
  ];
  for (const { name, ...rest } of configurations)
    put(world, "webhookConfigurations", name, { ...metaOf(world, name), ...rest });
}

function buildDefinitions(world: World): void {
  const definitions = [
    ["securitygrouppolicies.vpcresources.k8s.aws", "SecurityGroupPolicy", "v1beta1"],
    ["cninodes.vpcresources.k8s.aws", "CNINode", "v1alpha1"],
    ["eniconfigs.crd.k8s.amazonaws.com", "ENIConfig", "v1alpha1"],
  ] as const;
  for (const [name, kind, version] of definitions) {
    const group = name.slice(name.indexOf(".") + 1);
    put(world, "customResourceDefinitions", name, { ...metaOf(world, name), group, kind, versions: [version] });
  }
}

/** What the controller may do in Kubernetes, as EKS sets it up (domain 1.10). */
function buildAccess(world: World): void {
  const createdAt = world.scenario.start - 360 * 86_400_000;
  const meta = (name: string) => ({ name, createdAt, labels: {}, annotations: {} });
  const inSystem = (name: string) => ({ ...meta(name), namespace: "kube-system" });
  const role = "vpc-resource-controller-role";
  const binding = "vpc-resource-controller-rolebinding";
  put(world, "clusterRoles", role, meta(role));
  put(world, "clusterRoleBindings", binding, meta(binding));
  put(world, "roles", `kube-system/eks-${role}`, inSystem(`eks-${role}`));
  put(world, "roleBindings", `kube-system/eks-${binding}`, inSystem(`eks-${binding}`));
}

/** The cluster is a year old; what belongs to it is a little younger. */
function metaOf(world: World, name: string) {
  const createdAt = world.scenario.start - Math.round(world.random.between(60, 360) * 86_400_000);
  return { name, uid: uuid(world.random), createdAt, labels: {}, annotations: {} };
}
