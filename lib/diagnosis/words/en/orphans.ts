import type { FactsOf } from "../../rule.ts";
import type { residueOfGoneNode, trunkGone } from "../../rules/orphans.ts";
import { residueOfGoneNodeSteps, trunkGoneSteps } from "../steps/orphans.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const orphans: {
  "trunk-gone": Words<FactsOf<typeof trunkGone>>;
  "residue-of-gone-node": Words<FactsOf<typeof residueOfGoneNode>>;
} = {
  "trunk-gone": {
    ...trunkGoneSteps,
    title: "Branch ENI belongs to a trunk that does not exist",
    describe: ({ facts: { trunk, branches, pods, instance, instanceState } }) =>
      `The tags of ${counted(branches.length, "branch", "branches")} (${listed(branches)}) name trunk ${trunk}, which EC2 does not have. ` +
      (instance === null
        ? "Which instance it was on is not known."
        : `Its instance ${instance} is ${instanceState ?? "not in EC2"}.`) +
      (pods.length === 0 ? "" : ` Live pods name these branches: ${listed(pods)}; they cannot have traffic.`),
    remedy: ({ facts: { pods, instanceState } }) =>
      (instanceState === "running"
        ? "The trunk was deleted while its instance runs: drain and replace the node. CloudTrail says who deleted it."
        : "Usually the instance was terminated and the controller's sweep removes the branches within an hour; what is left after that can be deleted.") +
      (pods.length === 0 ? "" : " Delete the pods that name these branches, so that they get new ones elsewhere."),
  },
  "residue-of-gone-node": {
    ...residueOfGoneNodeSteps,
    title: "ENIs are left of a node that is gone",
    describe: ({ facts: { instance, instanceState, enis } }) =>
      `Instance ${instance} is ${instanceState ?? "not in EC2"} and no Node stands for it any more, but ${counted(enis.length, "ENI is", "ENIs are")} left: ${listed(enis)}. ` +
      "They hold IP addresses, and their security groups cannot be deleted.",
    remedy: () =>
      "Wait for the controller's sweep: it takes up to an hour from when they are available. Delete what is left after that, and see whether the controller may delete ENIs.",
  },
};
