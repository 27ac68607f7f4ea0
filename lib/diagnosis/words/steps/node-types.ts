import type { autoModeNode, capacityDiffersFromTable, legacyLabel, typeCannotTrunk } from "../../rules/node-types.ts";
import { line, showEvents } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const capacityDiffersFromTableSteps: Steps<typeof capacityDiffersFromTable> = {
  verify: ({ facts: { instanceType } }) =>
    line`kubectl get nodes -l node.kubernetes.io/instance-type=${instanceType} -o jsonpath={.items[*].status.capacity}`,
};

export const typeCannotTrunkSteps: Steps<typeof typeCannotTrunk> = {
  verify: ({ facts: { instanceType } }) => [
    ...line`kubectl get nodes -l node.kubernetes.io/instance-type=${instanceType}`,
    ...line`kubectl get events --all-namespaces --field-selector reason=Unsupported`,
  ],
};

export const legacyLabelSteps: Steps<typeof legacyLabel> = {
  verify: ({ facts: { node, isWaiting } }) => [
    ...line`kubectl get nodes -L vpc.amazonaws.com/has-trunk-attached`,
    ...line`kubectl get daemonset -n kube-system aws-node -o jsonpath={.spec.template.spec.containers[*].image}`,
    ...(isWaiting ? showEvents("Node", node) : []),
  ],
};

export const autoModeNodeSteps: Steps<typeof autoModeNode> = {
  verify: () => line`kubectl get nodes -l eks.amazonaws.com/compute-type=auto`,
};
