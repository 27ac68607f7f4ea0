import type { branchGroups as english } from "../en/branch-groups.ts";
import { loadBalancerTagAmbiguousSteps, staleFallbackGroupsSteps } from "../steps/branch-groups.ts";
import { listed } from "./listed.ts";

export const branchGroups: typeof english = {
  "load-balancer-tag-ambiguous": {
    title: "Load balancer 無法判斷該開放 branch 的哪個安全群組",
    describe: ({ facts: { groupIds, tagged, tag } }) =>
      `Branch 使用 ${listed(groupIds)}，其中${tagged.length === 0 ? "沒有一個有" : `${listed(tagged)} 都有`}標籤 ${tag}。AWS Load Balancer Controller 只會把規則加到唯一有這個標籤的安全群組；不是剛好一個時就不會加。`,
    remedy: ({ facts: { tag } }) =>
      `請讓其中剛好一個安全群組有標籤 ${tag}（owned 或 shared）。如果沒有使用 IP target 的 load balancer，可以不處理。`,
    ...loadBalancerTagAmbiguousSteps,
  },
  "stale-fallback-groups": {
    title: "Branch 用的是節點先前的安全群組",
    describe: ({ facts: { groupIds, nodeGroupIds, pods } }) =>
      `沒有 policy 符合 ${listed(pods)}，所以 ${pods.length} 個 branch 拿到節點的安全群組：${listed(groupIds)}。節點現在是 ${listed(nodeGroupIds)}，而 branch 不會跟著更新。`,
    remedy: () =>
      "請為這些 Pod 建立 SecurityGroupPolicy，或重建它們。Controller 沿用接管節點時讀到的安全群組：如果新的 Pod 仍拿到舊的，請更換節點。",
    ...staleFallbackGroupsSteps,
  },
};
