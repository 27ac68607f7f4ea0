import type { FactsOf } from "../../rule.ts";
import type { branchCooling, branchLeaked, interfaceStranded } from "../../rules/leaks.ts";
import { moment } from "../moment.ts";
import { branchCoolingSteps, branchLeakedSteps, interfaceStrandedSteps } from "../steps/leaks.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

export const leaks: {
  "branch-cooling": Words<FactsOf<typeof branchCooling>>;
  "branch-leaked": Words<FactsOf<typeof branchLeaked>>;
  "interface-stranded": Words<FactsOf<typeof interfaceStranded>>;
} = {
  "branch-cooling": {
    ...branchCoolingSteps,
    title: "Branch ENI 正在冷卻",
    describe: ({ facts: { eni, vlan, lastOwner, coolDownSeconds } }) =>
      `${eni}${vlan === null ? "" : `（VLAN ${vlan}）`}${lastOwner === null ? " 已釋出" : ` 已由 ${lastOwner} 釋出`}。` +
      `在 ${coolDownSeconds} 秒的冷卻期間，它仍占用 slot 與 IP 位址；期滿後，controller 會在每 30 秒一次的清理中刪除它。`,
    remedy: () => "不需處理，這是 branch 正常的釋出過程。",
  },
  "branch-leaked": {
    ...branchLeakedSteps,
    title: "Branch ENI 洩漏，仍在使用中",
    describe: ({ facts: { branches, trunk, node, releaseSeconds, lastOwners, createdAt, deleteErrors } }) =>
      `${node === null ? "" : `${node} 上的 `}trunk ${trunk} 有 ${branches.length} 個 branch 沒有執行中的 Pod，時間已超過正常釋出所需的 ${releaseSeconds} 秒：${listed(branches)}。` +
      `每個都占用一個 branch slot 和一個 IP 位址，其他 Pod 無法使用。${lastOwners.length === 0 ? "" : `上一個擁有者：${listed(lastOwners)}。`}` +
      `${createdAt === null ? "" : `依 CloudTrail 紀錄，最早的一個建立於 ${moment(createdAt)}。`}` +
      `${deleteErrors.length === 0 ? "" : `EC2 拒絕刪除：${listed(deleteErrors)}。`}`,
    remedy: () =>
      "Controller 刪除失敗三次後就會忘記這個 branch，要等它重啟（例如更換 leader）才會重新處理。如果 slot 不足，請汰換節點；代管的 controller 請聯絡 AWS Support。請勿手動刪除：這些 branch 仍與 trunk 關聯。",
  },
  "interface-stranded": {
    ...interfaceStrandedSteps,
    title: "洩漏的 ENI 處於 available，未被清除",
    describe: ({ facts: { eni, type, subnet, lastOwner, createdAt, deleteError } }) =>
      `${type} ${eni} 處於 available 已超過 65 分鐘，controller 的定期清理應該在一小時內刪除它。` +
      `它占用${subnet === null ? "" : ` ${subnet} 的`}一個 IP 位址。${lastOwner === null ? "" : `上一個擁有者是 ${lastOwner}。`}` +
      `${createdAt === null ? "" : `依 CloudTrail 紀錄，它建立於 ${moment(createdAt)}。`}` +
      `${deleteError === null ? "" : `EC2 拒絕刪除它：${deleteError}。`}`,
    remedy: () =>
      "請刪除這個 ENI，再查明為何沒有被清理：叢集角色需要 ec2:DeleteNetworkInterface，而且 ENI 必須帶有叢集的標籤。",
  },
};
