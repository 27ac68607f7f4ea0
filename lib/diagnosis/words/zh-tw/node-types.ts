import type { FactsOf } from "../../rule.ts";
import type { autoModeNode, capacityDiffersFromTable, legacyLabel, typeCannotTrunk } from "../../rules/node-types.ts";
import {
  autoModeNodeSteps,
  capacityDiffersFromTableSteps,
  legacyLabelSteps,
  typeCannotTrunkSteps,
} from "../steps/node-types.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

export const nodeTypes: {
  "capacity-differs-from-table": Words<FactsOf<typeof capacityDiffersFromTable>>;
  "type-cannot-trunk": Words<FactsOf<typeof typeCannotTrunk>>;
  "legacy-trunk-label": Words<FactsOf<typeof legacyLabel>>;
  "auto-mode-node": Words<FactsOf<typeof autoModeNode>>;
} = {
  "capacity-differs-from-table": {
    ...capacityDiffersFromTableSteps,
    title: "Branch 容量與已知上限不同",
    describe: ({ facts: { instanceType, capacity, limit }, subjects }) =>
      `${subjects.length} 個 ${instanceType} 節點提供 ${capacity} 個 branch，這裡的對照表是 ${limit}。兩者之一已過時。`,
    remedy: () => "不急：以容量為準。請更新 Trunkscope；若已是最新版，表示這個叢集的 controller 使用不同的對照表。",
  },
  "type-cannot-trunk": {
    ...typeCannotTrunkSteps,
    title: "執行個體類型不支援 trunk ENI",
    describe: ({ facts: { instanceType, isInTable, nodes, waiting } }) =>
      `${nodes} 個 ${instanceType} 節點無法使用 branch：${isInTable ? "這個類型不支援 trunk" : "這裡的對照表與 controller 都不認得這個類型"}。` +
      (waiting.length === 0
        ? ""
        : `有 ${waiting.length} 個等待 branch 的 Pod 只能在這類節點上執行：${listed(waiting)}。`),
    remedy: ({ facts: { waiting } }) =>
      `請改用支援 trunk 的類型：多數 Nitro 類型都支援；t3、t3a、t4g、i4i.large 與 Xen 類型不支援。${waiting.length === 0 ? "" : "或放寬這些 Pod 的 node selector 與 affinity，讓它們能排到其他節點。"}`,
  },
  "legacy-trunk-label": {
    ...legacyLabelSteps,
    title: "節點留有舊的 has-trunk-attached 標籤",
    describe: ({ facts: { value, cniVersion, isWaiting, node }, subjects }) =>
      isWaiting
        ? `${node} 的 has-trunk-attached=false 已超過 10 分鐘。它的 CNI（${cniVersion ?? "不明"}）會更新這個標籤，因此節點仍在等 trunk。`
        : `${subjects.length} 個節點帶有標籤 has-trunk-attached=${value}。${cniVersion === null ? "" : `CNI ${cniVersion} 已不再寫入，沒有人會更新它。`}只要有這個標籤，controller 就會管理該節點。`,
    remedy: ({ facts: { isWaiting } }) =>
      isWaiting
        ? "請從節點的事件找原因。CNI 1.15 之後改由 CNINode 要求 trunk，請升級。"
        : "請勿用它來選擇節點。若 CNINode 已要求 SecurityGroupsForPods，可以移除這個標籤。",
  },
  "auto-mode-node": {
    ...autoModeNodeSteps,
    title: "不檢查 EKS Auto Mode 節點",
    describe: ({ subjects }) =>
      `有 ${subjects.length} 個節點由 EKS Auto Mode 管理。VPC resource controller 不處理它們，這裡的檢查也不適用。`,
    remedy: () => "不需處理。Auto Mode 以另一種機制提供 Pod 的安全群組。",
  },
};
