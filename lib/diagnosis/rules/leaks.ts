import type { Branch } from "../../topology/resources.ts";
import { callEvidence, callsAbout, lastDone, lastRefusedDeletion } from "../calls.ts";
import type { Host } from "../host.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, ourInterface, seen, wasReadWhenOlder } from "../seen.ts";
import type { World } from "../world.ts";

type CoolingFacts = {
  eni: string;
  vlan: number | null;
  trunk: string | null;
  node: string | null;
  lastOwner: string | null;
  coolDownSeconds: number;
  releasedSince: number;
  coolAt: number;
  goneAt: number;
};

export const branchCooling = defineRule<CoolingFacts>({
  id: "branch-cooling",
  code: "SGP-001",
  severity: "info",
  per: "host",
  needs: ["interfaces", "pods", "configMaps"],
  *check(host, world) {
    for (const branch of host.branches) {
      if (branch.state !== "cooling" || branch.unownedSince === undefined) continue;
      const eni = ourInterface(world, branch.id);
      if (!eni) continue;
      const { at } = branch.unownedSince;
      yield {
        subjects: [branch.id],
        facts: {
          eni: branch.id,
          vlan: branch.vlan,
          trunk: branch.trunkId,
          node: host.instance?.nodeName ?? null,
          lastOwner: lastOwnerOf(branch, world),
          coolDownSeconds: world.coolDownSeconds,
          releasedSince: at,
          coolAt: at + world.coolDownSeconds * 1000,
          goneAt: at + world.releaseSeconds * 1000,
        },
        evidence: [seen("interfaces", branch.id, "status", eni.status)],
        since: branch.unownedSince,
      };
    }
  },
});

type LeakFacts = {
  branches: string[];
  vlans: number[];
  lastOwners: string[];
  subnets: string[];
  trunk: string;
  instance: string | null;
  node: string | null;
  releaseSeconds: number;
  unownedSince: number;
  /** When the oldest of them was created; `null`: no CloudTrail record tells. */
  createdAt: number | null;
  /** `ENI: error code` of deletions that EC2 refused, from CloudTrail. */
  deleteErrors: string[];
};

export const branchLeaked = defineRule<LeakFacts>({
  id: "branch-leaked",
  code: "SGP-002",
  severity: "high",
  per: "host",
  needs: ["interfaces", "pods", "configMaps"],
  explainedBy: ["controller-silent"],
  merge: (all) => ({ ...joinFacts(all), createdAt: earliest(all.flatMap(({ createdAt }) => createdAt ?? [])) }),
  *check(host, world) {
    if (isGoing(host.ec2?.state) || isTakenUpAgain(host, world)) return;
    for (const branch of host.branches) {
      const { unownedSince } = branch;
      if (branch.podIds.length > 0 || branch.status !== "in-use" || unownedSince === undefined) continue;
      const eni = ourInterface(world, branch.id);
      if (!eni) continue;
      const trunk = world.resource("trunk", branch.trunkId);
      if (!trunk?.instanceId || (trunk.attachmentStatus ?? "attached") !== "attached") continue;
      if (!wasReadWhenOlder(world, "interfaces", unownedSince.at, world.releaseSeconds)) continue;
      const lastOwner = lastOwnerOf(branch, world);
      const told = toldOf(branch.id, world);
      yield {
        story: trunk.id,
        subjects: [branch.id, trunk.id],
        facts: {
          branches: [branch.id],
          vlans: branch.vlan === null ? [] : [branch.vlan],
          lastOwners: lastOwner === null ? [] : [lastOwner],
          subnets: eni.subnetId === undefined ? [] : [eni.subnetId],
          trunk: trunk.id,
          instance: trunk.instanceId,
          node: host.instance?.nodeName ?? null,
          releaseSeconds: world.releaseSeconds,
          unownedSince: unownedSince.at,
          createdAt: told.createdAt,
          deleteErrors: told.deleteError === null ? [] : [`${branch.id}: ${told.deleteError}`],
        },
        evidence: [
          seen("interfaces", branch.id, "status", eni.status),
          seen("interfaces", trunk.id, "attachment.instanceId", trunk.instanceId),
          ...told.evidence,
        ],
        since: unownedSince,
      };
    }
  },
});

const ownerTag = "eks:eni:owner";
const sweptOwners: ReadonlySet<string> = new Set(["eks-vpc-resource-controller", "amazon-vpc-cni"]);

/** Two sweeps of the controller, half an hour apart, and a little more: of our own sight, or by record (domain 13.8). */
const sweptAfterSeconds = 65 * 60;

type StrandedFacts = {
  eni: string;
  type: "branch" | "trunk";
  vlan: number | null;
  subnet: string | null;
  lastOwner: string | null;
  /** From CloudTrail; `null`: no record tells. */
  createdAt: number | null;
  deleteError: string | null;
};

export const interfaceStranded = defineRule<StrandedFacts>({
  id: "interface-stranded",
  code: "SGP-003",
  severity: "medium",
  per: "host",
  needs: ["interfaces", "pods"],
  confirmAfterSeconds: sweptAfterSeconds,
  needsHistory: true,
  explainedBy: ["residue-of-gone-node", "controller-silent"],
  *check(host, world) {
    for (const resource of [...host.branches, ...host.trunks]) {
      if (resource.status !== "available") continue;
      const eni = ourInterface(world, resource.id);
      if (!eni || !sweptOwners.has(eni.tags[ownerTag] ?? "")) continue;
      if (resource.kind === "branch" ? resource.podIds.length > 0 : resource.instanceId !== null) continue;
      const { createdAt, deleteError, freedAt, evidence } = toldOf(eni.id, world);
      yield {
        subjects: [eni.id],
        facts: {
          eni: eni.id,
          type: resource.kind,
          vlan: resource.kind === "branch" ? resource.vlan : null,
          subnet: eni.subnetId ?? null,
          lastOwner: resource.kind === "branch" ? lastOwnerOf(resource, world) : null,
          createdAt,
          deleteError,
        },
        evidence: [
          seen("interfaces", eni.id, "status", eni.status),
          seen("interfaces", eni.id, `tags.${ownerTag}`, eni.tags[ownerTag]),
          ...evidence,
        ],
        ...(freedAt === null
          ? {}
          : {
              since: { at: freedAt, exact: true },
              isProven: wasReadWhenOlder(world, "interfaces", freedAt, sweptAfterSeconds),
            }),
      };
    }
  },
});

/** What CloudTrail records tell of an ENI that nobody owns: `freedAt` is when its trunk let it go for the last time. */
function toldOf(eniId: string, world: World) {
  const calls = callsAbout(world, eniId);
  const created = lastDone(calls, "CreateNetworkInterface");
  const associated = lastDone(calls, "AssociateTrunkInterface");
  const freed = lastDone(calls, "DisassociateTrunkInterface");
  const refused = lastRefusedDeletion(calls);
  const isFree = freed !== undefined && freed.at > (associated?.at ?? Number.NEGATIVE_INFINITY);
  return {
    createdAt: created?.at ?? null,
    deleteError: refused?.errorCode ?? null,
    freedAt: isFree ? freed.at : null,
    evidence: [created, isFree ? freed : undefined, refused].flatMap((call) =>
      call === undefined ? [] : callEvidence(call),
    ),
  };
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

/** `namespace/name` of the pod that owned a branch last, from memory or from the event that told of it; `null`: not known. */
export function lastOwnerOf({ id, lastOwner }: Branch, world: World): string | null {
  if (lastOwner !== undefined) return lastOwner.replace(/^pod\//, "");
  const told = world.eventsOf("ResourceAllocated").findLast(({ message }) => message?.includes(`"${id}"`));
  return told === undefined ? null : `${told.about.namespace ?? told.namespace}/${told.about.name}`;
}

/** A controller that starts anew finds the branches without owner, and has them cool down once more. */
function isTakenUpAgain({ node, branches }: Host, world: World): boolean {
  if (node === undefined || !branches.some(({ state }) => state === "orphan")) return false;
  const notice = world
    .eventsAbout("Node", null, node.name)
    .findLast(({ reason }) => reason === "ControllerVersionNotice");
  const at = notice?.lastAt ?? notice?.firstAt;
  return at !== undefined && !world.isOlderThan(at, world.releaseSeconds);
}

function isGoing(state: string | undefined): boolean {
  return state === "shutting-down" || state === "terminated";
}
