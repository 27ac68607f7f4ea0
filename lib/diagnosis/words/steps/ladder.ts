import type { allocatableLags, trunkMissing, trunkNotRequested, trunkWithoutCapacity } from "../../rules/ladder.ts";
import { aws, line, showEvents, showInterface } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const trunkNotRequestedSteps: Steps<typeof trunkNotRequested> = {
  verify: ({ facts: { node, awsNodePod } }) => [
    ...line`kubectl get cninode ${node} -o yaml`,
    ...line`kubectl get pod -n kube-system ${awsNodePod} -o yaml`,
    ...line`kubectl auth can-i patch cninodes.vpcresources.k8s.aws --as=system:serviceaccount:kube-system:aws-node`,
  ],
};

export const trunkMissingSteps: Steps<typeof trunkMissing> = {
  verify: ({ facts: { node, instance, subnet }, region }) => [
    ...showEvents("Node", node),
    ...aws(region)`aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values=${instance}`,
    ...aws(region)`aws ec2 describe-subnets --subnet-ids ${subnet}`,
  ],
};

export const trunkWithoutCapacitySteps: Steps<typeof trunkWithoutCapacity> = {
  verify: ({ facts: { node, trunk }, region }) => [
    ...line`kubectl get node ${node} -o jsonpath={.status.capacity}`,
    ...showInterface(region, trunk),
    ...line`kubectl get lease -n kube-system cp-vpc-resource-controller -o yaml`,
  ],
};

export const allocatableLagsSteps: Steps<typeof allocatableLags> = {
  verify: ({ facts: { node } }) => [
    ...line`kubectl get node ${node} -o jsonpath={.status.capacity}`,
    ...line`kubectl get node ${node} -o jsonpath={.status.allocatable}`,
  ],
};
