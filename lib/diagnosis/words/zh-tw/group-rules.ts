import type { groupRules as english } from "../en/group-rules.ts";
import { danglingGroupReferenceSteps, groupRulesAtLimitSteps, podGroupWideOpenSteps } from "../steps/group-rules.ts";
import { listed } from "./listed.ts";

export const groupRules: typeof english = {
  "group-rules-at-limit": {
    title: "安全群組的規則數接近上限",
    describe: ({ facts: { groupId, name, direction, family, count, limit } }) =>
      `${named(groupId, name)}的 ${family} ${direction} 規則計為 ${count} 條，上限 ${limit} 條；prefix list 以它可容納的項目數計算。超過配額（預設 ${limit} 條）時，EC2 會拒絕新增規則。`,
    remedy: () => "請把規則合併成 prefix list 或較大的 CIDR、拆分安全群組，或申請提高配額。",
    ...groupRulesAtLimitSteps,
  },
  "dangling-group-reference": {
    title: "規則引用了不存在的安全群組",
    describe: ({ facts: { groupId, name, referenced, ruleIds, status } }) =>
      `${named(groupId, name)}有 ${ruleIds.length} 條規則引用 ${referenced}，${status === null ? "但 EC2 在這個 VPC 沒有列出它" : `但所經的 VPC peering 狀態是 ${status}`}。這樣的規則不會放行任何流量。`,
    remedy: () => "請移除這條規則，或改為引用取代它的安全群組。",
    ...danglingGroupReferenceSteps,
  },
  "pod-group-wide-open": {
    title: "Pod 的安全群組對所有人開放",
    describe: ({ facts: { groupId, name, peers } }) =>
      `${named(groupId, name)}用在 branch 上，並允許來自 ${listed(peers)} 的所有 port。任何路由得到的來源都能連到這些 Pod。`,
    remedy: () => "請列出需要的 port，以及需要連線的安全群組或網段。",
    ...podGroupWideOpenSteps,
  },
};

function named(groupId: string, name: string | null): string {
  return name === null || name === groupId ? `${groupId} ` : `${groupId}（${name}）`;
}
