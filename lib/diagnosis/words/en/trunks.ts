import type { FactsOf } from "../../rule.ts";
import type { severalTrunks, tooManyBranches, trunkSurvivesInstance } from "../../rules/trunks.ts";
import { severalTrunksSteps, tooManyBranchesSteps, trunkSurvivesInstanceSteps } from "../steps/trunks.ts";
import type { Words } from "../words.ts";

export const trunks: {
  "several-trunks": Words<FactsOf<typeof severalTrunks>>;
  "trunk-survives-instance": Words<FactsOf<typeof trunkSurvivesInstance>>;
  "too-many-branches": Words<FactsOf<typeof tooManyBranches>>;
} = {
  "several-trunks": {
    ...severalTrunksSteps,
    title: "Instance has several trunk ENIs",
    describe: ({ facts: { instance, trunks } }) =>
      `${trunks.length} trunks are attached to ${instance}: ${trunks.join(", ")}. Controller and CNI each expect one, and need not pick the same.`,
    remedy: () => "Drain and replace the node.",
  },
  "trunk-survives-instance": {
    ...trunkSurvivesInstanceSteps,
    title: "Trunk ENI outlives its instance",
    describe: ({ facts: { trunk, instance } }) =>
      `Trunk ${trunk} is not deleted when ${instance} terminates: DeleteOnTermination is false. It would be left with its IP address and security groups.`,
    remedy: () => "Set DeleteOnTermination on the attachment.",
  },
  "too-many-branches": {
    ...tooManyBranchesSteps,
    title: "Trunk ENI has more branches than its type allows",
    describe: ({ facts: { trunk, branches, limit, instanceType } }) =>
      `Trunk ${trunk} has ${branches} branches in use; an ${instanceType} takes ${limit}. Either the controller lost count, or the limit known here is old.`,
    remedy: () =>
      "Compare with the limit that the controller has for this type, and report the difference. Leaked branches (SGP-002) are the usual reason for a lost count.",
  },
};
