import type { Item } from "../recording/collections.ts";
import { limitsOf } from "./branch-limits.ts";
import { defined } from "./defined.ts";
import { kindOf } from "./interface-kind.ts";
import type { Instance, Mark } from "./resources.ts";
import { known, type World, wasRead } from "./world.ts";

/** The instance resource of a host id (`i-…` or `node/NAME`); `null` when nothing known lives there any more. */
export function buildInstance(world: World, id: string): Instance | null {
  const ec2 = known(world, "instances").get(id);
  const interfaceIds = [...world.index.enisByInstance.get(id)].sort();
  const nodeName = nodeOfHost(world, id);
  if (ec2 === undefined && interfaceIds.length === 0 && nodeName === undefined) return null;
  const node = nodeName === undefined ? undefined : known(world, "nodes").get(nodeName);
  const enis = interfaceIds.flatMap((eni) => known(world, "interfaces").get(eni) ?? []);
  const primary = enis.find(
    ({ attachment }) => attachment?.deviceIndex === 0 && (attachment.networkCardIndex ?? 0) === 0,
  );
  const trunkIds = enis.filter((eni) => kindOf(eni) === "trunk").map((eni) => eni.id);
  const cniNode = nodeName === undefined ? undefined : known(world, "cniNodes").get(nodeName);
  const inEc2 = id.startsWith("node/") ? undefined : presence(ec2 !== undefined, wasRead(world, "instances"));
  const inKubernetes = presence(node !== undefined, wasRead(world, "nodes"));
  const instanceType = ec2?.type ?? node?.labels["node.kubernetes.io/instance-type"];
  return defined({
    kind: "instance" as const,
    id,
    marks: marksOf({ inEc2, inKubernetes, state: ec2?.state, trunks: trunkIds.length }),
    inEc2,
    inKubernetes,
    nodeName,
    instanceType,
    state: ec2?.state,
    zone: ec2?.availabilityZone ?? node?.labels["topology.kubernetes.io/zone"] ?? enis[0]?.availabilityZone,
    subnetId: ec2?.subnetId ?? primary?.subnetId,
    vpcId: ec2?.vpcId ?? enis[0]?.vpcId,
    ip: ec2?.privateIp ?? node?.addresses.find(({ type }) => type === "InternalIP")?.address ?? primary?.privateIp,
    launchedAt: ec2?.launchedAt,
    joinedAt: node?.createdAt,
    ready: readiness(node),
    nodeGroup: node?.labels["eks.amazonaws.com/nodegroup"] ?? ec2?.tags["eks:nodegroup-name"],
    nodePool: node?.labels["karpenter.sh/nodepool"] ?? ec2?.tags["karpenter.sh/nodepool"],
    os: node?.labels["kubernetes.io/os"] ?? node?.labels["beta.kubernetes.io/os"],
    kubeletVersion: node?.kubeletVersion,
    management: managementOf(world, node, cniNode),
    cniFeatures: cniNode?.features.map(({ name }) => name),
    capacity: node?.capacity,
    allocatable: node?.allocatable,
    limits: instanceType === undefined ? undefined : (limitsOf(instanceType) ?? undefined),
    interfaceIds,
    trunkIds,
  });
}

/** The node that lives on a host; the newest where several claim it. */
export function nodeOfHost(world: World, host: string): string | undefined {
  const nodes = known(world, "nodes");
  const names = [...world.index.nodesByHost.get(host)];
  return names.length < 2
    ? names[0]
    : names.sort((a, b) => (nodes.get(b)?.createdAt ?? 0) - (nodes.get(a)?.createdAt ?? 0) || (a < b ? -1 : 1))[0];
}

const computeTypes: Readonly<Record<string, Instance["management"]>> = {
  auto: "auto-mode",
  fargate: "fargate",
  hybrid: "hybrid",
};

/** Whether and why the controller manages a node (domain 8 `managed`): the mere presence of the legacy label counts. */
function managementOf(
  world: World,
  node: Item<"nodes"> | undefined,
  cniNode: Item<"cniNodes"> | undefined,
): Instance["management"] {
  const other = computeTypes[node?.labels["eks.amazonaws.com/compute-type"] ?? ""];
  if (other) return other;
  if (cniNode?.features.some(({ name }) => name === "SecurityGroupsForPods")) return "cni-node";
  if (node?.labels["vpc.amazonaws.com/has-trunk-attached"] !== undefined) return "legacy-label";
  return node !== undefined && wasRead(world, "cniNodes") ? "not-requested" : "unknown";
}

function readiness(node: Item<"nodes"> | undefined): boolean | undefined {
  const status = node?.conditions.find(({ type }) => type === "Ready")?.status;
  return status === undefined ? undefined : status === "True";
}

function presence(isThere: boolean, read: boolean): boolean | undefined {
  return isThere || (read ? false : undefined);
}

function marksOf(facts: {
  inEc2: boolean | undefined;
  inKubernetes: boolean | undefined;
  state: string | undefined;
  trunks: number;
}): Mark[] {
  const marks: Mark[] = [];
  if (facts.inEc2 === false) marks.push("instance-not-in-ec2");
  if (facts.inKubernetes === false && facts.state !== "terminated") marks.push("node-not-in-kubernetes");
  if (facts.trunks > 1) marks.push("several-trunks");
  return marks;
}
