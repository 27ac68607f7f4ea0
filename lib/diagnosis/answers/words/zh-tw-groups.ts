import { listed } from "../../words/zh-tw/listed.ts";
import type { Unmatched } from "../unmatched-policies.ts";
import type { AnswerWords } from "./words.ts";

type Groups = Pick<
  AnswerWords,
  "groupsVerdicts" | "groupsReasons" | "podGroups" | "unmatched" | "policyStates" | "policyReach"
>;

const unmatchedBecause: Readonly<Record<Unmatched["because"], (policy: Unmatched) => string>> = {
  labels: ({ unmet }) =>
    unmet
      .map(({ object, name, key, operator, wanted, has }) => {
        const demand =
          operator === "=" ? `${key}=${wanted[0] ?? ""}` : [key, operator, wanted.join(", ")].join(" ").trim();
        const whose = object === "pod" ? "Pod" : `它的 ServiceAccount ${name}`;
        return `${whose} ${has === null ? `沒有 ${key}` : `的標籤是 ${key}=${has}`}，要求的是 ${demand}`;
      })
      .join("；"),
  "account-missing": () => "它的 ServiceAccount 不存在",
  "selector-broken": ({ broken }) => `controller 無法使用它的 selector：${broken ?? "已損壞"}`,
  "no-groups": () => "它沒有列出任何群組，controller 會略過它",
  "no-selectors": () => "它沒有 selector，controller 會略過它",
};

export const groups: Groups = {
  groupsVerdicts: {
    "as-wanted": "符合要求",
    "not-enforced": "未套用",
    differs: "群組與要求的不同",
    unasked: "使用 branch，但沒有 policy 要求",
    "node-groups": "沒有符合的 policy，使用節點的群組",
    "not-yet": "還沒有網路",
    ended: "已結束",
    "cannot-tell": "無法判斷",
  },
  groupsReasons: {
    "policies-match": "生效的群組就是 policy 列出的群組。",
    "older-than-policy": "Pod 比 policy 更早建立；policy 只在 Pod 建立時生效。",
    "webhook-skipped": "Policy 在 Pod 之前就存在，之後也沒有變動：當時 webhook 沒有回應，Pod 直接通過。",
    "policy-edited": "Policy 在 Pod 建立之後被修改過；修改不會影響已存在的 Pod。",
    "labels-changed": "Pod 的標籤在建立之後被改過。",
    "changed-since": "Policy、Pod 的標籤或 ServiceAccount 的標籤在 Pod 建立之後有變動；留存的資料無法判斷是哪一項。",
    "host-network": "Pod 使用節點的網路（hostNetwork），policy 不適用。",
    windows: "Pod 在 Windows 上執行，policy 不適用。",
    "windows-by-affinity": "Pod 以 webhook 看不到的方式指定 Windows：它會要求 branch，而 Windows 節點都沒有。",
    "fargate-differs": "Fargate 給它的群組，與 policy 目前列出的不同。",
    "fargate-too-many": "它的 policy 列出的群組超過 Fargate 的上限。",
    "off-its-branch": "Pod 有 branch，但它的位址在另一個介面上。",
    "fell-back": "Controller 建立 branch 時沒有找到 policy，改用了節點的群組。",
    "policy-gone": "當初要求 branch 的 policy 已被刪除或修改，或是 Pod 的標籤變了。",
    "other-mechanism": "這個節點由其他機制給予群組，這裡無從得知。",
    "no-policy": "它的 namespace 沒有 policy。",
    "labels-differ": "它的 namespace 中沒有 policy 選取它。",
    "policy-invalid": "它的 namespace 中有一個 policy 會選取它，但該 policy 無效，controller 會略過。",
    "selector-broken": "它的 namespace 中有一個 policy 的 selector 無法使用。",
    "policy-crd-missing": "SecurityGroupPolicy 的定義不存在，因此沒有任何 policy。",
    "waiting-for-branch": "Pod 正在等待 branch。",
    "not-scheduled": "還沒有節點接受它。",
    starting: "正在設定它的網路。",
    "just-created": "Pod 剛剛建立，沒有 branch。",
    leaving: "Pod 正在結束。",
    completed: "Pod 已結束，不再占用網路。",
    unread: "判斷所需的資料無法讀取。",
  },
  podGroups({ pod, verdict, reason, missing, surplus, confidence }) {
    const lacks = missing.length > 0 ? `缺少：${listed(missing)}。` : "";
    const extra = surplus.length > 0 ? `仍然保留：${listed(surplus)}。` : "";
    const sure = confidence === "likely" ? "（可能）" : "";
    return `${pod}：${groups.groupsVerdicts[verdict]}${sure}。${groups.groupsReasons[reason]}${lacks}${extra}`;
  },
  unmatched: (policy) => `${policy.policy} 不適用：${unmatchedBecause[policy.because](policy)}。`,
  policyStates: {
    valid: "有效",
    "no-groups": "它沒有列出任何群組，controller 會略過它",
    "no-selectors": "它沒有 selector，controller 會略過它",
    "selector-broken": "controller 無法使用它的 selector，因此永遠不會符合",
  },
  policyReach({ policy, state, selected, reached, notYet, unsure, restarts }) {
    if (state !== "valid") return `${policy} 沒有作用：${groups.policyStates[state]}。`;
    if (selected === 0) return `${policy} 沒有選取任何 Pod${unsure > 0 ? `；另有 ${unsure} 個無法判斷` : ""}。`;
    const waiting = notYet > 0 ? `${notYet} 個 Pod 還沒有網路。` : "";
    const doubt = unsure > 0 ? `${unsure} 個 Pod 無法判斷。` : "";
    const names = restarts.shown.map(({ namespace, workload }) => `${namespace}/${workload}`);
    const action = restarts.total > 0 ? `請重啟 ${listed(names)}。` : "";
    return `${policy} 選取 ${selected} 個 Pod，其中 ${reached} 個已套用。${waiting}${doubt}${action}`;
  },
};
