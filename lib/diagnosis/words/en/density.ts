import type { FactsOf } from "../../rule.ts";
import type { trunkCrowdsPods } from "../../rules/density.ts";
import { trunkCrowdsPodsSteps } from "../steps/cni.ts";
import type { Words } from "../words.ts";

export const density: { "trunk-crowds-pods": Words<FactsOf<typeof trunkCrowdsPods>> } = {
  "trunk-crowds-pods": {
    ...trunkCrowdsPodsSteps,
    title: "The trunk ENI leaves too few addresses for ordinary pods",
    describe: ({ facts: { node, instanceType, maxPods, usable, branches, ordinaryPods } }) =>
      `${node} (${instanceType}) admits ${maxPods} pods. The trunk takes one ENI, so ${usable} ordinary pods and ${branches} with branches are all it can address; ${ordinaryPods} ordinary pods run there already. More will be placed and get no address.`,
    remedy: () =>
      "Lower max-pods of these nodes, or turn on prefix delegation (ENABLE_PREFIX_DELEGATION), which takes effect on new nodes.",
  },
};
