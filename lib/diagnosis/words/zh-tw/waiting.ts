import type { FactsOf } from "../../rule.ts";
import type { annotationMissing, podWithoutTrunk, sandboxFailing, trunkFull } from "../../rules/waiting.ts";
import { annotationMissingSteps, podWithoutTrunkSteps, sandboxFailingSteps, trunkFullSteps } from "../steps/pods.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

const lacks = {
  "cannot-trunk": "它的執行個體類型不支援 trunk",
  "not-managed": "controller 並未管理它",
  "no-capacity": "它沒有提供任何 branch slot",
} as const;

const trunkFullWords: Words<FactsOf<typeof trunkFull>> = {
  ...trunkFullSteps,
  title: "Pod 正在等待冷卻中的 branch",
  describe({ facts: { node, limit, used, cooling, unowned, pods, schedulerFree } }) {
    const held = `Pod 使用 ${used} 個、冷卻中 ${cooling} 個${unowned > 0 ? `、擁有者不明 ${unowned} 個` : ""}`;
    return `${node} 的 trunk 共 ${limit} 個 slot，全部被占用：${held}。排程器算出還有 ${schedulerFree} 個空位，因此把 ${pods.length} 個 Pod 排到這裡，這些 Pod 只能等待。`;
  },
  remedy({ facts: { nextSlotAt, releaseSeconds, coolDownSeconds } }) {
    const expected =
      nextSlotAt === null
        ? `釋出的 slot 會在 ${releaseSeconds} 秒內再度可用。`
        : `預計最晚 ${utc(nextSlotAt)} 會有下一個 slot。`;
    return `${expected}如果經常發生，請把 Pod 分散到更多節點，或放慢汰換速度。目前冷卻時間是 ${coolDownSeconds} 秒，最低可設為 30 秒，但不可短於節點上 ARP 項目的存活時間。`;
  },
};

const podWithoutTrunkWords: Words<FactsOf<typeof podWithoutTrunk>> = {
  ...podWithoutTrunkSteps,
  title: "需要 branch 的 Pod 被綁定到沒有 trunk 的節點",
  describe({ facts: { node, instanceType, pods, reason } }) {
    const type = instanceType === null ? "" : `（${instanceType}）`;
    return `${node}${type}上有 ${pods.length} 個 Pod 要求 branch，但${lacks[reason]}：${listed(pods)}。Controller 每秒重試一次，不會留下任何訊息。`;
  },
  remedy: ({ facts: { reason } }) =>
    reason === "cannot-trunk"
      ? "這些 Pod 沒有經過排程器：請檢查 template 是否寫了 spec.nodeName。讓排程器把它們放到支援 trunk 的節點，並刪除現有的 Pod。"
      : "請先查明這個節點為什麼沒有 trunk，節點本身的發現會說明。如果 template 寫了 spec.nodeName，請移除後刪除這些 Pod。",
};

const annotationMissingWords: Words<FactsOf<typeof annotationMissing>> = {
  ...annotationMissingSteps,
  title: "Controller 沒有配給這些 Pod branch",
  describe({ facts: { nodes, pods, lastReason, fullNodes } }) {
    const told = lastReason === null ? "Controller 對此沒有任何事件。" : `Controller 最後一次的事件是 ${lastReason}。`;
    const slots = fullNodes.length > 0 ? `${listed(fullNodes)} 的 branch slot 已全部被占用。` : "";
    return `${listed(nodes)} 上有 ${pods.length} 個 Pod 要求 branch 已超過一分鐘，仍沒有 annotation：${listed(pods)}。${told}${slots}`;
  },
  remedy: () =>
    "請先看 Pod 的事件，再看 controller 的 lease。被 controller 放棄的 Pod，只要有任何修改就會重試，否則最晚 30 分鐘後重試。",
};

const sandboxFailingWords: Words<FactsOf<typeof sandboxFailing>> = {
  ...sandboxFailingSteps,
  title: "Pod 已有 branch，但節點無法設定它的網路",
  describe({ facts: { node, pods, message, awsNodeReady } }) {
    const health = awsNodeReady === false ? "該節點的 aws-node 尚未 ready。" : "";
    return `${node ?? "不明節點"} 上有 ${pods.length} 個 Pod 已有 branch，卻建立不了 sandbox：${listed(pods)}。${health}kubelet 的訊息：${message}`;
  },
  remedy: () =>
    "問題在節點上：請查看該節點的 ipamd 記錄（/var/log/aws-routed-eni/ipamd.log），找 trunk、link index 或 annotation 的錯誤。可重啟該節點的 aws-node，或更換節點。",
};

export const waiting = {
  "trunk-full": trunkFullWords,
  "pod-without-trunk": podWithoutTrunkWords,
  "annotation-missing": annotationMissingWords,
  "sandbox-failing": sandboxFailingWords,
};

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
