import type { FactsOf } from "../../rule.ts";
import type { loadBalancerTagAmbiguous, staleFallbackGroups } from "../../rules/branch-groups.ts";
import { loadBalancerTagAmbiguousSteps, staleFallbackGroupsSteps } from "../steps/branch-groups.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const branchGroups: {
  "load-balancer-tag-ambiguous": Words<FactsOf<typeof loadBalancerTagAmbiguous>>;
  "stale-fallback-groups": Words<FactsOf<typeof staleFallbackGroups>>;
} = {
  "load-balancer-tag-ambiguous": {
    title: "Load balancers cannot tell which security group of a branch to open",
    describe: ({ facts: { groupIds, tagged, tag } }) =>
      `Branches carry ${listed(groupIds)}, and ${tagged.length === 0 ? "none of them has" : `${listed(tagged)} all have`} the tag ${tag}. The AWS Load Balancer Controller adds its rules to the one group with that tag, and to none when there is not exactly one.`,
    remedy: ({ facts: { tag } }) =>
      `Keep the tag ${tag} (owned or shared) on exactly one of these groups. Without load balancers with IP targets it does not matter.`,
    ...loadBalancerTagAmbiguousSteps,
  },
  "stale-fallback-groups": {
    title: "Branches have security groups that their node had before",
    describe: ({ facts: { groupIds, nodeGroupIds, pods } }) =>
      `No policy matched ${listed(pods)}, so ${counted(pods.length, "branch", "branches")} got the groups of the node: ${listed(groupIds)}. The node has ${listed(nodeGroupIds)} now, and branches are not updated.`,
    remedy: () =>
      "Give these pods a SecurityGroupPolicy, or recreate them. The controller keeps a node's groups from when it took the node on: if new pods get the old ones too, replace the node.",
    ...staleFallbackGroupsSteps,
  },
};
