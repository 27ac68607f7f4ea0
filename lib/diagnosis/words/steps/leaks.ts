import type { branchCooling, branchLeaked, interfaceStranded } from "../../rules/leaks.ts";
import { aws, line, showInterface, some } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const branchCoolingSteps: Steps<typeof branchCooling> = {
  verify: ({ facts: { eni }, region }) => [
    ...showInterface(region, eni),
    ...line`kubectl get configmap -n kube-system amazon-vpc-cni -o jsonpath={.data.branch-eni-cooldown}`,
  ],
};

export const branchLeakedSteps: Steps<typeof branchLeaked> = {
  // Deleting by hand is no advice: the branch is still associated, and only the controller can undo that.
  commands: ({ facts: { node } }) => [
    ...line`kubectl cordon ${node}`,
    ...line`kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`,
  ],
  verify: ({ facts: { branches, trunk }, region }) => [
    ...some(branches).flatMap((id) => showInterface(region, id)),
    ...aws(
      region,
    )`aws ec2 describe-network-interfaces --filters Name=tag:vpcresources.k8s.aws/trunk-eni-id,Values=${trunk}`,
  ],
};

export const interfaceStrandedSteps: Steps<typeof interfaceStranded> = {
  commands: ({ facts: { eni }, region }) => aws(region)`aws ec2 delete-network-interface --network-interface-id ${eni}`,
  verify: ({ facts: { eni }, region }) => showInterface(region, eni),
};
