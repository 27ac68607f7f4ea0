import type { branchesInFormerSubnet, eniConfigBroken, trunkDiffersFromEniConfig } from "../../rules/eni-configs.ts";
import { aws, line, showInterface, some } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const trunkDiffersFromEniConfigSteps: Steps<typeof trunkDiffersFromEniConfig> = {
  commands: ({ facts: { nodes } }) =>
    some(nodes).flatMap((node) => [
      ...line`kubectl cordon ${node}`,
      ...line`kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data`,
    ]),
  verify: ({ facts: { eniConfig, trunks }, region }) => [
    ...line`kubectl get eniconfig ${eniConfig} -o yaml`,
    ...some(trunks).flatMap((trunk) => showInterface(region, trunk)),
  ],
};

export const eniConfigBrokenSteps: Steps<typeof eniConfigBroken> = {
  verify: ({ facts: { eniConfig, trouble, what, nodes }, region }) => [
    ...line`kubectl get eniconfig ${eniConfig} -o yaml`,
    ...some(nodes).flatMap((node) => line`kubectl get cninode ${node} -o yaml`),
    ...(trouble === "subnet-missing" ? aws(region)`aws ec2 describe-subnets --subnet-ids ${what}` : []),
    ...(trouble === "group-missing" ? aws(region)`aws ec2 describe-security-groups --group-ids ${what}` : []),
  ],
};

export const branchesInFormerSubnetSteps: Steps<typeof branchesInFormerSubnet> = {
  verify: ({ facts: { trunks, eniConfig }, region }) => [
    ...some(trunks).flatMap(
      (trunk) =>
        aws(
          region,
        )`aws ec2 describe-network-interfaces --filters Name=tag:vpcresources.k8s.aws/trunk-eni-id,Values=${trunk}`,
    ),
    ...line`kubectl get eniconfig ${eniConfig} -o yaml`,
  ],
};
