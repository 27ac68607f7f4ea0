import type { FactsOf } from "../../rule.ts";
import type { egressEscapesGroups, fargateEgressMissing, noInternetPath } from "../../rules/egress.ts";
import { egressEscapesGroupsSteps, fargateEgressMissingSteps, noInternetPathSteps } from "../steps/egress.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const egress: {
  "no-internet-path": Words<FactsOf<typeof noInternetPath>>;
  "egress-escapes-groups": Words<FactsOf<typeof egressEscapesGroups>>;
  "fargate-egress-missing": Words<FactsOf<typeof fargateEgressMissing>>;
} = {
  "no-internet-path": {
    title: "Branches in a public subnet have no way to the internet",
    describe: ({ facts: { subnetId, routeTableId, isMain, gateway, pods } }) =>
      `${subnetId} leads to ${gateway} by its ${isMain ? "VPC's main " : ""}route table ${routeTableId}. A branch has no public IP and the node does not translate its address, so ${counted(pods, "pod")} there cannot reach the internet.`,
    remedy: () => "Put nodes, or the subnet of the ENIConfig, into private subnets with a NAT gateway.",
    ...noInternetPathSteps,
  },
  "egress-escapes-groups": {
    title: "Traffic to outside the VPC passes the node's security groups",
    describe: ({ facts: { nodes, pods, value } }) =>
      `${counted(pods, "pod")} on ${counted(nodes, "node")} ${pods === 1 ? "is" : "are"} in standard mode with AWS_VPC_K8S_CNI_EXTERNALSNAT ${value === null ? "unset" : `"${value}"`}. What they send outside the VPC leaves with the node's address under the security groups of its primary ENI, not under their own.`,
    remedy: () =>
      "If the pods' own groups must filter that traffic, set AWS_VPC_K8S_CNI_EXTERNALSNAT=true where the subnets have a NAT gateway, or use strict mode.",
    ...egressEscapesGroupsSteps,
  },
  "fargate-egress-missing": {
    title: "Security groups of Fargate pods let nothing out to the API server and DNS",
    describe: ({ facts: { groupIds, clusterGroupId }, subjects }) =>
      `${counted(subjects.length, "Fargate pod")} ${subjects.length === 1 ? "has" : "have"} ${listed(groupIds)} without the cluster security group${clusterGroupId === null ? "" : ` ${clusterGroupId}`}, and no rule in them allows egress on 443 and 53. The kubelet on Fargate then reaches neither the API server nor DNS.`,
    remedy: () =>
      "Add the cluster security group to the SecurityGroupPolicy, or allow egress on TCP 443 and on UDP and TCP 53.",
    ...fargateEgressMissingSteps,
  },
};
