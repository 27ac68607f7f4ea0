import type { Item } from "../../recording/collections.ts";
import { mostInterfacesOf } from "../cni-limits.ts";
import type { Host } from "../host.ts";
import { canTrunk, isManaged, isOrdinaryNode } from "../managed.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";
import type { World } from "../world.ts";

const feature = "SecurityGroupsForPods";

type NotRequestedFacts = {
  node: string;
  nodes: string[];
  instanceType: string | null;
  cause: "no-free-slot" | "aws-node-not-ready" | "unknown";
  attached: number;
  mostInterfaces: number | null;
  cniVersion: string | null;
  awsNodePod: string;
};

export const trunkNotRequested = defineRule<NotRequestedFacts>({
  id: "trunk-not-requested",
  code: "SGP-020",
  severity: "high",
  per: "host",
  needs: ["nodes", "pods", "cniNodes"],
  explainedBy: ["cni-flags-clash"],
  merge: joinFacts,
  *check(host, world) {
    const { awsNode, node, cniNode, instance } = host;
    if (!isOrdinaryNode(host) || !awsNode?.podEni || cniNode === undefined || canTrunk(host) !== true) return;
    // A controller that comes back makes CNINodes of old nodes, and ipamd needs a moment to see them.
    const since = [node?.createdAt, cniNode.createdAt ?? node?.createdAt];
    if (isManaged(host) !== false || !since.every((at) => isOld(world, at, fewMinutes))) return;
    if (!isOld(world, awsNode.startedAt ?? awsNode.pod.createdAt, fewMinutes)) return;
    const attached = attachedOn(host);
    const most = mostInterfacesOf(host);
    const isFull = most !== null && attached >= most;
    const cause = !isReady(awsNode.pod) ? "aws-node-not-ready" : isFull ? "no-free-slot" : "unknown";
    yield {
      // Rights that aws-node lacks it lacks everywhere.
      ...(cause === "unknown" ? { story: cause } : {}),
      subjects: [host.id],
      facts: {
        node: host.node.name,
        nodes: [host.node.name],
        instanceType: instance?.instanceType ?? null,
        cause,
        attached,
        mostInterfaces: most,
        cniVersion: awsNode.version?.join(".") ?? null,
        awsNodePod: awsNode.pod.name,
      },
      evidence: [
        seen(
          "cniNodes",
          cniNode.name,
          "features",
          cniNode.features.map(({ name }) => name),
        ),
        seen(
          "pods",
          `${awsNode.pod.namespace}/${awsNode.pod.name}`,
          "containers.aws-node.env.ENABLE_POD_ENI",
          awsNode.env.ENABLE_POD_ENI,
        ),
      ],
      confidence: cause === "unknown" ? "cannot-tell" : "likely",
    };
  },
});

type MissingFacts = {
  node: string;
  nodes: string[];
  instance: string;
  cause: "refused" | "no-free-index" | "no-free-ip" | "failed" | "unknown";
  errorCode: string | null;
  message: string | null;
  attached: number;
  mostInterfaces: number | null;
  subnet: string | null;
  requestedSince: number;
};

export const trunkMissing = defineRule<MissingFacts>({
  id: "trunk-missing",
  code: "SGP-021",
  severity: "high",
  per: "host",
  needs: ["nodes", "cniNodes", "interfaces", "instances"],
  confirmAfterSeconds: 60,
  explainedBy: ["eni-config-broken", "controller-silent"],
  merge: joinFacts,
  *check(host, world) {
    const { ec2, instance } = host;
    if (!isOrdinaryNode(host) || isManaged(host) !== true || canTrunk(host) !== true || host.trunks.length > 0) return;
    // An interface of the instance that no reading shows may be the trunk.
    const known = new Set(host.interfaces.map(({ id }) => id));
    if (ec2 === undefined || known.size === 0 || ec2.interfaceIds?.some((id) => !known.has(id))) return;
    if (ec2.state !== undefined && ec2.state !== "running") return;
    const requestedSince = requestedAt(host, world);
    if (requestedSince === null || !world.isOlderThan(requestedSince, fewMinutes)) return;
    const trouble = troubleOf(host, world);
    const subnet = instance?.subnetId ?? null;
    const availableIps = subnet === null ? undefined : world.item("subnets", subnet)?.availableIps;
    const attached = attachedOn(host);
    const most = instance?.limits?.interfaces ?? null;
    const cause =
      trouble.errorCode !== null
        ? "refused"
        : most !== null && attached >= most
          ? "no-free-index"
          : availableIps === 0
            ? "no-free-ip"
            : trouble.message !== null
              ? "failed"
              : "unknown";
    yield {
      // What EC2 refuses for one node it refuses for others.
      ...(cause === "refused" ? { story: `refused/${trouble.errorCode}` } : {}),
      subjects: [host.id],
      facts: {
        node: host.node.name,
        nodes: [host.node.name],
        instance: host.id,
        cause,
        ...trouble,
        attached,
        mostInterfaces: most,
        subnet,
        requestedSince,
      },
      evidence: [
        ...(host.cniNode === undefined
          ? []
          : [
              seen(
                "cniNodes",
                host.cniNode.name,
                "features",
                host.cniNode.features.map(({ name }) => name),
              ),
            ]),
        seen("instances", host.id, "interfaceIds", ec2.interfaceIds ?? [...known]),
      ],
      confidence: cause === "unknown" ? "cannot-tell" : cause === "refused" ? "certain" : "likely",
      since: { at: requestedSince, exact: false },
    };
  },
});

/** When the feature was asked for: the time in its managedFields, else our first sight of it (domain 13.10). */
function requestedAt({ cniNode, node }: Host, world: World): number | null {
  if (cniNode?.features.some(({ name }) => name === feature)) {
    return cniNode.featuresChangedAt ?? world.firstSeen("cniNodes", cniNode.name)?.at ?? null;
  }
  return node === undefined ? null : (world.firstSeen("nodes", node.name)?.at ?? null);
}

/** What the controller last said of a trunk it could not make: the error code of EC2, and its words. */
function troubleOf({ node }: Host, world: World): { errorCode: string | null; message: string | null } {
  const told = world
    .eventsAbout("Node", null, node?.name ?? "")
    .filter(({ reason }) => reason === "TrunkENICreationFailed" || reason === "NodeTrunkFailedInit");
  const refused = told.findLast(({ reason }) => reason === "TrunkENICreationFailed");
  const message = (refused ?? told.at(-1))?.message ?? null;
  const [, errorCode = null] = refused?.message?.match(/(?:Error Code:|api error) ([A-Za-z]+(?:\.[A-Za-z]+)*)/) ?? [];
  return { errorCode, message };
}

type CapacityFacts = {
  node: string;
  trunk: string;
  capacity: number | null;
  limit: number | null;
  attachedSince: number;
};

export const trunkWithoutCapacity = defineRule<CapacityFacts>({
  id: "trunk-without-capacity",
  code: "SGP-022",
  severity: "high",
  per: "host",
  needs: ["nodes", "interfaces", "cniNodes"],
  confirmAfterSeconds: 60,
  explainedBy: ["controller-silent"],
  *check(host, world) {
    if (!isOrdinaryNode(host) || isManaged(host) !== true || host.trunks.length !== 1) return;
    const [trunk] = host.trunks;
    const { capacity } = host.node;
    if (trunk?.instanceId !== host.id || (trunk.attachmentStatus ?? "attached") !== "attached") return;
    if ((capacity.podEni ?? 0) > 0) return;
    const attachedSince = trunk.attachedAt ?? world.firstSeen("interfaces", trunk.id)?.at;
    if (attachedSince === undefined || !world.isOlderThan(attachedSince, 120)) return;
    yield {
      subjects: [host.id, trunk.id],
      facts: {
        node: host.node.name,
        trunk: trunk.id,
        capacity: capacity.podEni ?? null,
        limit: host.instance?.limits?.branches ?? null,
        attachedSince,
      },
      evidence: [
        seen("nodes", host.node.name, "capacity.podEni", capacity.podEni),
        seen("interfaces", trunk.id, "attachment.status", trunk.attachmentStatus),
      ],
    };
  },
});

type LagFacts = { node: string; capacity: number; allocatable: number };

export const allocatableLags = defineRule<LagFacts>({
  id: "allocatable-lags",
  code: "SGP-023",
  severity: "medium",
  per: "host",
  needs: ["nodes"],
  // Neither number says since when it is so.
  confirmAfterSeconds: 300,
  *check(host) {
    if (!isOrdinaryNode(host)) return;
    const { capacity, allocatable, name } = host.node;
    if ((capacity.podEni ?? 0) === (allocatable.podEni ?? 0)) return;
    yield {
      subjects: [host.id],
      facts: { node: name, capacity: capacity.podEni ?? 0, allocatable: allocatable.podEni ?? 0 },
      evidence: [
        seen("nodes", name, "capacity.podEni", capacity.podEni),
        seen("nodes", name, "allocatable.podEni", allocatable.podEni),
      ],
    };
  },
});

const fewMinutes = 300;

function isReady({ conditions }: Item<"pods">): boolean {
  return conditions.find(({ type }) => type === "Ready")?.status !== "False";
}

function isOld(world: World, at: number | undefined | null, seconds: number): boolean {
  return typeof at === "number" && world.isOlderThan(at, seconds);
}

/** Network interfaces attached on card 0, where the trunk goes. */
function attachedOn({ interfaces, trunks }: Host): number {
  return [...interfaces, ...trunks].filter(({ networkCardIndex = 0 }) => networkCardIndex === 0).length;
}
