import type { FactsOf } from "../../rule.ts";
import type { residueOfGoneNode, trunkGone } from "../../rules/orphans.ts";
import { residueOfGoneNodeSteps, trunkGoneSteps } from "../steps/orphans.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

export const orphans: {
  "trunk-gone": Words<FactsOf<typeof trunkGone>>;
  "residue-of-gone-node": Words<FactsOf<typeof residueOfGoneNode>>;
} = {
  "trunk-gone": {
    ...trunkGoneSteps,
    title: "Branch ENI 所屬的 trunk 不存在",
    describe: ({ facts: { trunk, branches, pods, instance, instanceState } }) =>
      `${branches.length} 個 branch（${listed(branches)}）的標籤指向 trunk ${trunk}，但 EC2 沒有這個 ENI。` +
      (instance === null
        ? "不知道它原本在哪個執行個體上。"
        : `它的執行個體 ${instance} ${instanceState === null ? "不在 EC2 中" : `目前是 ${instanceState}`}。`) +
      (pods.length === 0 ? "" : `執行中的 Pod 仍指向這些 branch，網路不可能暢通：${listed(pods)}。`),
    remedy: ({ facts: { pods, instanceState } }) =>
      (instanceState === "running"
        ? "執行個體仍在執行，trunk 卻被刪除：請 drain 並汰換這個節點。誰刪除了它，請查 CloudTrail。"
        : "通常是執行個體已終止，controller 的定期清理會在一小時內移除這些 branch；之後還留著的可以刪除。") +
      (pods.length === 0 ? "" : "請刪除指向這些 branch 的 Pod，讓它們在別處取得新的 branch。"),
  },
  "residue-of-gone-node": {
    ...residueOfGoneNodeSteps,
    title: "節點已不在，ENI 仍遺留",
    describe: ({ facts: { instance, instanceState, enis } }) =>
      `執行個體 ${instance} ${instanceState === null ? "不在 EC2 中" : `已是 ${instanceState}`}，也沒有對應的 Node，但還留下 ${enis.length} 個 ENI：${listed(enis)}。` +
      "它們占用 IP 位址，所用的安全群組也無法刪除。",
    remedy: () =>
      "請等候 controller 的定期清理：從 ENI 變成 available 起最多一小時。之後還留著的請刪除，並檢查 controller 是否有權刪除 ENI。",
  },
};
