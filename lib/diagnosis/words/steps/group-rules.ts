import type { danglingGroupReference, groupRulesAtLimit, podGroupWideOpen } from "../../rules/group-rules.ts";
import { aws } from "../command-line.ts";
import { showRules } from "./security-groups.ts";
import type { Steps } from "./steps.ts";

export const groupRulesAtLimitSteps: Steps<typeof groupRulesAtLimit> = {
  verify: ({ facts: { groupId }, region }) => [
    ...showRules(region, [groupId]),
    ...aws(region)`aws service-quotas get-service-quota --service-code vpc --quota-code L-0EA8095F`,
  ],
};

export const danglingGroupReferenceSteps: Steps<typeof danglingGroupReference> = {
  verify: ({ facts: { groupId, referenced }, region }) => [
    ...showRules(region, [groupId]),
    ...aws(region)`aws ec2 describe-security-groups --filters Name=group-id,Values=${referenced}`,
  ],
};

export const podGroupWideOpenSteps: Steps<typeof podGroupWideOpen> = {
  verify: ({ facts: { groupId }, region }) => [
    ...showRules(region, [groupId]),
    ...aws(region)`aws ec2 describe-network-interfaces --filters Name=group-id,Values=${groupId}`,
  ],
};
