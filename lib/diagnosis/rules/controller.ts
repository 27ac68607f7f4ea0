import type { CollectionName, Item } from "../../recording/collections.ts";
import { lastTold } from "../allocation.ts";
import { leaseId, leaseLimitSeconds } from "../controller-lease.ts";
import { isPolicyCrdMissing, policyCrd } from "../policy-crd.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

type ControllerSilent = {
  isMissing: boolean;
  holder: string | null;
  renewedAt: number | null;
  /** An age would be another at every moment. */
  limitSeconds: number;
  /** The last event it sent; `null`: none is remembered. */
  lastEventAt: number | null;
};

export const controllerSilent = defineRule<ControllerSilent, never>({
  id: "controller-silent",
  code: "SGP-074",
  severity: "critical",
  per: "cluster",
  needs: ["leases"],
  confirmAfterSeconds: 15,
  *check(world) {
    const lease = world.item("leases", leaseId);
    const lastEventAt = lastWordAt(world);
    const staleSeconds = lease === undefined ? null : staleFor(lease, world);
    if (lease === undefined) {
      // Something of the controller's was told a moment ago: the lease is elsewhere, or was not among what was read.
      if (lastEventAt !== null && !world.isOlderThan(lastEventAt, leaseLimitSeconds)) return;
    } else if (staleSeconds === null || staleSeconds <= leaseLimitSeconds) return;
    yield {
      subjects: ["cluster"],
      ...(lease === undefined ? { confidence: "likely" as const } : {}),
      facts: {
        isMissing: lease === undefined,
        holder: lease?.holder ?? null,
        renewedAt: lease?.renewedAt ?? null,
        limitSeconds: leaseLimitSeconds,
        lastEventAt,
      },
      evidence: [seen("leases", leaseId, "renewedAt", lease?.renewedAt)],
      ...(lease?.renewedAt === undefined ? {} : { since: { at: lease.renewedAt, exact: true } }),
    };
  },
});

type AccessMissing = { missing: string[] };

const access = [
  ["clusterRoles", "vpc-resource-controller-role", "clusterrole/vpc-resource-controller-role"],
  [
    "clusterRoleBindings",
    "vpc-resource-controller-rolebinding",
    "clusterrolebinding/vpc-resource-controller-rolebinding",
  ],
  ["roles", "kube-system/eks-vpc-resource-controller-role", "role/eks-vpc-resource-controller-role"],
  [
    "roleBindings",
    "kube-system/eks-vpc-resource-controller-rolebinding",
    "rolebinding/eks-vpc-resource-controller-rolebinding",
  ],
] as const satisfies readonly (readonly [CollectionName, string, string])[];

export const controllerAccessMissing = defineRule<AccessMissing, never>({
  id: "controller-access-missing",
  code: "SGP-075",
  severity: "high",
  per: "cluster",
  needs: ["clusterRoles", "clusterRoleBindings", "roles", "roleBindings"],
  *check(world) {
    const gone = access.filter(([collection, id]) => world.item(collection, id) === undefined);
    if (gone.length === 0) return;
    yield {
      subjects: ["cluster"],
      facts: { missing: gone.map(([, , name]) => name) },
      evidence: gone.map(([collection, id]) => seen(collection, id, "name", null)),
    };
  },
});

type CoolDownSetting = {
  value: string;
  problem: "too-short" | "not-a-number" | "too-long";
  /** What is in force, seconds; `null`: whatever was in force before. */
  effective: number | null;
};

const settings = "kube-system/amazon-vpc-cni";
const key = "branch-eni-cooldown";
const least = 30;
const longest = 300;

export const coolDownSetting = defineRule<CoolDownSetting, never>({
  id: "cool-down-setting",
  code: "SGP-077",
  severity: "low",
  per: "cluster",
  needs: ["configMaps"],
  *check(world) {
    const value = world.item("configMaps", settings)?.data[key];
    const problem = value === undefined ? null : problemOf(value);
    if (value === undefined || problem === null) return;
    yield {
      subjects: [`configMaps/${settings}`],
      facts: { value, problem, effective: problem === "not-a-number" ? null : Math.max(least, Number(value)) },
      evidence: [seen("configMaps", settings, `data.${key}`, value)],
    };
  },
});

type CrdMissing = { name: string };

export const policyCrdMissing = defineRule<CrdMissing, never>({
  id: "policy-crd-missing",
  code: "SGP-078",
  severity: "critical",
  per: "cluster",
  needs: ["customResourceDefinitions"],
  *check(world) {
    if (!isPolicyCrdMissing(world)) return;
    yield {
      subjects: ["cluster"],
      facts: { name: policyCrd },
      evidence: [seen("customResourceDefinitions", policyCrd, "name", null)],
    };
  },
});

/** A lease is read now and then: what counts is how old it was when it was read. */
function staleFor({ renewedAt }: Item<"leases">, world: World): number | null {
  if (renewedAt === undefined) return null;
  const readAt = world.observation.readAt.leases ?? world.now;
  return Math.round((Math.min(world.now, readAt) - renewedAt) / 1000);
}

const itsReasons = [
  "SecurityGroupRequested",
  "ResourceAllocated",
  "BranchAllocationFailed",
  "ControllerVersionNotice",
  "NodeTrunkInitiated",
];

function lastWordAt(world: World): number | null {
  const times = itsReasons.map((reason) => lastTold(world.eventsOf(reason).at(-1)));
  const last = Math.max(...times);
  return last === 0 ? null : last;
}

function problemOf(value: string): CoolDownSetting["problem"] | null {
  if (!/^[+-]?\d+$/.test(value)) return "not-a-number";
  if (Number(value) < least) return "too-short";
  return Number(value) > longest ? "too-long" : null;
}
