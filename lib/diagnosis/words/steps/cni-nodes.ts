import type { cniNodeOdd, cniNodeWithoutNode } from "../../rules/cni-nodes.ts";
import { aws, line, showEvents } from "../command-line.ts";
import type { Steps } from "./steps.ts";

const showLease = () => line`kubectl get lease -n kube-system cp-vpc-resource-controller -o yaml`;

export const cniNodeOddSteps: Steps<typeof cniNodeOdd> = {
  verify: ({ facts: { node } }) => [
    ...line`kubectl get cninode ${node} -o yaml`,
    ...line`kubectl get node ${node} -o jsonpath={.spec.providerID}`,
    ...showEvents("Node", node),
    ...showLease(),
  ],
};

export const cniNodeWithoutNodeSteps: Steps<typeof cniNodeWithoutNode> = {
  verify: ({ facts: { node, instance }, region }) => [
    ...line`kubectl get cninode ${node} -o yaml`,
    ...showLease(),
    ...aws(
      region,
    )`aws ec2 describe-network-interfaces --filters Name=tag:node.k8s.amazonaws.com/instance_id,Values=${instance}`,
  ],
};
