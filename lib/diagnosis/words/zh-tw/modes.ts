import type { modes as english } from "../en/modes.ts";
import {
  mixedModesSteps,
  sameNodeNotFilteredSteps,
  strictIpvsSteps,
  strictLocalTrafficPolicySteps,
} from "../steps/modes.ts";
import { listed } from "./listed.ts";

export const modes: typeof english = {
  "strict-ipvs": {
    title: "kube-proxy 的 ipvs 模式不支援 strict 模式",
    describe: ({ facts: { nodes, pods } }) =>
      `kube-proxy 設定為 ipvs，而 ${nodes} 個節點是 strict 模式，上面有 ${pods} 個走 branch 的 Pod。走 branch 的 Pod 在那裡連不到 Service。`,
    remedy: () => "請讓 kube-proxy 使用 iptables 模式，或改用 standard 模式並重建 Pod。",
    ...strictIpvsSteps,
  },
  "strict-local-traffic-policy": {
    title: "externalTrafficPolicy Local 在 strict 模式下無法運作",
    describe: ({ facts: { service, type, targetType, pods } }) =>
      `${type} Service ${service} 的 externalTrafficPolicy 是 Local，並選到 ${pods} 個 strict 模式下走 branch 的 Pod。經由節點進來的流量到不了它們。${type === "LoadBalancer" && targetType === null ? "這個 Service 沒有寫 target type，預設是 instance。" : ""}`,
    remedy: ({ facts: { type } }) =>
      type === "LoadBalancer"
        ? "請使用 IP target，或改用 standard 模式並重建 Pod。"
        : "請使用 externalTrafficPolicy Cluster，或使用 IP target 的 load balancer，或改用 standard 模式並重建 Pod。",
    ...strictLocalTrafficPolicySteps,
  },
  "mixed-modes": {
    title: "各節點套用安全群組的模式不一致",
    describe: ({ facts: { strict, standard, fewer, nodes, olderPods, pods } }) => {
      const apart =
        nodes.length === 0
          ? `aws-node 在全部 ${strict + standard} 個節點都是 ${strict > 0 ? "strict" : "standard"} 模式。`
          : `aws-node 在 ${strict} 個節點是 strict 模式，在 ${standard} 個節點是 standard 模式；${fewer} 的是 ${listed(nodes)}。`;
      const older =
        olderPods === 0 ? "" : `有 ${olderPods} 個 Pod 建立時的模式與節點目前的不同，並且會一直沿用：${listed(pods)}。`;
      return `${apart}${older}同樣的 Pod 會因所在節點與建立時間不同，而有不同的過濾方式。`;
    },
    remedy: () =>
      "請等 aws-node 的 rollout 完成，或讓所有節點使用同一種模式。接著重建在那之前啟動的 Pod：Pod 會一直沿用建立時的模式。",
    ...mixedModesSteps,
  },
  "same-node-not-filtered": {
    title: "同一節點上的 Pod 之間不套用安全群組",
    describe: ({ facts: { groupIds, otherGroupIds, pods, otherPods } }) =>
      `${pods} 個使用 ${listed(groupIds)} 的 Pod 與 ${otherPods} 個使用 ${listed(otherGroupIds)} 的 Pod 在 standard 模式下位於相同節點，而規則對這些安全群組有所區分。同一節點上 Pod 之間的流量不經過任何安全群組。`,
    remedy: () => "如果規則在同一節點上也必須生效，請使用 strict 模式或 NetworkPolicy，或把這些 Pod 分散到不同節點。",
    ...sameNodeNotFilteredSteps,
  },
};
