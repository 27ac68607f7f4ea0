import type { FactsOf } from "../../rule.ts";
import type { matchIneffective, policyTooBroad, requestMisplaced } from "../../rules/breadth.ts";
import type { branchWithoutPolicy, groupsDrifted, policiesOverlap, policyNotEnforced } from "../../rules/matching.ts";
import {
  branchWithoutPolicySteps,
  groupsDriftedSteps,
  matchIneffectiveSteps,
  policiesOverlapSteps,
  policyNotEnforcedSteps,
  policyTooBroadSteps,
  requestMisplacedSteps,
} from "../steps/policies.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const changes = {
  policy: "The policy was edited after they were created.",
  "pod-labels": "Their labels were changed after they were created.",
  unknown:
    "The policy, their labels or those of their ServiceAccount changed after they were created; what is kept does not say which.",
} as const;

const policyNotEnforcedWords: Words<FactsOf<typeof policyNotEnforced>> = {
  ...policyNotEnforcedSteps,
  title: "Pods run without the security groups of their policy",
  describe({ facts }) {
    const { policies, pods } = facts;
    const why = {
      "older-than-policy": `They are older than ${policies.length === 1 ? "the policy" : "the policies"}.`,
      "webhook-skipped":
        "The policy was there before them and has not changed since: the webhook was not asked, and let them pass.",
      "changed-since": changes[facts.changed ?? "unknown"],
    };
    return `${counted(pods.length, "pod")} ${pods.length === 1 ? "matches" : "match"} ${listed(policies)} and ${pods.length === 1 ? "has" : "have"} no branch, only the node's security groups: ${listed(pods)}. ${why[facts.case]}`;
  },
  remedy: ({ facts }) =>
    facts.case === "webhook-skipped"
      ? "Look at the webhook configuration, the controller's lease and the API server's audit log for that moment; then restart the workloads."
      : "Restart the workloads: a policy reaches a pod only when it is created.",
};

const branchWithoutPolicyWords: Words<FactsOf<typeof branchWithoutPolicy>> = {
  ...branchWithoutPolicySteps,
  title: "Pods on branches that no policy asks for any more",
  describe({ facts: { pods, actual, fellBack } }) {
    const why =
      fellBack === true
        ? "The controller found no policy when it made their branches, and gave them the node's security groups."
        : "The policy that asked for their branches was deleted or edited, or their labels were.";
    return `${counted(pods.length, "pod")} ${pods.length === 1 ? "runs" : "run"} on a branch and ${pods.length === 1 ? "matches" : "match"} no policy: ${listed(pods)}. ${why} The groups in force are ${listed(actual)}.`;
  },
  remedy: () =>
    "If the groups are still wanted, restore the policy. If not, restart the workloads: their pods then get the node's network.",
};

const groupsDriftedWords: Words<FactsOf<typeof groupsDrifted>> = {
  ...groupsDriftedSteps,
  title: "Pods have other security groups than their policies ask for",
  describe({ facts: { pods, policies, added, removed } }) {
    const lacks = added.length > 0 ? ` Missing: ${listed(added)}.` : "";
    const extra = removed.length > 0 ? ` Still there: ${listed(removed)}.` : "";
    return `${counted(pods.length, "pod")} of ${listed(policies)} ${pods.length === 1 ? "keeps" : "keep"} the groups from when ${pods.length === 1 ? "it was" : "they were"} created: ${listed(pods)}.${lacks}${extra}`;
  },
  remedy: () =>
    "Restart the workloads: an edit of a policy never reaches branches that are there. Until then, aws ec2 modify-network-interface-attribute can set the groups of a branch by hand.",
};

const policiesOverlapWords: Words<FactsOf<typeof policiesOverlap>> = {
  ...policiesOverlapSteps,
  title: "Several policies select the same pods",
  describe({ facts: { policies, contributes, union, pods } }) {
    const each = policies.map((policy, index) => `${policy} adds ${contributes[index]}`);
    return `${counted(pods.length, "pod")} ${pods.length === 1 ? "matches" : "match"} ${policies.length} policies: ${each.join("; ")}. They get the union of ${counted(union.length, "group")}.`;
  },
  remedy: () => "There is no precedence: groups only add up. If that is not intended, narrow a selector.",
};

const policyTooBroadWords: Words<FactsOf<typeof policyTooBroad>> = {
  ...policyTooBroadSteps,
  title: "A policy selects more than it should",
  describe({ facts: { policy, selectsEverything, inKubeSystem, daemonSets, system, pods } }) {
    const reasons = [
      selectsEverything && "its selector is empty and takes every pod of the namespace",
      inKubeSystem && "it is in kube-system",
      daemonSets.length > 0 && `it selects DaemonSets, which take a branch on every node: ${listed(daemonSets)}`,
      system.length > 0 && `it selects what the cluster rests on: ${listed(system)}`,
    ].filter((one) => one !== false);
    return `${policy} selects ${counted(pods, "pod")}: ${reasons.join("; ")}.`;
  },
  remedy: () =>
    "Narrow the selector to the workloads that need their own security groups. Each pod it selects takes a branch slot.",
};

const reasons = {
  "host-network": "They use the node's network, which a policy cannot change.",
  windows: "Policies do not apply to Windows pods.",
  "windows-by-affinity":
    "They ask for Windows in a way that the webhook does not look at, so they ask for a branch too, and no Windows node can give one.",
  "fargate-differs": "Fargate fixed their groups when they started; the policies ask for others now.",
  "fargate-too-many": "Fargate takes at most 5 security groups for a pod.",
} as const;

const matchIneffectiveWords: Words<FactsOf<typeof matchIneffective>> = {
  ...matchIneffectiveSteps,
  title: "A policy has no effect on pods that it selects",
  describe: ({ facts: { reason, policies, pods } }) =>
    `${listed(policies)} ${policies.length === 1 ? "selects" : "select"} ${counted(pods.length, "pod")} without effect: ${listed(pods)}. ${reasons[reason]}`,
  remedy: ({ facts: { reason } }) =>
    ({
      "host-network": "Nothing needs to be done, unless someone relies on the policy here: then take hostNetwork out.",
      windows: "Narrow the selector, so that nobody relies on it.",
      "windows-by-affinity": "Add nodeSelector kubernetes.io/os: windows to the pods, or narrow the policy's selector.",
      "fargate-differs": "Restart the workloads, so that Fargate reads the policies again.",
      "fargate-too-many": "Merge security groups, or let fewer policies select these pods.",
    })[reason],
};

const requestMisplacedWords: Words<FactsOf<typeof requestMisplaced>> = {
  ...requestMisplacedSteps,
  title: "vpc.amazonaws.com/pod-eni stands where the CNI does not look",
  describe({ facts: { pods, problem, containers } }) {
    const what =
      problem === "not-first"
        ? `The first container has no limit; ${listed(containers)} has the request. The controller makes a branch, and the CNI does not use it.`
        : `Request and limit differ in ${listed(containers)}. The controller reads the one, the CNI the other.`;
    return `${counted(pods.length, "pod")}: ${listed(pods)}. ${what}`;
  },
  remedy: () =>
    "Take vpc.amazonaws.com/pod-eni out of the template and leave it to the webhook; or set request and limit 1 on the first container.",
};

export const matching = {
  "policy-not-enforced": policyNotEnforcedWords,
  "branch-without-policy": branchWithoutPolicyWords,
  "groups-drifted": groupsDriftedWords,
  "policies-overlap": policiesOverlapWords,
  "policy-too-broad": policyTooBroadWords,
  "match-ineffective": matchIneffectiveWords,
  "pod-eni-wrong-container": requestMisplacedWords,
};
