import type { matchIneffective, policyTooBroad, requestMisplaced } from "../../rules/breadth.ts";
import type { groupMissing, groupOfOtherVpc, groupsTooMany } from "../../rules/groups.ts";
import type { branchWithoutPolicy, groupsDrifted, policiesOverlap, policyNotEnforced } from "../../rules/matching.ts";
import type { policyInvalid, policySelectsNothing, selectorBroken } from "../../rules/policies.ts";
import { aws, line, parts, some } from "../command-line.ts";
import { describePod, restart, showPolicy } from "./objects.ts";
import type { Steps } from "./steps.ts";

export const policyInvalidSteps: Steps<typeof policyInvalid> = {
  verify: ({ facts: { policy } }) => showPolicy(policy),
};

export const policySelectsNothingSteps: Steps<typeof policySelectsNothing> = {
  verify: ({ facts: { policy, namespace, serviceAccountSelector } }) => [
    ...showPolicy(policy),
    ...line`kubectl get pods -n ${namespace} --show-labels`,
    ...(serviceAccountSelector === null ? [] : line`kubectl get serviceaccounts -n ${namespace} --show-labels`),
  ],
};

export const selectorBrokenSteps: Steps<typeof selectorBroken> = {
  verify: ({ facts: { policy } }) => showPolicy(policy),
};

export const groupMissingSteps: Steps<typeof groupMissing> = {
  verify: ({ facts: { group, policies }, region }) => [...showGroup(region, group), ...showPolicy(policies[0])],
};

export const groupOfOtherVpcSteps: Steps<typeof groupOfOtherVpc> = {
  verify: ({ facts: { group }, region }) => showGroup(region, group),
};

export const groupsTooManySteps: Steps<typeof groupsTooMany> = {
  verify: ({ facts: { policies }, region }) => [
    ...some(policies).flatMap(showPolicy),
    ...aws(region)`aws service-quotas get-service-quota --service-code vpc --quota-code L-2AFB9258`,
  ],
};

export const policyNotEnforcedSteps: Steps<typeof policyNotEnforced> = {
  commands: ({ facts: { namespace, workloads } }) => restart(namespace, workloads),
  verify: ({ facts: { pods, policies } }) => [...describePod(pods[0]), ...some(policies).flatMap(showPolicy)],
};

export const branchWithoutPolicySteps: Steps<typeof branchWithoutPolicy> = {
  commands: ({ facts: { namespace, workloads } }) => restart(namespace, workloads),
  verify: ({ facts: { pods, namespace } }) => [
    ...describePod(pods[0]),
    ...line`kubectl get securitygrouppolicies -n ${namespace}`,
  ],
};

export const groupsDriftedSteps: Steps<typeof groupsDrifted> = {
  commands: ({ facts: { namespace, workloads } }) => restart(namespace, workloads),
  verify: ({ facts: { pods, policies } }) => [...describePod(pods[0]), ...some(policies).flatMap(showPolicy)],
};

export const policiesOverlapSteps: Steps<typeof policiesOverlap> = {
  verify: ({ facts: { policies } }) => some(policies).flatMap(showPolicy),
};

export const policyTooBroadSteps: Steps<typeof policyTooBroad> = {
  verify: ({ facts: { policy } }) => showPolicy(policy),
};

export const matchIneffectiveSteps: Steps<typeof matchIneffective> = {
  commands: ({ facts: { reason, namespace, workloads } }) =>
    reason === "fargate-differs" ? restart(namespace, workloads) : [],
  verify: ({ facts: { pods } }) => describePod(pods[0]),
};

export const requestMisplacedSteps: Steps<typeof requestMisplaced> = {
  verify: ({ facts: { pods } }) => {
    const { namespace, name } = parts(pods[0] ?? "");
    return line`kubectl get pod -n ${namespace} ${name} -o jsonpath={.spec.containers[*].resources}`;
  },
};

function showGroup(region: string | null, group: string): string[] {
  return aws(region)`aws ec2 describe-security-groups --filters Name=group-id,Values=${group}`;
}
