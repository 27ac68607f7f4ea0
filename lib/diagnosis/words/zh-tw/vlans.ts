import type { FactsOf } from "../../rule.ts";
import type { sharedBranch, vlanConflict, vlanOutOfRange } from "../../rules/vlans.ts";
import { sharedBranchSteps, vlanConflictSteps, vlanOutOfRangeSteps } from "../steps/vlans.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

export const vlans: {
  "vlan-conflict": Words<FactsOf<typeof vlanConflict>>;
  "vlan-out-of-range": Words<FactsOf<typeof vlanOutOfRange>>;
  "shared-branch": Words<FactsOf<typeof sharedBranch>>;
} = {
  "vlan-conflict": {
    ...vlanConflictSteps,
    title: "同一個 trunk 上有兩個 branch 使用相同的 VLAN ID",
    describe: ({ facts: { vlan, trunk, node, branches, pods } }) =>
      `${node === null ? "" : `${node} 上的 `}${trunk === null ? "" : `trunk ${trunk} 的 `}VLAN ${vlan} 被重複使用：${[branches.length === 0 ? "" : `branch ${listed(branches)}`, pods.length === 0 ? "" : `Pod ${listed(pods)}`].filter((one) => one !== "").join("；")}。一方的流量會送到另一方。`,
    remedy: () =>
      "請重建較新的 Pod。如果這個節點有 branch 位於舊的子網路（SGP-030），那就是根本原因：controller 重啟時看不到它們，把它們的 VLAN ID 給了別人。",
  },
  "vlan-out-of-range": {
    ...vlanOutOfRangeSteps,
    title: "VLAN ID 超出範圍",
    describe: ({ facts: { vlan, eni, pod } }) =>
      `${[pod, eni].filter((one) => one !== null).join(" 的 ")} 是 VLAN ${vlan}；controller 只配發 1 到 120。這是其他程式寫入的，controller 無法管理。`,
    remedy: () => "請刪除這個 Pod，並查明是誰寫入標籤或 annotation：只有 controller 可以寫入。",
  },
  "shared-branch": {
    ...sharedBranchSteps,
    title: "多個 Pod 指向同一個 branch ENI",
    describe: ({ facts: { eni, pods } }) =>
      `有 ${pods.length} 個執行中的 Pod 都指向 branch ${eni}：${listed(pods)}。一個 branch 只承載一個 Pod，因此最多只有一個 Pod 的網路正常。`,
    remedy: () => "請刪除這些 Pod，讓它們各自取得自己的 branch。",
  },
};
