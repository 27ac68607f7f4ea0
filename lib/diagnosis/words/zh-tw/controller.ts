import type { FactsOf } from "../../rule.ts";
import type {
  controllerAccessMissing,
  controllerSilent,
  coolDownSetting,
  policyCrdMissing,
} from "../../rules/controller.ts";
import type { admissionDenied, webhookBroken } from "../../rules/webhook.ts";
import {
  admissionDeniedSteps,
  controllerAccessMissingSteps,
  controllerSilentSteps,
  coolDownSettingSteps,
  policyCrdMissingSteps,
  webhookBrokenSteps,
} from "../steps/limits.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const controllerSilentWords: Words<FactsOf<typeof controllerSilent>> = {
  ...controllerSilentSteps,
  title: "Controller 沒有運作的跡象",
  describe({ facts: { isMissing, limitSeconds } }) {
    const lease = "Lease kube-system/cp-vpc-resource-controller ";
    const fact = isMissing
      ? `${lease}不存在。`
      : `${lease}已超過 ${limitSeconds} 秒沒有更新，而 controller 正常每隔幾秒就會更新一次。`;
    return `${fact}這段期間沒有 Pod 能取得 branch；新的 Pod 可能略過 webhook，直接使用節點的安全群組執行。`;
  },
  remedy: () =>
    "Controller 執行在 AWS 管理的控制平面：請查看 AWS Health Dashboard，並開立支援案件。恢復之前，請暫緩部署需要自己安全群組的 Pod，並在恢復後重啟這段期間建立的 Pod。",
};

const controllerAccessMissingWords: Words<FactsOf<typeof controllerAccessMissing>> = {
  ...controllerAccessMissingSteps,
  title: "Controller 失去了 Kubernetes 的權限",
  describe: ({ facts: { missing } }) =>
    `${listed(missing)} 不存在。少了它，controller 就無法為 Pod 加上 annotation、讀取 policy 或維持 lease。`,
  remedy: () => "請從相同版本的叢集還原這些物件；下次更新叢集時，EKS 也會重新寫入。",
};

const settings = {
  "too-short": (value: string) => `branch-eni-cooldown 設為 ${value}，實際上會當作 30：controller 不接受更短的值。`,
  "not-a-number": (value: string) =>
    `branch-eni-cooldown 設為「${value}」，不是整數秒數。Controller 會忽略它，沿用原來的值。`,
  "too-long": (value: string) => `branch-eni-cooldown 設為 ${value} 秒。Pod 結束後，每個 slot 都要再占用這麼久。`,
} as const;

const coolDownSettingWords: Words<FactsOf<typeof coolDownSetting>> = {
  ...coolDownSettingSteps,
  title: "冷卻時間的設定與實際效果不符",
  describe: ({ facts: { value, problem } }) => settings[problem](value),
  remedy: () => "請設定 30 到 300 之間的整數秒數，且不可短於節點上 ARP 項目的存活時間。預設值是 60。",
};

const policyCrdMissingWords: Words<FactsOf<typeof policyCrdMissing>> = {
  ...policyCrdMissingSteps,
  title: "這個叢集沒有定義 SecurityGroupPolicy",
  describe: ({ facts: { name } }) =>
    `CustomResourceDefinition ${name} 不存在，所有 policy 也隨之消失。新的 Pod 會在沒有自己安全群組的情況下被接受。`,
  remedy: () =>
    "請還原這個定義（aws/amazon-vpc-resource-controller-k8s 的 config/crd/bases），重新套用 policy，並重啟這段期間建立的 Pod。",
};

const faults = {
  missing: "不存在",
  "no-entry": "沒有 mpod.vpc.k8s.aws 這個項目",
  "no-ca-bundle": "沒有 CA bundle，API server 無法呼叫它",
  rules: "沒有涵蓋 Pod 建立的規則",
  "namespace-selector": "排除了有 policy 的 namespace",
  "object-selector": "排除了 policy 所選的 Pod",
} as const;

const webhookBrokenWords: Words<FactsOf<typeof webhookBroken>> = {
  ...webhookBrokenSteps,
  title: "負責要求 branch 的 webhook 不見了或被更動",
  describe({ facts: { configuration, problem, selector, namespaces } }) {
    const which = selector === null ? "" : `（${selector}${namespaces.length > 0 ? `：${listed(namespaces)}` : ""}）`;
    return `${configuration} ${faults[problem]}${which}。Policy 所選的 Pod 會在沒有 branch 的情況下建立，而且不會有任何提示。`;
  },
  remedy: () => "請把 webhook 設定還原成 EKS 安裝時的樣子：更新叢集時會重新寫入。之後請重啟這段期間建立的 Pod。",
};

const causes = {
  "service-account": "controller 找不到 Pod 的 ServiceAccount，或無法列出 policy",
  "annotation-in-template": "Pod template 已經帶有 vpc.amazonaws.com/pod-eni annotation",
  other: "webhook 拒絕了它",
} as const;

const admissionDeniedWords: Words<FactsOf<typeof admissionDenied>> = {
  ...admissionDeniedSteps,
  title: "Controller 的 webhook 拒絕新的 Pod",
  describe: ({ facts: { webhook, cause, owners, times } }) =>
    `${webhook} 拒絕了 ${listed(owners)} 的 Pod 共 ${times} 次：${causes[cause]}。這些 Pod 根本沒有建立。`,
  remedy: ({ facts: { cause } }) =>
    cause === "annotation-in-template"
      ? "請從 template 移除這個 annotation：匯出的 manifest 與還原的備份都不可帶有它。"
      : "請確認 ServiceAccount 存在。如果是剛建立的，下一次嘗試就會成功。",
};

export const controller = {
  "controller-silent": controllerSilentWords,
  "controller-access-missing": controllerAccessMissingWords,
  "cool-down-setting": coolDownSettingWords,
  "policy-crd-missing": policyCrdMissingWords,
  "webhook-broken": webhookBrokenWords,
  "admission-denied": admissionDeniedWords,
};
