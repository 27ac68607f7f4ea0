import type { Item } from "../recording/collections.ts";
import type { Labels } from "./selector.ts";
import { selects } from "./selector.ts";

type SecurityGroupPolicy = Item<"securityGroupPolicies">;

/** An invalid policy is skipped by the controller without a word (domain 1.5, step 2). */
export function isValidPolicy(policy: SecurityGroupPolicy): boolean {
  return (policy.podSelector !== null || policy.serviceAccountSelector !== null) && policy.groupIds.length > 0;
}

/**
 * Whether a policy of the pod's own namespace applies to it, by the controller's algorithm
 * (amazon-vpc-resource-controller-k8s: pkg/utils/helper.go filterPodSecurityGroups).
 * `null`: cannot be said, because the labels of the ServiceAccount object are not known.
 */
export function policyMatches(
  policy: SecurityGroupPolicy,
  podLabels: Labels,
  serviceAccountLabels: Labels | null,
): boolean | null {
  if (!isValidPolicy(policy)) return false;
  if (policy.podSelector !== null && !selects(policy.podSelector, podLabels)) return false;
  if (policy.serviceAccountSelector === null) return true;
  if (serviceAccountLabels === null) return null;
  return selects(policy.serviceAccountSelector, serviceAccountLabels);
}
