import type { FactsOf } from "../../rule.ts";
import type { matchIneffective, policyTooBroad, requestMisplaced } from "../../rules/breadth.ts";
import type { branchWithoutPolicy, groupsDrifted, policiesOverlap, policyNotEnforced } from "../../rules/matching.ts";
import {
  branchWithoutPolicySteps,
  groupsDriftedSteps,
  matchIneffectiveSteps,
  policiesOverlapSteps,
  policyNotEnforcedSteps,
  policyTooBroadSteps,
  requestMisplacedSteps,
} from "../steps/policies.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const changes = {
  policy: "Policy 在 Pod 建立之後被修改過。",
  "pod-labels": "Pod 的標籤在建立之後被改過。",
  unknown: "Policy、Pod 的標籤或 ServiceAccount 的標籤在 Pod 建立之後有變動；留存的資料無法判斷是哪一項。",
} as const;

const policyNotEnforcedWords: Words<FactsOf<typeof policyNotEnforced>> = {
  ...policyNotEnforcedSteps,
  title: "Pod 沒有套用 policy 的安全群組",
  describe({ facts }) {
    const { policies, pods } = facts;
    const why = {
      "older-than-policy": "它們比 policy 更早建立。",
      "webhook-skipped": "Policy 在它們之前就存在，之後也沒有變動：當時 webhook 沒有回應，Pod 直接通過。",
      "changed-since": changes[facts.changed ?? "unknown"],
    };
    return `${pods.length} 個 Pod 符合 ${listed(policies)}，卻沒有 branch，只有節點的安全群組：${listed(pods)}。${why[facts.case]}`;
  },
  remedy: ({ facts }) =>
    facts.case === "webhook-skipped"
      ? "請檢查 webhook 設定、controller 的 lease，以及 API server 當時的 audit log，然後重啟這些工作負載。"
      : "請重啟這些工作負載：policy 只在 Pod 建立時生效。",
};

const branchWithoutPolicyWords: Words<FactsOf<typeof branchWithoutPolicy>> = {
  ...branchWithoutPolicySteps,
  title: "Pod 使用 branch，但已沒有 policy 要求",
  describe({ facts: { pods, actual, fellBack } }) {
    const why =
      fellBack === true
        ? "Controller 建立 branch 時沒有找到 policy，改用了節點的安全群組。"
        : "當初要求 branch 的 policy 已被刪除或修改，或是 Pod 的標籤變了。";
    return `${pods.length} 個 Pod 使用 branch，但不符合任何 policy：${listed(pods)}。${why}目前生效的群組是 ${listed(actual)}。`;
  },
  remedy: () => "如果仍需要這些群組，請還原 policy。如果不需要，請重啟工作負載，之後的 Pod 會使用節點的網路。",
};

const groupsDriftedWords: Words<FactsOf<typeof groupsDrifted>> = {
  ...groupsDriftedSteps,
  title: "Pod 的安全群組與 policy 要求的不同",
  describe({ facts: { pods, policies, added, removed } }) {
    const lacks = added.length > 0 ? `缺少：${listed(added)}。` : "";
    const extra = removed.length > 0 ? `仍然保留：${listed(removed)}。` : "";
    return `${listed(policies)} 的 ${pods.length} 個 Pod 還是建立時的群組：${listed(pods)}。${lacks}${extra}`;
  },
  remedy: () =>
    "請重啟工作負載：修改 policy 不會影響已存在的 branch。在那之前，可用 aws ec2 modify-network-interface-attribute 手動設定 branch 的群組。",
};

const policiesOverlapWords: Words<FactsOf<typeof policiesOverlap>> = {
  ...policiesOverlapSteps,
  title: "多個 policy 選取相同的 Pod",
  describe({ facts: { policies, contributes, union, pods } }) {
    const each = policies.map((policy, index) => `${policy} 加入 ${contributes[index]}`);
    return `${pods.length} 個 Pod 符合 ${policies.length} 個 policy：${each.join("；")}。結果是聯集，共 ${union.length} 個群組。`;
  },
  remedy: () => "Policy 之間沒有優先順序，群組只會累加。如果這不是本意，請縮小 selector 的範圍。",
};

const policyTooBroadWords: Words<FactsOf<typeof policyTooBroad>> = {
  ...policyTooBroadSteps,
  title: "Policy 選取的範圍過大",
  describe({ facts: { policy, selectsEverything, inKubeSystem, daemonSets, system, pods } }) {
    const reasons = [
      selectsEverything && "selector 是空的，會選取 namespace 內的所有 Pod",
      inKubeSystem && "它位於 kube-system",
      daemonSets.length > 0 && `它選取了 DaemonSet，會在每個節點占用一個 branch：${listed(daemonSets)}`,
      system.length > 0 && `它選取了叢集賴以運作的元件：${listed(system)}`,
    ].filter((one) => one !== false);
    return `${policy} 選取了 ${pods} 個 Pod：${reasons.join("；")}。`;
  },
  remedy: () => "請把 selector 縮小到真正需要自己安全群組的工作負載。每個被選取的 Pod 都會占用一個 branch slot。",
};

const reasons = {
  "host-network": "它們使用節點的網路，policy 無法改變。",
  windows: "Policy 不適用於 Windows Pod。",
  "windows-by-affinity": "它們以 webhook 不會檢查的方式指定 Windows，因此也要求了 branch，但沒有 Windows 節點能提供。",
  "fargate-differs": "Fargate 在啟動時就固定了它們的群組，而 policy 現在要求的是別的。",
  "fargate-too-many": "Fargate 的 Pod 最多只能有 5 個安全群組。",
} as const;

const matchIneffectiveWords: Words<FactsOf<typeof matchIneffective>> = {
  ...matchIneffectiveSteps,
  title: "Policy 對它選取的 Pod 沒有作用",
  describe: ({ facts: { reason, policies, pods } }) =>
    `${listed(policies)} 選取了 ${pods.length} 個 Pod，但沒有作用：${listed(pods)}。${reasons[reason]}`,
  remedy: ({ facts: { reason } }) =>
    ({
      "host-network": "不需要處理；但若有人倚賴這個 policy，請移除 hostNetwork。",
      windows: "請縮小 selector 的範圍，以免有人倚賴它。",
      "windows-by-affinity": "請在 Pod 加上 nodeSelector kubernetes.io/os: windows，或縮小 policy 的 selector。",
      "fargate-differs": "請重啟工作負載，讓 Fargate 重新讀取 policy。",
      "fargate-too-many": "請合併安全群組，或減少選取這些 Pod 的 policy。",
    })[reason],
};

const requestMisplacedWords: Words<FactsOf<typeof requestMisplaced>> = {
  ...requestMisplacedSteps,
  title: "vpc.amazonaws.com/pod-eni 寫在 CNI 不會看的地方",
  describe({ facts: { pods, problem, containers } }) {
    const what =
      problem === "not-first"
        ? `第一個 container 沒有 limit，request 寫在 ${listed(containers)}。Controller 會建立 branch，但 CNI 不會使用。`
        : `${listed(containers)} 的 request 與 limit 不同。Controller 看前者，CNI 看後者。`;
    return `${pods.length} 個 Pod：${listed(pods)}。${what}`;
  },
  remedy: () =>
    "請從 template 移除 vpc.amazonaws.com/pod-eni，交給 webhook 處理；或在第一個 container 把 request 與 limit 都設為 1。",
};

export const matching = {
  "policy-not-enforced": policyNotEnforcedWords,
  "branch-without-policy": branchWithoutPolicyWords,
  "groups-drifted": groupsDriftedWords,
  "policies-overlap": policiesOverlapWords,
  "policy-too-broad": policyTooBroadWords,
  "match-ineffective": matchIneffectiveWords,
  "pod-eni-wrong-container": requestMisplacedWords,
};
