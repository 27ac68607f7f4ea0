import type { FactsOf } from "../../rule.ts";
import type { danglingGroupReference, groupRulesAtLimit, podGroupWideOpen } from "../../rules/group-rules.ts";
import { danglingGroupReferenceSteps, groupRulesAtLimitSteps, podGroupWideOpenSteps } from "../steps/group-rules.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const groupRules: {
  "group-rules-at-limit": Words<FactsOf<typeof groupRulesAtLimit>>;
  "dangling-group-reference": Words<FactsOf<typeof danglingGroupReference>>;
  "pod-group-wide-open": Words<FactsOf<typeof podGroupWideOpen>>;
} = {
  "group-rules-at-limit": {
    title: "A security group is close to its limit of rules",
    describe: ({ facts: { groupId, name, direction, family, count, limit } }) =>
      `${named(groupId, name)} counts ${count} of ${limit} ${direction} rules for ${family}; a prefix list counts with all the entries it may have. EC2 refuses rules beyond its quota, ${limit} by default.`,
    remedy: () => "Merge rules into prefix lists or wider CIDRs, split the group, or ask for a higher quota.",
    ...groupRulesAtLimitSteps,
  },
  "dangling-group-reference": {
    title: "A rule names a security group that is not there",
    describe: ({ facts: { groupId, name, referenced, ruleIds, status } }) =>
      `${counted(ruleIds.length, "rule")} of ${named(groupId, name)} ${ruleIds.length === 1 ? "names" : "name"} ${referenced}, ${status === null ? "which EC2 does not list in this VPC" : `over a peering connection that is ${status}`}. ${ruleIds.length === 1 ? "It lets" : "They let"} nothing through.`,
    remedy: () => "Remove the rule, or name the group that took the old one's place.",
    ...danglingGroupReferenceSteps,
  },
  "pod-group-wide-open": {
    title: "A pod's security group is open to everyone",
    describe: ({ facts: { groupId, name, peers } }) =>
      `${named(groupId, name)} is on branches and lets in every port from ${listed(peers)}. It protects the pods from nothing that can route to them.`,
    remedy: () => "Name the ports and the groups or networks that need them.",
    ...podGroupWideOpenSteps,
  },
};

function named(groupId: string, name: string | null): string {
  return name === null || name === groupId ? groupId : `${groupId} (${name})`;
}
