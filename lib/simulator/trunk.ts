import { emptyVlans } from "./delete-queue.ts";
import { attachInterface, controllerName, createInterface, deleteInterface, instanceTag, ownerTag } from "./ec2.ts";
import { tellOfNode } from "./events.ts";
import { type Refusal, refusalOf } from "./faults.ts";
import { currentGroups, currentSubnet } from "./ipamd.ts";
import { uuid } from "./names.ts";
import type { Interface, Node, Trunk } from "./state.ts";
import { callEc2, later, put, schedule, type World } from "./world.ts";

const controllerVersion = "v1.7.19";
/** A failed trunk is tried again with the next event of its node; kubelets update their nodes' status every five minutes. */
const nodeEventMs = 300_000;

/** The controller makes a CNINode for every node, whether it wants trunks or not (domain 1.4). */
export function createCniNode(world: World, node: Node): void {
  if (!world.controller.up || node.gone || world.items.cniNodes.has(node.name)) return;
  put(world, "cniNodes", node.name, {
    name: node.name,
    uid: uuid(world.random),
    createdAt: world.now,
    labels: { "kubernetes.io/os": "linux" },
    annotations: {},
    features: [],
    tags: { "cluster.k8s.amazonaws.com/name": world.scenario.cluster, [instanceTag]: node.instanceId },
    finalizers: ["networking.k8s.aws/resource-cleanup"],
  });
}

/** The controller takes a node up whose CNINode asks for security groups for pods (domain 4a, N2 to N6). */
export function initTrunk(world: World, node: Node): void {
  const asked = world.items.cniNodes.get(node.name)?.features.some(({ name }) => name === "SecurityGroupsForPods");
  if (!asked || !world.controller.up || node.gone || node.trunk) return;
  tellOfNode(world, node.name, {
    reason: "ControllerVersionNotice",
    type: "Normal",
    message: `The node is managed by VPC resource controller version ${controllerVersion}`,
  });
  if (!node.limits.trunk) {
    const message = `The instance type ${node.type} is not supported for trunk interface (Security Group for Pods)`;
    tellOfNode(world, node.name, { reason: "Unsupported", type: "Warning", message });
    return;
  }
  const { life } = world.controller;
  callEc2(world, world.buckets.create, 700, () => {
    if (world.controller.life === life && !node.gone && !node.trunk) create(world, node);
  });
}

function create(world: World, node: Node): void {
  const deviceIndex = highestFree(node);
  if (deviceIndex === null) {
    failed(world, node, null);
    return;
  }
  const { value, error } = createInterface(world, {
    operation: "create-trunk",
    type: "trunk",
    description: "aws-k8s-trunk-eni",
    subnet: currentSubnet(world, node),
    groupIds: currentGroups(world, node),
    node,
    pod: null,
    tags: {
      [ownerTag]: controllerName,
      [`kubernetes.io/cluster/${world.scenario.cluster}`]: "owned",
      [instanceTag]: node.instanceId,
    },
  });
  if (error) {
    failed(world, node, error);
    return;
  }
  // Held from here on, or ipamd would take the index meanwhile.
  node.devices[deviceIndex] = value.id;
  later(world, 900, () => attach(world, node, value, deviceIndex));
}

function attach(world: World, node: Node, created: Interface, deviceIndex: number): void {
  if (node.gone) return;
  const refusal = refusalOf(world, { operation: "attach-trunk", node, pod: null, subject: created.id });
  if (refusal) {
    delete node.devices[deviceIndex];
    deleteInterface(world, created.id, node);
    failed(world, node, refusal);
    return;
  }
  attachInterface(world, created.id, node, deviceIndex, false);
  later(world, 1_600, () => {
    if (node.gone) return;
    attachInterface(world, created.id, node, deviceIndex, true);
    node.trunk = {
      id: created.id,
      node,
      limit: node.limits.branches,
      ready: false,
      vlans: emptyVlans(),
      owned: new Map(),
      inFlight: 0,
      cooling: [],
      deleting: 0,
      tickAt: null,
      tickPhase: world.random.whole(0, 29_999),
    };
    advertise(world, node, node.trunk);
  });
}

/** Capacity is the controller's, allocatable the kubelet's: it follows with its next status. */
function advertise(world: World, node: Node, trunk: Trunk): void {
  tellOfNode(world, node.name, {
    reason: "NodeTrunkInitiated",
    type: "Normal",
    message: `The node has trunk interface initialized successfully`,
  });
  trunk.ready = true;
  later(world, 300, () => {
    node.podEniCapacity = trunk.limit;
    world.dirtyNodes.add(node);
    later(world, 5_000, () => {
      node.podEniAllocatable = node.podEniCapacity;
      world.dirtyNodes.add(node);
      world.signals.trunkReady(node);
    });
  });
}

function failed(world: World, node: Node, error: Refusal | null): void {
  if (error) {
    const hint =
      error.code === "UnauthorizedOperation"
        ? ". Please verify if your cluster role has the AmazonEKSVPCResourceController policy"
        : "";
    const message = `Failed to create trunk interface: Error Code: ${error.code}${hint}`;
    tellOfNode(world, node.name, { reason: "TrunkENICreationFailed", type: "Warning", message });
  }
  const message = "The node failed initializing trunk interface";
  tellOfNode(world, node.name, { reason: "NodeTrunkFailedInit", type: "Normal", message });
  schedule(world, nodeEventMs, () => initTrunk(world, node));
}

/** ipamd fills device indices from the bottom, so the trunk takes the highest (domain 2.1). */
function highestFree(node: Node): number | null {
  for (let index = node.limits.interfaces - 1; index > 0; index--) if (node.devices[index] === undefined) return index;
  return null;
}
