import type { egressEscapesGroups, fargateEgressMissing, noInternetPath } from "../../rules/egress.ts";
import { aws, line } from "../command-line.ts";
import { describeFirstPod, showAwsNodeEnvironment, showRules } from "./security-groups.ts";
import type { Steps } from "./steps.ts";

export const noInternetPathSteps: Steps<typeof noInternetPath> = {
  verify: ({ facts: { routeTableId, subnetId }, region }) => [
    ...aws(region)`aws ec2 describe-route-tables --route-table-ids ${routeTableId}`,
    ...aws(region)`aws ec2 describe-subnets --subnet-ids ${subnetId}`,
  ],
};

export const egressEscapesGroupsSteps: Steps<typeof egressEscapesGroups> = {
  verify: ({ facts: { exampleNode } }) => [
    ...showAwsNodeEnvironment(),
    ...line`kubectl get pods -n kube-system -l k8s-app=aws-node --field-selector spec.nodeName=${exampleNode} -o yaml`,
  ],
};

export const fargateEgressMissingSteps: Steps<typeof fargateEgressMissing> = {
  verify: ({ facts: { groupIds }, subjects, cluster, region }) => [
    ...describeFirstPod(subjects),
    ...showRules(region, groupIds),
    ...aws(
      region,
    )`aws eks describe-cluster --name ${cluster} --query cluster.resourcesVpcConfig.clusterSecurityGroupId`,
  ],
};
