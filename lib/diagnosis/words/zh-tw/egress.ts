import type { egress as english } from "../en/egress.ts";
import { egressEscapesGroupsSteps, fargateEgressMissingSteps, noInternetPathSteps } from "../steps/egress.ts";
import { listed } from "./listed.ts";

export const egress: typeof english = {
  "no-internet-path": {
    title: "public subnet 裡的 branch 沒有通往網際網路的路徑",
    describe: ({ facts: { subnetId, routeTableId, isMain, gateway, pods } }) =>
      `${subnetId} 依${isMain ? " VPC 的 main " : " "}route table ${routeTableId} 導向 ${gateway}。Branch 沒有 public IP，節點也不替它做 SNAT，所以那裡的 ${pods} 個 Pod 連不到網際網路。`,
    remedy: () => "請把節點（或 ENIConfig 的 subnet）放到有 NAT gateway 的 private subnet。",
    ...noInternetPathSteps,
  },
  "egress-escapes-groups": {
    title: "往 VPC 外的流量套用的是節點的安全群組",
    describe: ({ facts: { nodes, pods, value } }) =>
      `${nodes} 個節點上的 ${pods} 個 Pod 是 standard 模式，而 AWS_VPC_K8S_CNI_EXTERNALSNAT ${value === null ? "沒有設定" : `是 "${value}"`}。它們送往 VPC 外的流量會用節點的位址，套用 primary ENI 的安全群組，而不是 Pod 自己的。`,
    remedy: () =>
      "如果這些流量必須由 Pod 自己的安全群組過濾，請在 subnet 有 NAT gateway 的前提下設定 AWS_VPC_K8S_CNI_EXTERNALSNAT=true，或使用 strict 模式。",
    ...egressEscapesGroupsSteps,
  },
  "fargate-egress-missing": {
    title: "Fargate Pod 的安全群組不讓它連到 API server 與 DNS",
    describe: ({ facts: { groupIds, clusterGroupId }, subjects }) =>
      `${subjects.length} 個 Fargate Pod 使用 ${listed(groupIds)}，其中沒有叢集安全群組${clusterGroupId === null ? "" : ` ${clusterGroupId}`}，也沒有規則允許 443 與 53 的 egress。Fargate 上的 kubelet 因此連不到 API server，也連不到 DNS。`,
    remedy: () => "請在 SecurityGroupPolicy 加上叢集安全群組，或允許 TCP 443 以及 UDP、TCP 53 的 egress。",
    ...fargateEgressMissingSteps,
  },
};
