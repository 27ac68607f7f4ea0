import type { dns as english } from "../en/dns.ts";
import { dnsEgressBlockedSteps, dnsIngressBlockedSteps, strictNodeLocalDnsSteps } from "../steps/dns.ts";
import { listed } from "./listed.ts";

export const dns: typeof english = {
  "dns-egress-blocked": {
    title: "安全群組讓 Pod 無法查詢 CoreDNS",
    describe: ({ facts: { groupIds, protocols, endpoints, port }, subjects }) =>
      `${listed(groupIds)} 沒有任何規則讓 ${subjects.length} 個 Pod 以 ${transport(protocols)} port ${port} 連到 CoreDNS（${listed(endpoints)}）。${meaning(protocols)}`,
    remedy: ({ facts: { port } }) =>
      `請在 Pod 的其中一個安全群組允許 egress：以 UDP 與 TCP ${port} 連到 CoreDNS 的安全群組。`,
    ...dnsEgressBlockedSteps,
  },
  "dns-ingress-blocked": {
    title: "有自己安全群組的 Pod 連不到 CoreDNS",
    describe: ({ facts, subjects }) => {
      const { groupIds, dnsGroupIds, protocols, blocked, open, sides, port } = facts;
      const way = `${transport(protocols)} port ${port}`;
      const fact = sides.includes("ingress")
        ? `CoreDNS 的安全群組（${listed(dnsGroupIds)}）不允許 ${listed(groupIds)} 以 ${way} 連入`
        : `${listed(groupIds)} 不允許 Pod 以 ${way} 連到每一個 CoreDNS Pod`;
      const extent =
        open.length === 0
          ? `${subjects.length} 個 Pod 連不到任何 endpoint`
          : `${subjects.length} 個 Pod 連不到 ${listed(blocked)}，但連得到 ${listed(open)}`;
      const effect = open.length === 0 ? meaning(protocols) : "查詢會時好時壞，有些會逾時。";
      return `${fact}：${extent}。${effect}`;
    },
    remedy: ({ facts: { sides, port } }) =>
      sides.includes("ingress")
        ? `請在每個 CoreDNS Pod 都有的安全群組，允許來自 Pod 安全群組的 ingress：UDP 與 TCP ${port}。`
        : `請允許 egress：以 UDP 與 TCP ${port} 連到每個 CoreDNS Pod 都有的安全群組。`,
    ...dnsIngressBlockedSteps,
  },
  "strict-node-local-dns": {
    title: "NodeLocal DNSCache 在 strict 模式下無法運作",
    describe: ({ facts: { nodes, pods } }) =>
      `叢集執行了 NodeLocal DNSCache，而 ${nodes} 個節點是 strict 模式，上面有 ${pods} 個走 branch 的 Pod。這些 Pod 的封包會從 branch 出去，到不了節點上的快取。`,
    remedy: () => "請改用 standard 模式並重建 Pod，或在這些 Pod 的 dnsConfig 指定 kube-dns Service。",
    ...strictNodeLocalDnsSteps,
  },
};

function transport(protocols: readonly string[]): string {
  return protocols.map((protocol) => protocol.toUpperCase()).join(" 與 ");
}

function meaning(protocols: readonly string[]): string {
  return protocols.includes("udp") ? "它們的查詢會逾時。" : "只有超過 UDP 長度的回應會失敗。";
}
