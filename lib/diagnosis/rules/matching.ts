import type { Item } from "../../recording/collections.ts";
import type { Policy } from "../../topology/resources.ts";
import { allocationOf } from "../allocation.ts";
import { isNamedInVain } from "../carried-pods.ts";
import { isForWindows } from "../for-windows.ts";
import { enforcedGroups, sameGroups, wantedGroups } from "../groups-of.ts";
import type { Host, HostedPod } from "../host.ts";
import { classOf, hasLimit, isLive } from "../pods.ts";
import { isPolicyCrdMissing } from "../policy-crd.ts";
import { nameOf } from "../policy-names.ts";
import { defineRule, type Pointed } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";
import { workloadOf } from "../workloads.ts";
import type { World } from "../world.ts";

/**
 * a: all policies are younger than the pod. b: a policy was there before the pod and has not changed: the webhook let the pod pass.
 * c: something changed since: the policy, the pod's labels, or those of its ServiceAccount.
 */
type Case = "older-than-policy" | "webhook-skipped" | "changed-since";

type NotEnforced = {
  case: Case;
  /** What is known to have changed, in case c; `null`: cannot be said. */
  changed: "policy" | "pod-labels" | null;
  policies: string[];
  pods: string[];
  namespace: string;
  /** What to restart: `deployment/web`, or `pod/NAME` for one that nobody restarts. */
  workloads: string[];
  wanted: string[];
  podCreatedAt: number | null;
  policyCreatedAt: number | null;
};

const severityOf = { "older-than-policy": "high", "webhook-skipped": "critical", "changed-since": "high" } as const;

export const policyNotEnforced = defineRule<NotEnforced>({
  id: "policy-not-enforced",
  code: "SGP-065",
  severity: "high",
  per: "host",
  needs: ["pods", "securityGroupPolicies", "serviceAccounts", "nodes"],
  explainedBy: ["webhook-broken", "controller-silent"],
  merge: joinFacts,
  *check(host, world) {
    if (!isItsBusiness(host)) return;
    for (const hosted of host.pods) {
      const { pod, item } = hosted;
      if (!isStaying(hosted) || classOf(item) !== "linux" || hasLimit(item) || isForWindows(item)) continue;
      if (item.createdAt !== undefined && !world.isOlderThan(item.createdAt, 30)) continue;
      const wanted = wantedGroups(pod, world);
      if (wanted === null || wanted.policies.length === 0) continue;
      const creation = creationOf(item, world);
      const verdict = settledBy(creation, wanted.policies, caseOf(item, wanted.policies, world));
      const policies = wanted.policies.map(({ id }) => nameOf(id));
      yield {
        story: `${verdict.case} ${policies.join(" ")}`,
        subjects: [pod.id],
        severity: severityOf[verdict.case],
        confidence: verdict.confidence,
        facts: {
          case: verdict.case,
          changed: verdict.changed,
          policies,
          pods: [nameOf(pod.id)],
          namespace: pod.namespace,
          workloads: [workloadOf(item)],
          wanted: [...wanted.groupIds],
          podCreatedAt: item.createdAt ?? null,
          policyCreatedAt: wanted.policies[0]?.createdAt ?? null,
        },
        evidence: [
          seen("pods", nameOf(pod.id), "containers.0.podEniLimit", null),
          seen("pods", nameOf(pod.id), "createdAt", item.createdAt),
          ...(creation === undefined ? [] : creationEvidence(creation)),
          ...wanted.policies.flatMap(({ id, createdAt }) => {
            const policy = world.item("securityGroupPolicies", nameOf(id));
            return [
              seen("securityGroupPolicies", nameOf(id), "createdAt", createdAt),
              ...(policy?.specChangedAt === undefined
                ? []
                : [seen("securityGroupPolicies", nameOf(id), "specChangedAt", policy.specChangedAt)]),
            ];
          }),
        ],
        ...(verdict.case === "webhook-skipped" && item.createdAt !== undefined
          ? { since: { at: item.createdAt, exact: true } }
          : {}),
      };
    }
  },
});

type WithoutPolicy = {
  namespace: string;
  pods: string[];
  workloads: string[];
  actual: string[];
  /** Whether the controller said that it found no policy and took the node's groups; `null`: its word is not known. */
  fellBack: boolean | null;
};

export const branchWithoutPolicy = defineRule<WithoutPolicy>({
  id: "branch-without-policy",
  code: "SGP-066",
  severity: "medium",
  per: "host",
  needs: ["pods", "interfaces", "securityGroupPolicies", "serviceAccounts"],
  confirmAfterSeconds: 60,
  merge: joinFacts,
  *check(host, world) {
    if (!isItsBusiness(host) || isPolicyCrdMissing(world)) return;
    for (const hosted of host.pods) {
      const { pod, item } = hosted;
      const [branch] = pod.branchIds;
      if (branch === undefined || pod.policyIds?.length !== 0 || !isStaying(hosted) || classOf(item) !== "linux")
        continue;
      if (isNamedInVain(pod)) continue;
      const actual = enforcedGroups(branch, world) ?? [];
      const { requested } = allocationOf(item, world);
      const fellBack = requested === undefined ? null : requested.type === "Warning";
      yield {
        story: `${pod.namespace} ${fellBack} ${actual.join(" ")}`,
        subjects: [pod.id],
        facts: {
          namespace: pod.namespace,
          pods: [nameOf(pod.id)],
          workloads: [workloadOf(item)],
          actual: [...actual],
          fellBack,
        },
        evidence: [
          seen("interfaces", branch, "groups", actual),
          seen("pods", nameOf(pod.id), "labels", labelsOf(item)),
        ],
      };
    }
  },
});

type Drifted = {
  namespace: string;
  policies: string[];
  pods: string[];
  workloads: string[];
  wanted: string[];
  actual: string[];
  /** Groups that the policies name and the ENI lacks, and the other way round. */
  added: string[];
  removed: string[];
  policyChangedAt: number | null;
};

export const groupsDrifted = defineRule<Drifted>({
  id: "groups-drifted",
  code: "SGP-067",
  severity: "high",
  per: "host",
  needs: ["pods", "interfaces", "securityGroupPolicies", "serviceAccounts"],
  confirmAfterSeconds: 60,
  merge: joinFacts,
  *check(host, world) {
    if (!isItsBusiness(host)) return;
    for (const hosted of host.pods) {
      const { pod, item } = hosted;
      const [branch] = pod.branchIds;
      if (branch === undefined || isNamedInVain(pod) || !isStaying(hosted) || classOf(item) !== "linux") continue;
      const wanted = wantedGroups(pod, world);
      const actual = enforcedGroups(branch, world);
      if (wanted === null || actual === null || wanted.policies.length === 0) continue;
      if (sameGroups(wanted.groupIds, actual)) continue;
      yield {
        story: `${wanted.groupIds.join(" ")} / ${actual.join(" ")}`,
        subjects: [pod.id],
        facts: {
          namespace: pod.namespace,
          policies: wanted.policies.map(({ id }) => nameOf(id)),
          pods: [nameOf(pod.id)],
          workloads: [workloadOf(item)],
          wanted: [...wanted.groupIds],
          actual: [...actual],
          added: wanted.groupIds.filter((id) => !actual.includes(id)),
          removed: actual.filter((id) => !wanted.groupIds.includes(id)),
          policyChangedAt: newestChange(wanted.policies, world),
        },
        evidence: [
          seen("interfaces", branch, "groups", actual),
          ...wanted.policies.map(({ id, groupIds }) => seen("securityGroupPolicies", nameOf(id), "groupIds", groupIds)),
        ],
      };
    }
  },
});

type Overlap = { policies: string[]; contributes: string[]; union: string[]; pods: string[] };

export const policiesOverlap = defineRule<Overlap>({
  id: "policies-overlap",
  code: "SGP-068",
  severity: "info",
  per: "host",
  needs: ["pods", "securityGroupPolicies", "serviceAccounts"],
  merge: joinFacts,
  *check(host, world) {
    for (const hosted of host.pods) {
      const { pod, item } = hosted;
      if ((pod.policyIds?.length ?? 0) < 2 || !isStaying(hosted) || !evaluated.has(classOf(item))) continue;
      const wanted = wantedGroups(pod, world);
      if (wanted === null) continue;
      const policies = wanted.policies.map(({ id }) => nameOf(id));
      yield {
        story: policies.join(" "),
        subjects: [pod.id, ...wanted.policies.map(({ id }) => id)],
        facts: {
          policies,
          contributes: wanted.policies.map(({ groupIds }) => groupIds.join(" ")),
          union: [...wanted.groupIds],
          pods: [nameOf(pod.id)],
        },
        evidence: wanted.policies.map(({ id, groupIds }) =>
          seen("securityGroupPolicies", nameOf(id), "groupIds", groupIds),
        ),
      };
    }
  },
});

const evaluated: ReadonlySet<string> = new Set(["linux", "fargate"]);

/** What other mechanisms look after is left to them: nobody here knows what is right there (domain 1.10). */
function isItsBusiness({ instance }: Host): boolean {
  return instance === undefined || (!others.has(instance.management) && instance.os !== "windows");
}

const others: ReadonlySet<string> = new Set(["auto-mode", "fargate", "hybrid"]);

function isStaying({ item }: HostedPod): boolean {
  return isLive(item) && item.deletingSince === undefined;
}

/** A policy and its pods are often applied together, and the webhook learns of a policy a moment after it is there. */
const togetherMs = 2000;

interface Verdict {
  readonly case: Case;
  readonly changed: NotEnforced["changed"];
  readonly confidence: "certain" | "likely" | "cannot-tell";
}

const webhook = "mpod.vpc.k8s.aws";

/** The audit record of a pod's creation, if one was imported: joined by uid, since names come again. */
function creationOf({ uid }: Item<"pods">, world: World): Item<"auditEvents"> | undefined {
  return uid === undefined ? undefined : world.shared("audited-pod-creations", creationsByUid).get(uid);
}

function creationsByUid(world: World): ReadonlyMap<string, Item<"auditEvents">> {
  const creations = [...world.items("auditEvents").values()].flatMap((event) => {
    const { uid, verb, resource, subresource } = event;
    const isCreation = verb === "create" && resource === "pods" && subresource === undefined;
    return uid !== undefined && isCreation ? [[uid, event] as const] : [];
  });
  return new Map(creations);
}

/**
 * The API server notes a webhook that it went on without, and one that changed the pod. No note proves nothing: a policy of the audit log
 * may leave notes out.
 */
function settledBy(creation: Item<"auditEvents"> | undefined, policies: readonly Policy[], verdict: Verdict): Verdict {
  if (verdict.case !== "webhook-skipped") return verdict;
  // Labels of a ServiceAccount may have changed since, and leave no trace.
  const isFirm = policies.every(({ serviceAccountSelector }) => serviceAccountSelector === null);
  if (isFirm && creation?.failedOpen?.includes(webhook)) return { ...verdict, confidence: "certain" };
  if (creation?.mutatedBy?.includes(webhook))
    return { case: "changed-since", changed: null, confidence: "cannot-tell" };
  return verdict;
}

function creationEvidence({ id, at, failedOpen, mutatedBy }: Item<"auditEvents">): Pointed[] {
  return Object.entries({ failedOpen, mutatedBy }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ ...seen("auditEvents", id, field, value), readAt: at }],
  );
}

function caseOf(pod: Item<"pods">, policies: readonly Policy[], world: World): Verdict {
  const { createdAt } = pod;
  const made = policies.map((policy) => policy.createdAt);
  if (createdAt === undefined || made.includes(undefined))
    return { case: "changed-since", changed: null, confidence: "cannot-tell" };
  if (made.every((at) => at !== undefined && at > createdAt))
    return { case: "older-than-policy", changed: null, confidence: "certain" };
  if (made.every((at) => at !== undefined && at > createdAt - togetherMs))
    return { case: "older-than-policy", changed: null, confidence: "likely" };
  if (pod.labelsChangedAt !== undefined) return { case: "changed-since", changed: "pod-labels", confidence: "likely" };
  const older = policies.filter((policy) => (policy.createdAt ?? createdAt) <= createdAt - togetherMs);
  const histories = older.map(({ id }) => wasUnchanged(nameOf(id), createdAt, world));
  if (histories.includes(true)) return { case: "webhook-skipped", changed: null, confidence: "likely" };
  const isEdited = histories.every((unchanged) => unchanged === false);
  return isEdited
    ? { case: "changed-since", changed: "policy", confidence: "likely" }
    : { case: "changed-since", changed: null, confidence: "cannot-tell" };
}

/** Whether a policy is the same as when a pod was created; `null`: nothing tells. */
function wasUnchanged(id: string, createdAt: number, world: World): boolean | null {
  const policy = world.item("securityGroupPolicies", id);
  if (policy === undefined) return null;
  const edits = world.policyEdits(id);
  if (edits.length > 1 && (edits.at(-1)?.at ?? 0) > createdAt) return false;
  if (policy.generation === 1) return true;
  if (policy.specChangedAt !== undefined) return policy.specChangedAt < createdAt;
  return null;
}

function newestChange(policies: readonly Policy[], world: World): number | null {
  const times = policies.flatMap(({ id }) => {
    const edits = world.policyEdits(nameOf(id));
    const seenAt = edits.length > 1 ? edits.at(-1)?.at : undefined;
    return world.item("securityGroupPolicies", nameOf(id))?.specChangedAt ?? seenAt ?? [];
  });
  return times.length === 0 ? null : Math.max(...times);
}

function labelsOf({ labels }: Item<"pods">): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}
