import type { Item } from "../../recording/collections.ts";
import { isValidPolicy } from "../../topology/policies.ts";
import { brokenBecause, printSelector } from "../../topology/selector.ts";
import { lastTold } from "../allocation.ts";
import type { Host } from "../host.ts";
import { nearestLabels } from "../nearest-labels.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import type { World } from "../world.ts";

type SecurityGroupPolicy = Item<"securityGroupPolicies">;

type Invalid = { policy: string; lacksSelectors: boolean; lacksGroups: boolean };

export const policyInvalid = defineRule<Invalid, never>({
  id: "policy-invalid",
  code: "SGP-060",
  severity: "high",
  per: "cluster",
  needs: ["securityGroupPolicies"],
  *check(world) {
    for (const [id, policy] of world.items("securityGroupPolicies")) {
      if (isValidPolicy(policy)) continue;
      const lacksSelectors = policy.podSelector === null && policy.serviceAccountSelector === null;
      const lacksGroups = policy.groupIds.length === 0;
      yield {
        subjects: [`policy/${id}`],
        facts: { policy: id, lacksSelectors, lacksGroups },
        evidence: [
          ...(lacksSelectors ? [seen("securityGroupPolicies", id, "podSelector", null)] : []),
          ...(lacksGroups ? [seen("securityGroupPolicies", id, "groupIds", [])] : []),
        ],
      };
    }
  },
});

type Broken = { policy: string; which: "podSelector" | "serviceAccountSelector"; reason: string; selector: string };

export const selectorBroken = defineRule<Broken, never>({
  id: "selector-broken",
  code: "SGP-069",
  severity: "high",
  per: "cluster",
  needs: ["securityGroupPolicies"],
  *check(world) {
    for (const [id, policy] of world.items("securityGroupPolicies")) {
      const broken = brokenIn(policy);
      if (broken === null) continue;
      yield {
        subjects: [`policy/${id}`],
        facts: { policy: id, ...broken },
        evidence: [seen("securityGroupPolicies", id, broken.which, broken.selector)],
      };
    }
  },
});

type SelectsNothing = {
  policy: string;
  namespace: string;
  podSelector: string | null;
  serviceAccountSelector: string | null;
  podsInNamespace: number;
  /** Pods that come closest, and for each what it lacks, as one reads it. */
  nearestPods: string[];
  nearestLacks: string[];
};

interface Matched {
  readonly policyIds: ReadonlySet<string>;
  /** Namespaces with pods of which it cannot be said what matches them. */
  readonly unsure: ReadonlySet<string>;
}

const daySeconds = 24 * 3600;
/** Policies are often made a little before their pods. */
const usualSeconds = 300;

export const policySelectsNothing = defineRule<SelectsNothing, Matched>({
  id: "policy-selects-nothing",
  code: "SGP-061",
  severity: "low",
  per: "cluster",
  needs: ["securityGroupPolicies", "pods", "serviceAccounts"],
  // Pods of a CronJob come and go: what is watched gets the time for one to come.
  confirmAfterSeconds: 360,
  gather: matchedOn,
  *check(world, gathered) {
    const matched = [...gathered.values()];
    for (const [id, policy] of world.items("securityGroupPolicies")) {
      if (!isValidPolicy(policy) || brokenIn(policy) !== null) continue;
      const { namespace } = policy;
      if (matched.some(({ policyIds, unsure }) => policyIds.has(`policy/${id}`) || unsure.has(namespace))) continue;
      if (policy.createdAt !== undefined && !world.isOlderThan(policy.createdAt, usualSeconds)) continue;
      if (hasMatchedLately(policy, world)) continue;
      const { podsInNamespace, nearest } = nearestLabels(policy, world);
      yield {
        subjects: [`policy/${id}`],
        confidence: world.isOlderThan(world.startedAt, daySeconds) ? "certain" : "likely",
        facts: {
          policy: id,
          namespace,
          podSelector: policy.podSelector && printSelector(policy.podSelector),
          serviceAccountSelector: policy.serviceAccountSelector && printSelector(policy.serviceAccountSelector),
          podsInNamespace,
          nearestPods: nearest.map(({ pod }) => pod),
          nearestLacks: nearest.map(({ lacks }) => lacks.join("; ")),
        },
        evidence: [
          policy.podSelector === null
            ? seen(
                "securityGroupPolicies",
                id,
                "serviceAccountSelector",
                printSelector(policy.serviceAccountSelector ?? {}),
              )
            : seen("securityGroupPolicies", id, "podSelector", printSelector(policy.podSelector)),
        ],
      };
    }
  },
});

/** Why the controller cannot use one of its selectors; `null` when it can use both. */
function brokenIn({ podSelector, serviceAccountSelector }: SecurityGroupPolicy): Omit<Broken, "policy"> | null {
  for (const [which, selector] of Object.entries({ podSelector, serviceAccountSelector })) {
    const reason = selector && brokenBecause(selector);
    if (selector && reason !== null)
      return { which: which as Broken["which"], reason, selector: printSelector(selector) };
  }
  return null;
}

function matchedOn({ pods }: Host): Matched | null {
  const policyIds = new Set<string>();
  const unsure = new Set<string>();
  for (const { pod } of pods) {
    if (pod.policyIds === undefined) unsure.add(pod.namespace);
    else for (const id of pod.policyIds) policyIds.add(id);
  }
  return policyIds.size + unsure.size === 0 ? null : { policyIds, unsure };
}

/** Whether the controller gave all of its groups to a pod of the namespace within a day: then it selected one that is gone. */
function hasMatchedLately({ namespace, groupIds }: SecurityGroupPolicy, world: World): boolean {
  return world.eventsOf("SecurityGroupRequested").some((event) => {
    if ((event.about.namespace ?? event.namespace) !== namespace || world.isOlderThan(lastTold(event), daySeconds))
      return false;
    return event.type === "Normal" && groupIds.every((id) => event.message?.includes(id));
  });
}
