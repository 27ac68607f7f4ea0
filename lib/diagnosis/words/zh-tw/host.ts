import type { HostFacts } from "../../../host/finding.ts";
import { hostSteps } from "../steps/host.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

export const host: { readonly [R in keyof HostFacts]: Words<HostFacts[R]> } = {
  "host-state-incomplete": {
    ...hostSteps["host-state-incomplete"],
    title: "Pod 在節點上的網路不完整",
    describe: ({ facts: { pod, node, vlan, missing, different } }) => {
      const lacks = missing.length === 0 ? [] : [`缺少：${listed(missing)}`];
      const differs = different.length === 0 ? [] : [`與預期不同：${listed(different)}`];
      return `在 ${node} 上，VLAN ${vlan} 的 ${pod} 網路不完整；${[...lacks, ...differs].join("；")}。CNI 沒有完成設定，或設定已被移除。`;
    },
    remedy: () =>
      "請刪除這個 Pod，讓 CNI 為新的 Pod 重新設定。如果再次缺少，請在 plugin.log 與 ipamd.log 中搜尋 SetupBranchENIPodNetwork，並檢查節點上是否有其他工具寫入規則或路由。",
  },
  "host-state-stale": {
    ...hostSteps["host-state-stale"],
    title: "節點留有沒有 Pod 使用的 branch 網路設定",
    describe: ({ facts: { node, vlan, pieces } }) =>
      `${node} 上仍有 ${listed(pieces)}，但這個節點上沒有執行中的 Pod ${vlan === null ? "使用這樣的 veth" : `使用 VLAN ${vlan}`}。VLAN ID 再次配發時，封包可能走舊的路徑。`,
    remedy: () =>
      "下一個使用這個 VLAN ID 的 Pod 會取代裝置與路由，但不會取代所有規則。請找機會排空並更換節點，並讓 Pod 的寬限期大於零，CNI 才能移除它們的網路。",
  },
  "vlan-device-mac-differs": {
    ...hostSteps["vlan-device-mac-differs"],
    title: "VLAN 裝置使用另一個 branch 的 MAC",
    describe: ({ facts: { pod, node, device, expectedMac, observedMac } }) =>
      `${node} 上 ${device} 的 MAC 是 ${observedMac}；${pod} 的 branch 是 ${expectedMac}。這個裝置屬於先前的 branch，它送出的封包會被 VPC 丟棄。`,
    remedy: () => "請刪除這個 Pod，讓 CNI 重新建立裝置。",
  },
  "early-demux-is-on": {
    ...hostSteps["early-demux-is-on"],
    title: "strict 模式下 TCP early demux 仍然開啟",
    describe: ({ facts: { node, setting } }) =>
      `${node} 的設定是 ${setting}，而它的 CNI 設定是 strict。kubelet 對 branch 上的 Pod 所做的 TCP、HTTP 與 gRPC 探測會失敗。`,
    remedy: () =>
      "請在 init container aws-vpc-cni-init 上將 DISABLE_TCP_EARLY_DEMUX 設為 true；設在 aws-node 上沒有作用。",
  },
  "host-mode-differs": {
    ...hostSteps["host-mode-differs"],
    title: "節點的 enforcing mode 與應有的不同",
    describe: ({ facts: { node, configuredMode, environmentMode } }) =>
      environmentMode === null
        ? `${node} 的 CNI 設定是 ${configuredMode}，但 local 路由表的規則仍排在最前面。留在節點內的流量不經過 trunk，security group 對它沒有作用。`
        : `${node} 的 CNI 設定是 ${configuredMode}，而它的 aws-node Pod 是 ${environmentMode}。新的 Pod 會依 CNI 設定建立。`,
    remedy: ({ facts: { environmentMode } }) =>
      environmentMode === null
        ? "請重新啟動這個節點的 aws-node Pod，讓它重新設定節點；然後重建 branch 上的 Pod。"
        : "請重新啟動這個節點的 aws-node Pod，讓它重新寫入設定；然後重建 branch 上的 Pod，因為每個 Pod 都維持建立時的模式。",
  },
  "pod-on-node-address": {
    ...hostSteps["pod-on-node-address"],
    title: "有 branch 的 Pod 使用節點的位址",
    describe: ({ facts: { pod, node, ip, branchIp, listedIn } }) =>
      `${node} 的 ${listedIn} 列出 ${pod} 使用 ${ip}；它的 branch ${branchIp === null ? "沒有位址" : `是 ${branchIp}`}。這個 Pod 使用 secondary IP，branch 的 security group 沒有作用。`,
    remedy: () =>
      "請確認這個節點的 aws-node Pod 中 ENABLE_POD_ENI 為 true，且 pod-eni 設在第一個 container；然後刪除這個 Pod。",
  },
  "trunk-unknown-to-ipamd": {
    ...hostSteps["trunk-unknown-to-ipamd"],
    title: "ipamd 不知道節點的 trunk",
    describe: ({ facts: { node, trunk, interfaces } }) =>
      `EC2 上 ${node} 有 trunk ${trunk}；ipamd 知道的 ${interfaces} 個 ENI 中沒有 trunk。branch 上的 Pod 無法在這個節點設定網路。`,
    remedy: () =>
      "請重新啟動這個節點的 aws-node Pod。如果沒有幫助，請檢查 ENABLE_IMDS_ONLY_MODE=true，或 MANAGE_UNTAGGED_ENI=false 而 trunk 沒有標籤 node.k8s.amazonaws.com/instance_id。",
  },
  "neighbour-times-differ": {
    ...hostSteps["neighbour-times-differ"],
    title: "鄰居快取與冷卻時間不一致",
    describe: ({ facts: { node, coolDown, settings, isLonger } }) =>
      `冷卻時間是 ${coolDown} 秒；${node} 的設定是 ${listed(settings)}。${
        isLonger
          ? "節點記住位址的時間更長，重新使用的位址可能被送到先前的擁有者。"
          : "節點比需要的更早忘記位址，只是多送 ARP 請求，沒有其他影響。"
      }`,
    remedy: () =>
      "請將 gc_stale_time 設為冷卻時間，base_reachable_time_ms 設為它的一半；或將冷卻時間（ConfigMap amazon-vpc-cni 的 branch-eni-cooldown）設為節點的值。",
  },
  "nm-cloud-setup-interferes": {
    ...hostSteps["nm-cloud-setup-interferes"],
    title: "NetworkManager 的 cloud setup 在節點上寫入路由",
    describe: ({ facts: { node, tables } }) =>
      `${node} 有 nm-cloud-setup 寫入的路由表 ${tables.join("、")}。它的規則排在 CNI 的規則之前，會帶走 Pod 的流量。`,
    remedy: () => "請在節點的映像檔中停用 nm-cloud-setup，並更換節點。",
  },
};
