import type { FactsOf } from "../../rule.ts";
import type {
  annotationNamesUnknown,
  annotationUnusable,
  completedKeepsAnnotation,
  surplusBranches,
} from "../../rules/annotations.ts";
import { moment } from "../moment.ts";
import {
  annotationNamesUnknownSteps,
  annotationUnusableSteps,
  completedKeepsAnnotationSteps,
  surplusBranchesSteps,
} from "../steps/annotations.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

export const annotations: {
  "annotation-names-unknown": Words<FactsOf<typeof annotationNamesUnknown>>;
  "completed-keeps-annotation": Words<FactsOf<typeof completedKeepsAnnotation>>;
  "surplus-branches": Words<FactsOf<typeof surplusBranches>>;
  "annotation-unusable": Words<FactsOf<typeof annotationUnusable>>;
} = {
  "annotation-names-unknown": {
    ...annotationNamesUnknownSteps,
    title: "Pod 指向 EC2 中不存在的 branch ENI",
    describe: ({ facts: { pod, eni, ip, deletedAt, deletedBy, deleteRequest } }) =>
      `${pod} 的 annotation 指向 ${eni}${ip === null ? "" : `（${ip}）`}，但${deletedAt === null ? "連續數次讀取 " : " "}EC2 ${deletedAt === null ? "都" : ""}沒有這個 ENI。不論 Pod 的狀態為何，它都沒有網路。` +
      `${deletedAt === null ? "" : `CloudTrail 紀錄：${moment(deletedAt)} 由 ${deletedBy ?? "紀錄未載明的身分"} 刪除${deleteRequest === null ? "" : `，request ${deleteRequest}`}。`}`,
    remedy: ({ facts: { deletedAt } }) =>
      `請刪除這個 Pod，讓替代的 Pod 取得新的 branch。${deletedAt === null ? "誰刪除了這個 ENI，請在 CloudTrail 查 DeleteNetworkInterface。" : "請避免該身分再刪除帶有叢集標籤的 ENI。"}`,
  },
  "completed-keeps-annotation": {
    ...completedKeepsAnnotationSteps,
    title: "已完成的 Pod 仍保留 annotation",
    describe: ({ facts: { pods, node } }) =>
      `${node === null ? "" : `${node} 上`}有 ${pods.length} 個已完成的 Pod 仍帶有 pod-eni annotation：${listed(pods)}。Branch 照常釋出，它的 VLAN ID 可能已屬於其他 Pod。`,
    remedy: () => "不需處理。已完成的 Pod 的 annotation 並不代表它仍占有 ENI。",
  },
  "surplus-branches": {
    ...surplusBranchesSteps,
    title: "Pod 的 branch ENI 多於實際使用",
    describe: ({ facts: { pod, entries, unused, containers, requests } }) =>
      `${pod} 有 ${entries} 個 branch，只用到第一個；未使用的是 ${listed(unused)}。` +
      `Controller 會加總所有容器的要求（${containers.map((name, index) => `${name}：${requests[index] ?? 0}`).join("、")}），CNI 只取一個。`,
    remedy: () =>
      "請從 Pod template 移除 vpc.amazonaws.com/pod-eni，webhook 會把唯一的要求放到正確的位置。然後重新部署這個工作負載。",
  },
  "annotation-unusable": {
    ...annotationUnusableSteps,
    title: "Pod 的 pod-eni annotation 無法使用",
    describe: ({ facts: { pod, problem } }) =>
      `CNI 不接受 ${pod} 的 annotation：${problem}。無法在它的 branch 上設定這個 Pod。`,
    remedy: () =>
      "請刪除這個 Pod，讓 controller 寫入新的 annotation。只有 controller 可以寫入；如果是備份或政策工具還原的，請在那裡排除它。",
  },
};
