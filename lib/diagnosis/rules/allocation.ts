import { allocationOf, eventId, failuresOf, isWaiting, lastTold } from "../allocation.ts";
import type { Host } from "../host.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";

/** What an error of EC2, or of the controller itself, comes down to (domain 9.3, SGP-046). */
const meanings = {
  "InvalidSecurityGroupID.NotFound": "group-missing",
  "InvalidGroup.NotFound": "group-missing",
  SecurityGroupsPerInterfaceLimitExceeded: "groups-too-many",
  InsufficientFreeAddressesInSubnet: "subnet-short",
  NetworkInterfaceLimitExceeded: "interface-quota",
  RequestLimitExceeded: "throttled",
  UnauthorizedOperation: "not-allowed",
  NoFreeVlan: "vlans-forgotten",
} as const;

type Meaning = (typeof meanings)[keyof typeof meanings] | "other";

type AllocationFailed = {
  error: string;
  meaning: Meaning;
  message: string;
  attempts: number;
  pods: string[];
  nodes: string[];
  subnets: string[];
  lastAt: number;
};

export const allocationFailed = defineRule<AllocationFailed>({
  id: "allocation-failed",
  code: "SGP-046",
  severity: "high",
  per: "host",
  needs: ["pods", "events"],
  explainedBy: ["group-missing", "groups-too-many", "subnet-short"],
  merge: (all) => ({ ...joinFacts(all), attempts: all.reduce((sum, { attempts }) => sum + attempts, 0) }),
  *check(host, world) {
    for (const hosted of host.pods) {
      if (!isWaiting(hosted)) continue;
      const { item, pod } = hosted;
      const { failed, requested } = allocationOf(item, world);
      if (failed === undefined || lastTold(failed) < lastTold(requested)) continue;
      const message = failed.message ?? "";
      const error = errorIn(message);
      const meaning = Object.hasOwn(meanings, error) ? meanings[error as keyof typeof meanings] : "other";
      const subnets = meaning === "subnet-short" ? subnetsOf(host) : [];
      yield {
        story: error,
        subjects: [pod.id, ...subnets],
        facts: {
          error,
          meaning,
          message: withoutRequestId(message),
          attempts: failuresOf(item, world),
          pods: [`${item.namespace}/${item.name}`],
          nodes: item.nodeName === undefined ? [] : [item.nodeName],
          subnets,
          lastAt: lastTold(failed),
        },
        evidence: [seen("events", eventId(failed), "message", message)],
      };
    }
  },
});

type GivenUp = { pods: string[]; attempts: number; failedAt: number; nextTryAt: number; error: string };

const resyncMs = 30 * 60_000;

export const allocationGivenUp = defineRule<GivenUp>({
  id: "allocation-given-up",
  code: "SGP-047",
  severity: "high",
  per: "host",
  needs: ["pods", "events"],
  explainedBy: ["allocation-failed", "annotation-refused"],
  merge: joinFacts,
  *check(host, world) {
    for (const hosted of host.pods) {
      if (!isWaiting(hosted)) continue;
      const { item, pod } = hosted;
      const { failed, requested } = allocationOf(item, world);
      const failedAt = lastTold(failed);
      if (failed === undefined || failedAt === 0 || failedAt < lastTold(requested)) continue;
      if (!world.isOlderThan(failedAt, 60)) continue;
      yield {
        story: errorIn(failed.message ?? ""),
        subjects: [pod.id],
        facts: {
          pods: [`${item.namespace}/${item.name}`],
          attempts: failuresOf(item, world),
          failedAt,
          nextTryAt: failedAt + resyncMs,
          error: errorIn(failed.message ?? ""),
        },
        evidence: [seen("events", eventId(failed), "lastAt", failedAt)],
        since: { at: failedAt, exact: true },
      };
    }
  },
});

type Refused = { pods: string[]; refusedBy: string | null; message: string; lastAt: number };

export const annotationRefused = defineRule<Refused>({
  id: "annotation-refused",
  code: "SGP-048",
  severity: "high",
  per: "host",
  needs: ["pods", "events"],
  merge: joinFacts,
  *check(host, world) {
    for (const hosted of host.pods) {
      if (!isWaiting(hosted)) continue;
      const { item, pod } = hosted;
      const { refused, requested } = allocationOf(item, world);
      if (refused === undefined || lastTold(refused) < lastTold(requested)) continue;
      const message = refused.message ?? "";
      const refusedBy = /admission webhook "([^"]+)"/.exec(message)?.[1] ?? null;
      yield {
        story: refusedBy ?? "unknown",
        subjects: [pod.id],
        facts: { pods: [`${item.namespace}/${item.name}`], refusedBy, message, lastAt: lastTold(refused) },
        evidence: [seen("events", eventId(refused), "message", message)],
      };
    }
  },
});

function errorIn(message: string): string {
  const code = /api error ([A-Za-z.]*[A-Za-z])/.exec(message)?.[1];
  if (code !== undefined) return code;
  return /free vlan id/i.test(message) ? "NoFreeVlan" : "other";
}

/** Each attempt has a request id of its own, which says nothing. */
function withoutRequestId(message: string): string {
  return message.replace(/,? ?RequestID: [0-9a-f-]+/i, "");
}

function subnetsOf({ trunks, instance }: Host): string[] {
  const ids = trunks.flatMap(({ subnetId }) => subnetId ?? []);
  if (ids.length > 0) return [...new Set(ids)];
  return instance?.subnetId === undefined ? [] : [instance.subnetId];
}
