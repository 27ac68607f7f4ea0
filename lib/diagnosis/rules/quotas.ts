import type { CollectionName } from "../../recording/collections.ts";
import { allocationOf, eventId, lastTold } from "../allocation.ts";
import { boundAt } from "../pods.ts";
import { defineRule, type Pointed } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

type InterfaceQuota = { interfaces: number; quota: number; percent: number; branches: number };

const defaultQuota = 5000;

export const interfaceQuota = defineRule<InterfaceQuota, number>({
  id: "interface-quota",
  code: "SGP-051",
  severity: "medium",
  per: "cluster",
  needs: ["interfaces"],
  gather: ({ branches }) => branches.length || null,
  *check(world, gathered) {
    // What we read is one cluster's share of the account: a lower bound. Beyond the default quota, a higher one is in force, and nobody told us which.
    const count = world.items("interfaces").size;
    if (count < defaultQuota * 0.8 || count > defaultQuota) return;
    yield {
      subjects: ["cluster"],
      severity: count >= defaultQuota * 0.95 ? "high" : "medium",
      confidence: "likely",
      facts: {
        interfaces: count,
        quota: defaultQuota,
        percent: Math.floor((count / defaultQuota) * 100),
        branches: [...gathered.values()].reduce((sum, branches) => sum + branches, 0),
      },
      evidence: [seen("interfaces", "*", "count", count)],
    };
  },
});

type Throttled = { controllerErrors: number; ourReads: string[]; pods: number; lastAt: number | null };

const throttling = /\b(RequestLimitExceeded|Throttling|ThrottlingException)\b/;
const throttledReasons = ["BranchAllocationFailed", "TrunkENICreationFailed"] as const;
const recentSeconds = 15 * 60;
const ec2Collections = ["interfaces", "instances", "securityGroups", "securityGroupRules", "subnets"] as const;

export const ec2Throttled = defineRule<Throttled, never>({
  id: "ec2-throttled",
  code: "SGP-052",
  severity: "medium",
  per: "cluster",
  needs: ["events"],
  *check(world) {
    const events = throttledReasons
      .flatMap((reason) => world.eventsOf(reason))
      .filter((event) => throttling.test(event.message ?? "") && !world.isOlderThan(lastTold(event), recentSeconds));
    const refused = ec2Collections.filter((name) => throttling.test(failureCode(world, name)));
    if (events.length === 0 && refused.length === 0) return;
    const pods = new Set(
      events.flatMap(({ about }) => (about.kind === "Pod" ? [`${about.namespace}/${about.name}`] : [])),
    );
    yield {
      subjects: ["cluster"],
      facts: {
        controllerErrors: events.reduce((sum, { count = 1 }) => sum + count, 0),
        ourReads: [...refused],
        pods: pods.size,
        lastAt: events.length === 0 ? null : Math.max(...events.map(lastTold)),
      },
      evidence: [
        ...events.slice(-3).map((event): Pointed => seen("events", eventId(event), "message", event.message)),
        ...refused.map((name) => seen(name, "*", "failure", failureCode(world, name))),
      ],
    };
  },
});

type Slow = { medianSeconds: number; longestSeconds: number; pods: number; minutes: number };

const windowSeconds = 60 * 60;
/** A pod bound longer ago got its branch before the window, or is a case of its own. */
const longestSeconds = 2 * windowSeconds;
const fewest = 5;
const slowSeconds = 15;

export const allocationSlow = defineRule<Slow, readonly Delay[]>({
  id: "allocation-slow",
  code: "SGP-053",
  severity: "low",
  per: "cluster",
  needs: ["pods", "events"],
  explainedBy: ["ec2-throttled", "controller-silent"],
  gather(host, world) {
    const delays = host.pods.flatMap(({ item, pod }) => {
      const bound = pod.annotated ? boundAt(item) : null;
      if (bound === null || world.isOlderThan(bound, longestSeconds)) return [];
      const at = allocationOf(item, world).allocated?.firstAt;
      return at === undefined ? [] : [{ at, seconds: Math.max(0, (at - bound) / 1000) }];
    });
    return delays.length === 0 ? null : delays;
  },
  *check(world, gathered) {
    const recent = [...gathered.values()].flat().filter(({ at }) => !world.isOlderThan(at, windowSeconds));
    if (recent.length < fewest) return;
    const seconds = recent.map((delay) => delay.seconds).sort((a, b) => a - b);
    const medianSeconds = seconds[Math.floor(seconds.length / 2)] ?? 0;
    if (medianSeconds <= slowSeconds) return;
    yield {
      subjects: ["cluster"],
      facts: { medianSeconds, longestSeconds: seconds.at(-1) ?? 0, pods: recent.length, minutes: windowSeconds / 60 },
      evidence: [seen("events", "*", "ResourceAllocated - PodScheduled, median seconds", medianSeconds)],
    };
  },
});

interface Delay {
  readonly at: number;
  readonly seconds: number;
}

function failureCode(world: World, collection: CollectionName): string {
  return world.wasRead(collection) ? (world.observation.failures[collection]?.code ?? "") : "";
}
