import type { FactsOf } from "../../rule.ts";
import type { allocationSlow, ec2Throttled, interfaceQuota } from "../../rules/quotas.ts";
import type { subnetShort } from "../../rules/subnets.ts";
import { allocationSlowSteps, ec2ThrottledSteps, interfaceQuotaSteps, subnetShortSteps } from "../steps/limits.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const subnetShortWords: Words<FactsOf<typeof subnetShort>> = {
  ...subnetShortSteps,
  title: "Branch 所在子網路的位址快用完了",
  describe({ facts: { subnet, name, cidr, free, usable, waiting, cooling, branches } }) {
    const of = usable === null ? "" : `（共 ${usable} 個可用）`;
    const waits = waiting > 0 ? `有 ${waiting} 個 Pod 在那裡等待 branch。` : "";
    return `${name ?? subnet}${cidr === null ? "" : `（${cidr}）`}只剩 ${free} 個位址${of}。其中有 ${branches} 個 branch，${cooling} 個冷卻中。${waits}`;
  },
  remedy: () =>
    "請釋出位址：減少節點預留的 IP 與 prefix，或減少這個子網路的節點。長期做法是新增次要 CIDR，並用 ENIConfig 讓 branch 改用較大的子網路。",
};

const interfaceQuotaWords: Words<FactsOf<typeof interfaceQuota>> = {
  ...interfaceQuotaSteps,
  title: "網路介面數接近帳號的配額",
  describe: ({ facts: { interfaces, quota, percent, branches } }) =>
    `光是這個叢集就有 ${interfaces} 個網路介面，其中 ${branches} 個是 branch，已達每個區域預設配額 ${quota} 的 ${percent} %。帳號中其他 ENI 也計入，但這裡看不到。`,
  remedy: () => "請查詢實際的配額，並在用完之前提高 L-DF5E4CA3（每個區域的網路介面數）。",
};

const ec2ThrottledWords: Words<FactsOf<typeof ec2Throttled>> = {
  ...ec2ThrottledSteps,
  title: "EC2 正在限制呼叫速率",
  describe({ facts: { controllerErrors, ourReads, pods } }) {
    const theirs =
      controllerErrors > 0
        ? `最近 15 分鐘，controller 為 ${pods} 個 Pod 所做的呼叫有 ${controllerErrors} 次遇到 RequestLimitExceeded。`
        : "";
    const ours = ourReads.length > 0 ? `從這裡讀取 ${listed(ourReads)} 目前也被限速。` : "";
    return `${theirs}${ours}這段期間 Pod 的啟動與結束都會變慢。`;
  },
  remedy: () =>
    "每個帳號與區域，EC2 每秒約補充 5 次建立 branch 的額度。請分批部署，找出這個帳號還有誰在呼叫 EC2，並向 AWS 申請提高請求上限。",
};

const allocationSlowWords: Words<FactsOf<typeof allocationSlow>> = {
  ...allocationSlowSteps,
  title: "Branch 配置得很慢",
  describe: ({ facts: { medianSeconds, longestSeconds, pods, minutes } }) =>
    `最近 ${minutes} 分鐘取得 branch 的 ${pods} 個 Pod，有一半等待超過 ${Math.round(medianSeconds)} 秒，最久的等了 ${Math.round(longestSeconds)} 秒。`,
  remedy: () => "請檢查 Pod 汰換是否頻繁、EC2 是否限速、trunk 是否已滿：這些都會延後新的 branch。",
};

export const limits = {
  "subnet-short": subnetShortWords,
  "interface-quota": interfaceQuotaWords,
  "ec2-throttled": ec2ThrottledWords,
  "allocation-slow": allocationSlowWords,
};
