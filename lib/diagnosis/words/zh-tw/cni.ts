import type { FactsOf } from "../../rule.ts";
import type { cniFlagsClash, cniLacksPermission, podEniSwitchedOff } from "../../rules/cni.ts";
import { cniFlagsClashSteps, cniLacksPermissionSteps, podEniSwitchedOffSteps } from "../steps/cni.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const clashes: Readonly<Record<string, string>> = {
  ENABLE_IMDS_ONLY_MODE: "aws-node 因此不會查詢 EC2，無法得知哪個 ENI 是 trunk",
  MAX_ENI: "沒有 ENI slot 可以給 trunk",
  MANAGE_UNTAGGED_ENI: "trunk 沒有 node.k8s.amazonaws.com/instance_id 標籤，aws-node 因此會忽略它",
  ENABLE_IPv6: "IPv6 叢集要使用 Pod 安全群組，CNI 必須是 1.16.0 以上",
};

export const cni: {
  "pod-eni-switched-off": Words<FactsOf<typeof podEniSwitchedOff>>;
  "cni-flags-clash": Words<FactsOf<typeof cniFlagsClash>>;
  "cni-lacks-permission": Words<FactsOf<typeof cniLacksPermission>>;
} = {
  "pod-eni-switched-off": {
    ...podEniSwitchedOffSteps,
    title: "Pod 安全群組仍在使用，功能卻已關閉",
    describe: ({ facts: { nodes, pods, value, isEverywhere } }) =>
      `${nodes.length} 個節點（${listed(nodes)}）的 aws-node ${value === null ? "沒有設定 ENABLE_POD_ENI" : `設定了 ENABLE_POD_ENI=${value}`}，其上有 ${pods} 個 Pod 要求 branch。` +
      `CNI 不會讀取它們的 annotation：新的 Pod 會拿到一般位址，安全群組不會套用。${isEverywhere ? "DaemonSet 的設定讓整個叢集都如此。" : ""}`,
    remedy: ({ facts: { isEverywhere } }) =>
      isEverywhere
        ? "請在 aws-node DaemonSet 設定 ENABLE_POD_ENI=true（若是 add-on，請改 add-on 的設定），然後重建這段期間啟動的 Pod。"
        : "DaemonSet 的設定正確：請重啟這些節點的 aws-node，然後重建這段期間啟動的 Pod。",
  },
  "cni-flags-clash": {
    ...cniFlagsClashSteps,
    title: "CNI 的設定使 Pod 安全群組無法運作",
    describe: ({ facts: { flag, value, cniVersion }, subjects }) =>
      `${subjects.length} 個節點的 aws-node ${cniVersion === null ? "" : `${cniVersion} `}同時設定了 ENABLE_POD_ENI=true 與 ${flag}=${value}：${clashes[flag] ?? "兩者無法並存"}。`,
    remedy: ({ facts: { flag, instead } }) =>
      flag === "ENABLE_IPv6"
        ? "請把 CNI 升級到 1.16.0 以上。"
        : flag === "MAX_ENI"
          ? "請把 MAX_ENI 調到 2 以上，或移除它。"
          : `請設定 ${flag}=${instead}。`,
  },
  "cni-lacks-permission": {
    ...cniLacksPermissionSteps,
    title: "CNI 缺少 IAM 權限",
    describe: ({ facts: { action, nodes } }) =>
      `過去一小時內，${nodes.length} 個節點（${listed(nodes)}）的 aws-node 呼叫 ${action} 被拒絕，無法正常掛載或查詢 ENI。`,
    remedy: ({ facts: { action } }) =>
      `請把 AmazonEKS_CNI_Policy 附加到 aws-node 使用的角色：它的 ServiceAccount 的角色，或節點的角色。該角色必須允許 ${action}。`,
  },
};
