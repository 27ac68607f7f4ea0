import type { FactsOf } from "../../rule.ts";
import type { groupMissing, groupOfOtherVpc, groupsTooMany } from "../../rules/groups.ts";
import type { policyInvalid, policySelectsNothing, selectorBroken } from "../../rules/policies.ts";
import {
  groupMissingSteps,
  groupOfOtherVpcSteps,
  groupsTooManySteps,
  policyInvalidSteps,
  policySelectsNothingSteps,
  selectorBrokenSteps,
} from "../steps/policies.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const policyInvalidWords: Words<FactsOf<typeof policyInvalid>> = {
  ...policyInvalidSteps,
  title: "A policy that the controller skips",
  describe({ facts: { policy, lacksSelectors, lacksGroups } }) {
    const lacks = [lacksSelectors && "no selector", lacksGroups && "no security groups"].filter((one) => one !== false);
    return `${policy} has ${lacks.join(" and ")}. Kubernetes accepts it, the controller skips it, and nobody is told.`;
  },
  remedy: ({ facts: { lacksSelectors, lacksGroups } }) =>
    [
      lacksSelectors && "Set podSelector or serviceAccountSelector; an empty one ({}) selects everything.",
      lacksGroups && "Name at least one group in securityGroups.groupIds.",
      "Then restart the pods that it is meant for.",
    ]
      .filter((one) => one !== false)
      .join(" "),
};

const selectorBrokenWords: Words<FactsOf<typeof selectorBroken>> = {
  ...selectorBrokenSteps,
  title: "A selector that the controller cannot use",
  describe: ({ facts: { policy, which, reason, selector } }) =>
    `The ${which} of ${policy} is broken: ${reason} (${selector}). The policy never matches a pod.`,
  remedy: () =>
    "Correct the expression: operators are In, NotIn, Exists and DoesNotExist; the first two need values, the others take none. Then restart the pods that it is meant for.",
};

const policySelectsNothingWords: Words<FactsOf<typeof policySelectsNothing>> = {
  ...policySelectsNothingSteps,
  title: "A policy that selects no pod",
  describe({
    facts: { policy, namespace, podSelector, serviceAccountSelector, podsInNamespace, nearestPods, nearestLacks },
  }) {
    const wanted = [
      podSelector !== null && `pods with ${podSelector}`,
      serviceAccountSelector !== null && `ServiceAccounts with ${serviceAccountSelector}`,
    ].filter((one) => one !== false);
    const nearest =
      nearestPods[0] === undefined ? "" : ` Nearest is ${nearestPods[0]}, which lacks ${nearestLacks[0]}.`;
    return `${policy} selects ${wanted.join(" and ")}. None of the ${counted(podsInNamespace, "pod")} in ${namespace} matches.${nearest}`;
  },
  remedy: () =>
    "Compare the labels: those of the pods, and for a serviceAccountSelector those of the ServiceAccount object, not its name. A policy reaches pods of its own namespace only.",
};

const groupMissingWords: Words<FactsOf<typeof groupMissing>> = {
  ...groupMissingSteps,
  title: "A policy names a security group that does not exist",
  describe({ facts: { group, policies, waiting, refusedByEc2 } }) {
    const doubt = refusedByEc2 ? "EC2 refuses it." : "A group that another account shares may be hidden from our role.";
    const pods =
      waiting.length > 0
        ? ` ${counted(waiting.length, "pod")} cannot start because of it: ${listed(waiting)}.`
        : " The next pod that it selects will not start.";
    return `${listed(policies)} ${policies.length === 1 ? "names" : "name"} ${group}, which EC2 does not know. ${doubt}${pods}`;
  },
  remedy: ({ facts: { group } }) =>
    `Put the right id in the place of ${group} in groupIds, or take it out. Then edit or delete the pods that wait.`,
};

const groupOfOtherVpcWords: Words<FactsOf<typeof groupOfOtherVpc>> = {
  ...groupOfOtherVpcSteps,
  title: "A policy names a security group of another VPC",
  describe: ({ facts: { group, groupVpc, nodeVpcs, policies } }) =>
    `${group} of ${listed(policies)} belongs to ${groupVpc}; the nodes are in ${listed(nodeVpcs)}. EC2 refuses such a group on an ENI, unless it is associated with this VPC.`,
  remedy: () => "Use a group of the nodes' VPC, or associate this one with it.",
};

const groupsTooManyWords: Words<FactsOf<typeof groupsTooMany>> = {
  ...groupsTooManySteps,
  title: "More security groups than an ENI may have",
  describe({ facts: { policies, pods, count, mostOnOneInterface } }) {
    const who = pods.length > 0 ? ` for ${counted(pods.length, "pod")}` : "";
    const quota =
      count > 16
        ? "No quota allows more than 16."
        : mostOnOneInterface >= count
          ? `Another ENI has ${mostOnOneInterface}, so the quota was raised; a new account or Region starts at 5.`
          : "The usual quota is 5.";
    return `${listed(policies)} ${policies.length === 1 ? "asks" : "together ask"} for ${count} groups${who}. ${quota}`;
  },
  remedy: () => "Merge groups, or let fewer policies select the same pods. Quota L-2AFB9258 can be raised to 16.",
};

export const policies = {
  "policy-invalid": policyInvalidWords,
  "selector-broken": selectorBrokenWords,
  "policy-selects-nothing": policySelectsNothingWords,
  "group-missing": groupMissingWords,
  "group-of-other-vpc": groupOfOtherVpcWords,
  "groups-too-many": groupsTooManyWords,
};
