import { counted, listed } from "../../words/en/counted.ts";
import type { Unmatched } from "../unmatched-policies.ts";
import type { AnswerWords } from "./words.ts";

type Groups = Pick<
  AnswerWords,
  "groupsVerdicts" | "groupsReasons" | "podGroups" | "unmatched" | "policyStates" | "policyReach"
>;

const unmatchedBecause: Readonly<Record<Unmatched["because"], (policy: Unmatched) => string>> = {
  labels: ({ unmet }) =>
    unmet
      .map(({ object, name, key, operator, wanted, has }) => {
        const demand =
          operator === "=" ? `${key}=${wanted[0] ?? ""}` : [key, operator, wanted.join(", ")].join(" ").trim();
        const whose = object === "pod" ? "the Pod" : `its ServiceAccount ${name}`;
        return `${whose} ${has === null ? `has no ${key}` : `has ${key}=${has}`}, wanted is ${demand}`;
      })
      .join("; "),
  "account-missing": () => "its ServiceAccount is not there",
  "selector-broken": ({ broken }) => `the controller cannot use its selector: ${broken ?? "it is broken"}`,
  "no-groups": () => "it names no groups, so the controller skips it",
  "no-selectors": () => "it has no selector, so the controller skips it",
};

export const groups: Groups = {
  groupsVerdicts: {
    "as-wanted": "as wanted",
    "not-enforced": "not enforced",
    differs: "other groups than wanted",
    unasked: "on a branch that no policy asks for",
    "node-groups": "the groups of its node, as no policy matches",
    "not-yet": "no network yet",
    ended: "ended",
    "cannot-tell": "cannot be told",
  },
  groupsReasons: {
    "policies-match": "The groups in force are those that its policies name.",
    "older-than-policy": "It is older than its policy, and a policy reaches a Pod only when that is created.",
    "webhook-skipped":
      "The policy was there before it and has not changed since: the webhook was not asked, and let it pass.",
    "policy-edited": "The policy was edited after it was created, and an edit reaches no Pod that is there.",
    "labels-changed": "Its labels were changed after it was created.",
    "changed-since":
      "The policy, its labels or those of its ServiceAccount changed after it was created; what is kept does not say which.",
    "host-network": "It uses its node's network (hostNetwork), where no policy applies.",
    windows: "It runs on Windows, where no policy applies.",
    "windows-by-affinity":
      "It asks for Windows in a way that the webhook does not see: it gets a branch that no Windows node has.",
    "fargate-differs": "The groups that Fargate gave it are not those that its policies name now.",
    "fargate-too-many": "Its policies name more groups than Fargate takes.",
    "off-its-branch": "It has a branch, and its address is on another interface.",
    "fell-back": "The controller found no policy when it made the branch, and gave it the groups of the node.",
    "policy-gone": "The policy that asked for its branch was deleted or edited, or its labels were.",
    "other-mechanism": "Another mechanism gives groups on this node, and how is not known here.",
    "no-policy": "Its namespace has no policy.",
    "labels-differ": "No policy of its namespace selects it.",
    "policy-invalid": "A policy of its namespace would select it, and the controller skips that one as invalid.",
    "selector-broken": "A policy of its namespace has a selector that the controller cannot use.",
    "policy-crd-missing": "The definition of SecurityGroupPolicy is not there, so there are no policies.",
    "waiting-for-branch": "It waits for its branch.",
    "not-scheduled": "No node has taken it yet.",
    starting: "Its network is being set up.",
    "just-created": "It was created moments ago, without a branch.",
    leaving: "It is on its way out.",
    completed: "It has ended, and holds no network.",
    unread: "What this rests on cannot be read.",
  },
  podGroups({ pod, verdict, reason, missing, surplus, confidence }) {
    const lacks = missing.length > 0 ? ` Missing: ${listed(missing)}.` : "";
    const extra = surplus.length > 0 ? ` Still there: ${listed(surplus)}.` : "";
    const sure = { certain: "", likely: " (likely)", "cannot-tell": "" }[confidence];
    return `${pod}: ${groups.groupsVerdicts[verdict]}${sure}. ${groups.groupsReasons[reason]}${lacks}${extra}`;
  },
  unmatched: (policy) => `${policy.policy} does not apply: ${unmatchedBecause[policy.because](policy)}.`,
  policyStates: {
    valid: "valid",
    "no-groups": "it names no groups, so the controller skips it",
    "no-selectors": "it has no selector, so the controller skips it",
    "selector-broken": "the controller cannot use its selector, so it never matches",
  },
  policyReach({ policy, state, selected, reached, notYet, unsure, restarts }) {
    if (state !== "valid") return `${policy} reaches nothing: ${groups.policyStates[state]}.`;
    if (selected === 0) return `${policy} selects no Pod${unsure > 0 ? `; of ${unsure} it cannot be said` : ""}.`;
    const waiting = notYet > 0 ? ` ${counted(notYet, "Pod")} have no network yet.` : "";
    const doubt = unsure > 0 ? ` Of ${counted(unsure, "Pod")} it cannot be said.` : "";
    const names = restarts.shown.map(({ namespace, workload }) => `${namespace}/${workload}`);
    const action = restarts.total > 0 ? ` Restart ${listed(names)}.` : "";
    return `${policy} reaches ${reached} of ${counted(selected, "Pod")} that it selects.${waiting}${doubt}${action}`;
  },
};
