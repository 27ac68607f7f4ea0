import type { FactsOf } from "../../rule.ts";
import type { cniNodeOdd, cniNodeWithoutNode } from "../../rules/cni-nodes.ts";
import { cniNodeOddSteps, cniNodeWithoutNodeSteps } from "../steps/cni-nodes.ts";
import type { Words } from "../words.ts";

type Odd = FactsOf<typeof cniNodeOdd>;

const problems: Readonly<Record<Odd["problem"], (facts: Odd) => string>> = {
  missing: ({ node }) => `${node} 超過 2 分鐘仍沒有 CNINode。沒有 CNINode 就不會有 trunk。`,
  stuck: ({ node, finalizers }) =>
    `${node} 的 CNINode 正在刪除，已超過 5 分鐘${finalizers.length === 0 ? "" : `，被 ${finalizers.join("、")} 擋住`}。`,
  "other-instance": ({ node, said, instance }) =>
    `${node} 的 CNINode 指向執行個體 ${said}，但節點是 ${instance}。尋找與清理 ENI 時會找錯執行個體。`,
  "no-eni-config": ({ node }) => `${node} 的 CNINode 要求 CustomNetworking，卻沒有指定 ENIConfig。`,
};

const remedies: Readonly<Record<Odd["problem"], string>> = {
  missing: "請檢查 controller 是否存活（看它的 lease），以及是否有權建立 cninodes。",
  stuck: "Controller 清理完畢才會移除 finalizer。請檢查它是否存活，並查看 CNINode 的事件。",
  "other-instance": "節點很可能以相同名稱重建過。請刪除這個 CNINode：節點還在時，controller 會重新建立。",
  "no-eni-config": "請在節點加上指定 ENIConfig 的標籤或 annotation，並重啟該節點的 aws-node。",
};

export const cniNodes: {
  "cni-node-odd": Words<Odd>;
  "cni-node-without-node": Words<FactsOf<typeof cniNodeWithoutNode>>;
} = {
  "cni-node-odd": {
    ...cniNodeOddSteps,
    title: "CNINode 異常",
    describe: ({ facts }) => problems[facts.problem](facts),
    remedy: ({ facts }) => remedies[facts.problem],
  },
  "cni-node-without-node": {
    ...cniNodeWithoutNodeSteps,
    title: "Node 已不在，CNINode 仍遺留",
    describe: ({ facts: { node, finalizers } }) =>
      `Node ${node} 已不在超過 5 分鐘，它的 CNINode 還在${finalizers.length === 0 ? "" : `，被 ${finalizers.join("、")} 擋住`}。該節點的 ENI 可能尚未清理。`,
    remedy: () =>
      "請檢查 controller 是否存活：它會清理一次該節點的 ENI，再移除 finalizer。接著請檢查該執行個體是否還有 ENI。",
  },
};
