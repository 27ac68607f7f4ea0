import { taggedInstance, taggedTrunk } from "../../topology/interface-kind.ts";
import type { Branch } from "../../topology/resources.ts";
import type { Host } from "../host.ts";
import { defineRule } from "../rule.ts";
import { isSettled, joinFacts, ourInterface, seen } from "../seen.ts";
import type { World } from "../world.ts";

/** An instance that goes takes its trunk along, and its branches a little later (domain 9.1, SGP-004). */
const goingSeconds = 300;

type TrunklessFacts = {
  trunk: string;
  branches: string[];
  pods: string[];
  instance: string | null;
  instanceState: string | null;
  node: string | null;
};

export const trunkGone = defineRule<TrunklessFacts>({
  id: "trunk-gone",
  code: "SGP-004",
  severity: "high",
  per: "host",
  needs: ["interfaces", "instances"],
  // Instances are read at a slower pace than interfaces: one that goes still reads as running for a minute.
  confirmAfterSeconds: 120,
  merge: joinFacts,
  *check(host, world) {
    for (const branch of host.branches) {
      if (!branch.marks.includes("trunk-not-in-ec2")) continue;
      const eni = ourInterface(world, branch.id);
      const trunk = eni && taggedTrunk(eni);
      if (!eni || trunk === undefined || world.item("interfaces", trunk) !== undefined) continue;
      const instanceId = taggedInstance(eni) ?? branch.instanceId ?? instanceOfOwner(branch, world);
      if (!isSettled(world, branch.id, goingSeconds) || !isMissing(world, { trunk, instanceId, branch })) continue;
      const instance = world.resource("instance", instanceId);
      yield {
        story: trunk,
        subjects: [branch.id, ...branch.podIds],
        facts: {
          trunk,
          branches: [branch.id],
          pods: branch.podIds.map((id) => id.replace(/^pod\//, "")),
          instance: instanceId,
          instanceState: instance?.state ?? null,
          node: instance?.nodeName ?? null,
        },
        evidence: [seen("interfaces", branch.id, "tags.vpcresources.k8s.aws/trunk-eni-id", trunk)],
      };
    }
  },
});

interface Lost {
  readonly trunk: string;
  readonly instanceId: string | null;
  readonly branch: Branch;
}

/** Whether a trunk that no reading shows is really not there, and the whole node is not about to go, or gone (SGP-032). */
function isMissing(world: World, { trunk, instanceId, branch }: Lost): boolean {
  if (instanceId === null) {
    const { unownedSince } = branch;
    return !unownedSince?.exact || world.isOlderThan(unownedSince.at, goingSeconds);
  }
  const instance = world.item("instances", instanceId);
  if (instance?.interfaceIds?.includes(trunk)) return false;
  if (instance !== undefined && !isGoing(instance.state)) return true;
  const name = world.resource("instance", instanceId)?.nodeName;
  const ready = name === undefined ? undefined : readyOf(world, name);
  return (
    ready !== undefined && ready.status !== "True" && world.isOlderThan(ready.changedAt ?? world.now, goingSeconds)
  );
}

function readyOf(world: World, node: string) {
  return world.item("nodes", node)?.conditions.find(({ type }) => type === "Ready");
}

function instanceOfOwner({ podIds }: Branch, world: World): string | null {
  return world.resource("pod", podIds[0])?.instanceId ?? null;
}

type ResidueFacts = {
  instance: string;
  instanceState: string | null;
  enis: string[];
  statuses: string[];
  subnets: string[];
};

export const residueOfGoneNode = defineRule<ResidueFacts>({
  id: "residue-of-gone-node",
  code: "SGP-032",
  severity: "medium",
  per: "host",
  // Who owns a branch is for pods to say: old news of them would keep one from being left.
  needs: ["interfaces", "instances", "nodes", "pods"],
  confirmAfterSeconds: goingSeconds,
  needsHistory: true,
  explainedBy: ["controller-silent"],
  merge: joinFacts,
  *check(host, world) {
    for (const { id } of leftOn(host)) {
      const eni = ourInterface(world, id);
      const trunk = eni && world.item("interfaces", taggedTrunk(eni) ?? "");
      const instance = eni && (taggedInstance(eni) ?? trunk?.attachment?.instanceId);
      if (!eni || instance === undefined || !isNodeGone(world, instance)) continue;
      yield {
        story: instance,
        subjects: [id],
        facts: {
          instance,
          instanceState: world.item("instances", instance)?.state ?? null,
          enis: [id],
          statuses: eni.status === undefined ? [] : [eni.status],
          subnets: eni.subnetId === undefined ? [] : [eni.subnetId],
        },
        evidence: [
          seen("interfaces", id, "tags.node.k8s.amazonaws.com/instance_id", instance),
          seen("interfaces", id, "status", eni.status),
        ],
      };
    }
  },
});

/** Branches without a live owner, and trunks that hang on nothing. */
function leftOn({ branches, trunks }: Host): readonly { readonly id: string }[] {
  return [
    ...branches.filter(({ podIds }) => podIds.length === 0),
    ...trunks.filter(({ instanceId }) => instanceId === null),
  ];
}

function isNodeGone(world: World, instanceId: string): boolean {
  const state = world.item("instances", instanceId)?.state;
  if (state !== undefined && state !== "terminated") return false;
  return world.resource("instance", instanceId)?.inKubernetes !== true;
}

function isGoing(state: string | undefined): boolean {
  return state === "shutting-down" || state === "terminated";
}
