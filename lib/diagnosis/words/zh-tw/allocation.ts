import type { FactsOf } from "../../rule.ts";
import type { allocationFailed, allocationGivenUp, annotationRefused } from "../../rules/allocation.ts";
import { allocationFailedSteps, allocationGivenUpSteps, annotationRefusedSteps } from "../steps/pods.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const meanings = {
  "group-missing": "Policy 所列的某個安全群組不存在，請更正 policy 的 groupIds。",
  "groups-too-many": "Policy 要求的安全群組數超過一個 ENI 的上限。請合併群組，或提高配額 L-2AFB9258。",
  "subnet-short": "子網路沒有可用的位址。請讓節點改用較大的子網路，或釋出這個子網路的位址。",
  "interface-quota": "帳號的網路介面數已達配額。請提高配額 L-DF5E4CA3。",
  throttled: "EC2 限制了呼叫速率。請放慢 Pod 的汰換，或申請提高上限。",
  "not-allowed":
    "叢集的 IAM role 無權呼叫。請附加受管政策 AmazonEKSVPCResourceController，並檢查是否有 service control policy。",
  "vlans-forgotten": "Controller 仍保留刪除失敗的 branch 的 VLAN id。請更換節點。",
  other: "EC2 的訊息說明了拒絕的原因。",
} as const;

const allocationFailedWords: Words<FactsOf<typeof allocationFailed>> = {
  ...allocationFailedSteps,
  title: "EC2 拒絕建立 branch",
  describe: ({ facts: { error, pods, attempts, message } }) =>
    `為 ${pods.length} 個 Pod 配置 branch，失敗 ${attempts} 次，錯誤為 ${error}：${listed(pods)}。${message}`,
  remedy: ({ facts: { meaning } }) => `${meanings[meaning]}之後請修改或刪除這些 Pod，controller 才會重試。`,
};

const allocationGivenUpWords: Words<FactsOf<typeof allocationGivenUp>> = {
  ...allocationGivenUpSteps,
  title: "Controller 已停止嘗試",
  describe: ({ facts: { pods, attempts } }) =>
    `嘗試 ${attempts} 次之後，controller 放棄了 ${pods.length} 個沒有 branch 的 Pod：${listed(pods)}。Pod 有變動時才會重試，否則最晚 30 分鐘後重試。`,
  remedy: () => "請先排除原因，再以任何方式修改 Pod（例如下方的 annotation），或刪除它。",
};

const annotationRefusedWords: Words<FactsOf<typeof annotationRefused>> = {
  ...annotationRefusedSteps,
  title: "Controller 無法寫入 Pod 的 annotation",
  describe({ facts: { pods, refusedBy, message } }) {
    const who = refusedBy === null ? "被拒絕" : `被 admission webhook ${refusedBy} 拒絕`;
    return `${pods.length} 個 Pod 的 annotation ${who}，它們的 branch 因此又被刪除：${listed(pods)}。${message}`;
  },
  remedy: () =>
    "請允許使用者 eks:vpc-resource-controller 設定 vpc.amazonaws.com/pod-eni annotation：在 Kyverno、Gatekeeper 或 Pod Security 的規則中加入例外，或還原它的 RBAC，然後刪除這些 Pod。",
};

export const allocation = {
  "allocation-failed": allocationFailedWords,
  "allocation-given-up": allocationGivenUpWords,
  "annotation-refused": annotationRefusedWords,
};
