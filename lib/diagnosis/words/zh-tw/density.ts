import type { FactsOf } from "../../rule.ts";
import type { trunkCrowdsPods } from "../../rules/density.ts";
import { trunkCrowdsPodsSteps } from "../steps/cni.ts";
import type { Words } from "../words.ts";

export const density: { "trunk-crowds-pods": Words<FactsOf<typeof trunkCrowdsPods>> } = {
  "trunk-crowds-pods": {
    ...trunkCrowdsPodsSteps,
    title: "Trunk ENI 讓一般 Pod 的位址不足",
    describe: ({ facts: { node, instanceType, maxPods, usable, branches, ordinaryPods } }) =>
      `${node}（${instanceType}）最多接受 ${maxPods} 個 Pod。Trunk 占用一個 ENI，因此最多只有 ${usable} 個一般 Pod 與 ${branches} 個使用 branch 的 Pod 有位址；目前已有 ${ordinaryPods} 個一般 Pod。再排上來的 Pod 會拿不到位址。`,
    remedy: () => "請降低這類節點的 max-pods，或啟用 prefix delegation（ENABLE_PREFIX_DELEGATION），新節點才會生效。",
  },
};
