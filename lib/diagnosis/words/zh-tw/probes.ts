import type { probes as english } from "../en/probes.ts";
import { earlyDemuxOnWrongContainerSteps, probesBlockedSteps, tcpEarlyDemuxOnSteps } from "../steps/probes.ts";
import { listed } from "./listed.ts";

export const probes: typeof english = {
  "probes-blocked": {
    title: "安全群組擋住了 kubelet 的 probe",
    describe: ({ facts: { groupIds, nodeGroupIds, ports, probes }, subjects }) =>
      `${listed(groupIds)} 沒有任何規則允許節點（${listed(nodeGroupIds)}）連到 TCP ${listed(ports)}。在 strict 模式下，probe 會經過 Pod 的安全群組，因此 ${subjects.length} 個 Pod 的這些 probe 會失敗：${listed(probes)}。`,
    remedy: ({ facts: { ports } }) =>
      `請允許來自節點安全群組的 ingress：TCP ${listed(ports)}。在 Pod 的其中一個安全群組加上規則即可。`,
    ...probesBlockedSteps,
  },
  "tcp-early-demux-on": {
    title: "strict 模式下仍開著 TCP early demux",
    describe: ({ facts: { value, nodes, pods, restarts } }) =>
      `${nodes} 個節點的 init container aws-vpc-cni-init ${value === null ? "沒有設定 DISABLE_TCP_EARLY_DEMUX" : `設定了 DISABLE_TCP_EARLY_DEMUX="${value}"`}。在 strict 模式下，kubelet 的 TCP、HTTP、gRPC probe 會因此失敗；這些節點上有 ${pods} 個走 branch 的 Pod 使用這類 probe，共重啟 ${restarts} 次。除非節點映像檔自行設定了這個 sysctl。`,
    remedy: () =>
      "請在 init container aws-vpc-cni-init 設定 DISABLE_TCP_EARLY_DEMUX=true，並讓 aws-node 重啟。若使用 EKS add-on，請寫在 add-on 設定的 init.env，否則下次更新會被還原。",
    ...tcpEarlyDemuxOnSteps,
  },
  "early-demux-on-wrong-container": {
    title: "DISABLE_TCP_EARLY_DEMUX 設在錯的 container",
    describe: ({ facts: { value, initValue, nodes } }) =>
      `${nodes} 個節點的 container aws-node 設定了 DISABLE_TCP_EARLY_DEMUX="${value}"，而 init container ${initValue === null ? "沒有設定" : `的值是 "${initValue}"`}。只有 init container aws-vpc-cni-init 會讀這個變數，所以這個設定沒有作用。`,
    remedy: () => "請把這個變數移到 init container aws-vpc-cni-init。",
    ...earlyDemuxOnWrongContainerSteps,
  },
};
