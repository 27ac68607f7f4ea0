import type { Trunk } from "../../topology/resources.ts";
import { isOrdinaryNode } from "../managed.ts";
import { defineRule } from "../rule.ts";
import { isSettled, ourInterface, seen, wasReadWhenOlder } from "../seen.ts";
import type { World } from "../world.ts";

/** An attachment is young, and the controller may not be done with it, for so long. */
const youngSeconds = 60;

type SeveralFacts = { trunks: string[]; instance: string; node: string | null };

export const severalTrunks = defineRule<SeveralFacts>({
  id: "several-trunks",
  code: "SGP-014",
  severity: "medium",
  per: "host",
  needs: ["interfaces"],
  *check(host, world) {
    if (host.node !== undefined && !isOrdinaryNode(host)) return;
    const trunks = host.trunks.filter((trunk) => trunk.instanceId === host.id && !isYoung(trunk, world));
    const [first, ...others] = trunks.map(({ id }) => id);
    if (first === undefined || others.length === 0) return;
    yield {
      subjects: [host.id, first, ...others],
      facts: { trunks: [first, ...others], instance: host.id, node: host.instance?.nodeName ?? null },
      evidence: trunks.flatMap(({ id, instanceId, attachedAt }) => [
        seen("interfaces", id, "attachment.instanceId", instanceId),
        seen("interfaces", id, "attachment.attachedAt", attachedAt),
      ]),
    };
  },
});

type SurvivesFacts = { trunk: string; attachment: string | null; instance: string; node: string | null };

export const trunkSurvivesInstance = defineRule<SurvivesFacts>({
  id: "trunk-survives-instance",
  code: "SGP-015",
  severity: "medium",
  per: "host",
  needs: ["interfaces"],
  *check(host, world) {
    for (const trunk of host.trunks) {
      const eni = ourInterface(world, trunk.id);
      if (!eni || !trunk.instanceId || trunk.deleteOnTermination !== false || isYoung(trunk, world)) continue;
      yield {
        subjects: [trunk.id, trunk.instanceId],
        facts: {
          trunk: trunk.id,
          attachment: eni.attachment?.id ?? null,
          instance: trunk.instanceId,
          node: host.instance?.nodeName ?? null,
        },
        evidence: [seen("interfaces", trunk.id, "attachment.deleteOnTermination", false)],
      };
    }
  },
});

type OverFacts = {
  trunk: string;
  branches: number;
  limit: number;
  instanceType: string;
  capacity: number | null;
  node: string | null;
};

export const tooManyBranches = defineRule<OverFacts>({
  id: "too-many-branches",
  code: "SGP-016",
  severity: "high",
  per: "host",
  needs: ["interfaces"],
  *check(host, world) {
    const { limits, instanceType, capacity, nodeName } = host.instance ?? {};
    if (limits === undefined || instanceType === undefined) return;
    // What the node offers is what the controller counts by; the table may be older.
    const limit = Math.max(limits.branches, capacity?.podEni ?? 0);
    if (host.branches.length <= limit) return;
    for (const trunk of host.trunks) {
      if (!ourInterface(world, trunk.id)) continue;
      const branches = host.branches.filter(({ id, status, trunkId }) => {
        if (trunkId !== trunk.id || status !== "in-use" || !ourInterface(world, id)) return false;
        return isSettled(world, id, youngSeconds);
      });
      if (branches.length <= limit) continue;
      yield {
        subjects: [trunk.id, host.id],
        facts: {
          trunk: trunk.id,
          branches: branches.length,
          limit,
          instanceType,
          capacity: capacity?.podEni ?? null,
          node: nodeName ?? null,
        },
        evidence: branches.map(({ id, status }) => seen("interfaces", id, "status", status)),
      };
    }
  },
});

function isYoung({ id, attachedAt }: Trunk, world: World): boolean {
  return attachedAt === undefined
    ? !isSettled(world, id, youngSeconds)
    : !wasReadWhenOlder(world, "interfaces", attachedAt, youngSeconds);
}
