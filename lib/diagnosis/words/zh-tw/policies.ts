import type { FactsOf } from "../../rule.ts";
import type { groupMissing, groupOfOtherVpc, groupsTooMany } from "../../rules/groups.ts";
import type { policyInvalid, policySelectsNothing, selectorBroken } from "../../rules/policies.ts";
import {
  groupMissingSteps,
  groupOfOtherVpcSteps,
  groupsTooManySteps,
  policyInvalidSteps,
  policySelectsNothingSteps,
  selectorBrokenSteps,
} from "../steps/policies.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const policyInvalidWords: Words<FactsOf<typeof policyInvalid>> = {
  ...policyInvalidSteps,
  title: "Controller 會略過這個 policy",
  describe({ facts: { policy, lacksSelectors, lacksGroups } }) {
    const lacks = [lacksSelectors && "selector", lacksGroups && "安全群組"].filter((one) => one !== false);
    return `${policy} 沒有${lacks.join("，也沒有")}。Kubernetes 接受它，controller 卻會略過，而且不會有任何提示。`;
  },
  remedy: ({ facts: { lacksSelectors, lacksGroups } }) =>
    [
      lacksSelectors && "請設定 podSelector 或 serviceAccountSelector；空的 selector（{}）代表選取全部。",
      lacksGroups && "請在 securityGroups.groupIds 至少列出一個群組。",
      "之後請重啟它所要涵蓋的 Pod。",
    ]
      .filter((one) => one !== false)
      .join(""),
};

const selectorBrokenWords: Words<FactsOf<typeof selectorBroken>> = {
  ...selectorBrokenSteps,
  title: "Controller 無法使用的 selector",
  describe: ({ facts: { policy, which, reason, selector } }) =>
    `${policy} 的 ${which} 有誤：${reason}（${selector}）。這個 policy 不會符合任何 Pod。`,
  remedy: () =>
    "請更正運算式：operator 有 In、NotIn、Exists、DoesNotExist；前兩者必須有值，後兩者不可有值。之後請重啟它所要涵蓋的 Pod。",
};

const policySelectsNothingWords: Words<FactsOf<typeof policySelectsNothing>> = {
  ...policySelectsNothingSteps,
  title: "沒有選到任何 Pod 的 policy",
  describe({
    facts: { policy, namespace, podSelector, serviceAccountSelector, podsInNamespace, nearestPods, nearestLacks },
  }) {
    const wanted = [
      podSelector !== null && `標籤為 ${podSelector} 的 Pod`,
      serviceAccountSelector !== null && `標籤為 ${serviceAccountSelector} 的 ServiceAccount`,
    ].filter((one) => one !== false);
    const nearest = nearestPods[0] === undefined ? "" : `最接近的是 ${nearestPods[0]}，缺少 ${nearestLacks[0]}。`;
    return `${policy} 選取${wanted.join("，且")}。${namespace} 的 ${podsInNamespace} 個 Pod 都不符合。${nearest}`;
  },
  remedy: () =>
    "請比對標籤：Pod 的標籤；若用 serviceAccountSelector，則是 ServiceAccount 物件的標籤，而不是名稱。Policy 只對同一個 namespace 的 Pod 有效。",
};

const groupMissingWords: Words<FactsOf<typeof groupMissing>> = {
  ...groupMissingSteps,
  title: "Policy 列出了不存在的安全群組",
  describe({ facts: { group, policies, waiting, refusedByEc2 } }) {
    const doubt = refusedByEc2 ? "EC2 已拒絕它。" : "也可能是其他帳號共用、而我們的 role 看不到的群組。";
    const pods =
      waiting.length > 0
        ? `有 ${waiting.length} 個 Pod 因此無法啟動：${listed(waiting)}。`
        : "下一個被它選到的 Pod 將無法啟動。";
    return `${listed(policies)} 列出 ${group}，但 EC2 查不到。${doubt}${pods}`;
  },
  remedy: ({ facts: { group } }) =>
    `請把 groupIds 中的 ${group} 換成正確的 id，或移除它。之後請修改或刪除正在等待的 Pod。`,
};

const groupOfOtherVpcWords: Words<FactsOf<typeof groupOfOtherVpc>> = {
  ...groupOfOtherVpcSteps,
  title: "Policy 列出了其他 VPC 的安全群組",
  describe: ({ facts: { group, groupVpc, nodeVpcs, policies } }) =>
    `${listed(policies)} 所列的 ${group} 屬於 ${groupVpc}，而節點在 ${listed(nodeVpcs)}。除非群組已與這個 VPC 建立關聯，否則 EC2 會拒絕把它放到 ENI 上。`,
  remedy: () => "請改用節點所在 VPC 的群組，或讓這個群組與該 VPC 建立關聯。",
};

const groupsTooManyWords: Words<FactsOf<typeof groupsTooMany>> = {
  ...groupsTooManySteps,
  title: "安全群組數超過一個 ENI 的上限",
  describe({ facts: { policies, pods, count, mostOnOneInterface } }) {
    const who = pods.length > 0 ? `（影響 ${pods.length} 個 Pod）` : "";
    const quota =
      count > 16
        ? "任何配額都不允許超過 16 個。"
        : mostOnOneInterface >= count
          ? `另有 ENI 使用了 ${mostOnOneInterface} 個，可見配額已經提高；新的帳號或區域是從 5 個開始。`
          : "一般配額是 5 個。";
    return `${listed(policies)} ${policies.length === 1 ? "" : "合計"}要求 ${count} 個群組${who}。${quota}`;
  },
  remedy: () => "請合併群組，或減少選取同一批 Pod 的 policy。配額 L-2AFB9258 最高可提高到 16。",
};

export const policies = {
  "policy-invalid": policyInvalidWords,
  "selector-broken": selectorBrokenWords,
  "policy-selects-nothing": policySelectsNothingWords,
  "group-missing": groupMissingWords,
  "group-of-other-vpc": groupOfOtherVpcWords,
  "groups-too-many": groupsTooManyWords,
};
