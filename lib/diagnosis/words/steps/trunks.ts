import type { severalTrunks, tooManyBranches, trunkSurvivesInstance } from "../../rules/trunks.ts";
import { aws, line, showInterface } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const severalTrunksSteps: Steps<typeof severalTrunks> = {
  commands: ({ facts: { node } }) => [
    ...line`kubectl cordon ${node}`,
    ...line`kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`,
  ],
  verify: ({ facts: { instance }, region }) =>
    aws(
      region,
    )`aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values=${instance} Name=interface-type,Values=trunk`,
};

export const trunkSurvivesInstanceSteps: Steps<typeof trunkSurvivesInstance> = {
  commands: ({ facts: { trunk, attachment }, region }) =>
    aws(
      region,
    )`aws ec2 modify-network-interface-attribute --network-interface-id ${trunk} --attachment AttachmentId=${attachment},DeleteOnTermination=true`,
  verify: ({ facts: { trunk }, region }) => showInterface(region, trunk),
};

export const tooManyBranchesSteps: Steps<typeof tooManyBranches> = {
  verify: ({ facts: { trunk, node }, region }) => [
    ...aws(
      region,
    )`aws ec2 describe-network-interfaces --filters Name=tag:vpcresources.k8s.aws/trunk-eni-id,Values=${trunk} Name=status,Values=in-use`,
    ...line`kubectl get node ${node} -o jsonpath={.status.capacity}`,
  ],
};
