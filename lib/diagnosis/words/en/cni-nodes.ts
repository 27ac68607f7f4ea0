import type { FactsOf } from "../../rule.ts";
import type { cniNodeOdd, cniNodeWithoutNode } from "../../rules/cni-nodes.ts";
import { cniNodeOddSteps, cniNodeWithoutNodeSteps } from "../steps/cni-nodes.ts";
import type { Words } from "../words.ts";

type Odd = FactsOf<typeof cniNodeOdd>;

const problems: Readonly<Record<Odd["problem"], (facts: Odd) => string>> = {
  missing: ({ node }) => `${node} has no CNINode after more than 2 minutes. Without one it gets no trunk.`,
  stuck: ({ node, finalizers }) =>
    `The CNINode of ${node} has been on its way out for more than 5 minutes${finalizers.length === 0 ? "" : `, held by ${finalizers.join(", ")}`}.`,
  "other-instance": ({ node, said, instance }) =>
    `The CNINode of ${node} names instance ${said}; the node is ${instance}. ENIs would be looked for, and cleaned up, on the wrong instance.`,
  "no-eni-config": ({ node }) => `The CNINode of ${node} asks for CustomNetworking without naming an ENIConfig.`,
};

const remedies: Readonly<Record<Odd["problem"], string>> = {
  missing: "See whether the controller is alive (its lease), and whether it may create cninodes.",
  stuck:
    "The controller takes its finalizer off when it has cleaned up. See whether it is alive, and what the events of the CNINode say.",
  "other-instance":
    "Most likely the node was made anew under its old name. Delete the CNINode: the controller makes a new one while the node lives.",
  "no-eni-config": "Give the node the label or annotation that names its ENIConfig, and restart aws-node there.",
};

export const cniNodes: {
  "cni-node-odd": Words<Odd>;
  "cni-node-without-node": Words<FactsOf<typeof cniNodeWithoutNode>>;
} = {
  "cni-node-odd": {
    ...cniNodeOddSteps,
    title: "Something is wrong with a CNINode",
    describe: ({ facts }) => problems[facts.problem](facts),
    remedy: ({ facts }) => remedies[facts.problem],
  },
  "cni-node-without-node": {
    ...cniNodeWithoutNodeSteps,
    title: "CNINode is left without its Node",
    describe: ({ facts: { node, finalizers } }) =>
      `The Node ${node} is gone for more than 5 minutes and its CNINode is still there${finalizers.length === 0 ? "" : `, held by ${finalizers.join(", ")}`}. ENIs of that node may not have been cleaned up.`,
    remedy: () =>
      "See whether the controller is alive: it removes the finalizer after one pass over the node's ENIs. Then look for ENIs of that instance.",
  },
};
