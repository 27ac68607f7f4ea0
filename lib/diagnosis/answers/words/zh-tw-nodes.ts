import { listed } from "../../words/zh-tw/listed.ts";
import type { NodeCause } from "../node-causes.ts";
import type { AnswerWords } from "./words.ts";

type Nodes = Pick<
  AnswerWords,
  "waitingStates" | "podWaiting" | "nodeCause" | "nextSlot" | "rungs" | "rungStates" | "brokenRungs" | "nodeTrunk"
>;

const causes: Readonly<Record<NodeCause["cause"], (cause: NodeCause) => string>> = {
  full: ({ nodes, cooling }) => `${nodes} 個節點已滿${cooling > 0 ? `，其中 ${cooling} 個 slot 冷卻中` : ""}`,
  "no-trunk": ({ nodes, because, detail }) =>
    `${nodes} 個節點沒有可用的 trunk：${because ?? (detail === null ? "原因不明" : `缺少 ${detail}`)}`,
  "cannot-trunk": ({ nodes, detail }) => `${nodes} 個 ${detail ?? "類型不明的"} 節點不支援 trunk`,
  tainted: ({ nodes, detail }) => `${nodes} 個有空 slot 的節點帶有 taint ${detail}；Pod 容忍哪些 taint 並未保留`,
  free: ({ nodes, free }) => `${nodes} 個節點有 ${free} 個空 slot，Pod 因其他原因無法使用`,
  cordoned: ({ nodes }) => `${nodes} 個節點已停止排程`,
  excluded: ({ nodes }) => `${nodes} 個節點的標籤不符合 Pod 的要求`,
  "other-mechanism": ({ nodes, detail }) => `${nodes} 個節點不由 controller 管理（${detail ?? "不明"}）`,
};

export const nodes: Nodes = {
  waitingStates: {
    running: "執行中",
    ended: "已結束",
    leaving: "正在結束",
    unscheduled: "沒有節點接受它",
    scheduling: "尚未排程",
    "waiting-for-branch": "正在等待 branch",
    "setting-up-network": "正在設定網路",
    starting: "正在啟動",
  },
  podWaiting(answer, tell) {
    const { pod, state, node, nodes: found, causes: spoken, nextSlot, message, isForSlots } = answer;
    const place = node === null ? "" : `（${node}）`;
    const head = `${pod}${place}：${nodes.waitingStates[state]}`;
    const next = nextSlot === null ? "" : nodes.nextSlot(nextSlot);
    if (state === "unscheduled") {
      const counts = found.map(nodes.nodeCause).join("；");
      const other = isForSlots === false && message !== null ? `排程器的訊息：${message}` : "";
      return `${head}：${counts === "" ? "沒有任何節點" : counts}。${next}${other}`;
    }
    const first = spoken.find(({ explainedBy }) => explainedBy === null);
    if (first !== undefined) return `${head}。${tell(first)}${next}`;
    return `${head}。${next}`;
  },
  nodeCause: (cause) => causes[cause.cause](cause),
  nextSlot: ({ at, node, because }) =>
    `${node === null ? "" : `${node} `}預計最晚 ${utc(at)} 會有下一個 slot：屆時${because === "cooling" ? "有 branch 冷卻完畢" : "有結束中的 Pod 消失"}。`,
  rungs: {
    type: "執行個體類型支援 trunk",
    "pod-eni": "aws-node 以 ENABLE_POD_ENI 執行",
    "cni-node": "節點有 CNINode",
    feature: "已要求 trunk（SecurityGroupsForPods）",
    trunk: "Trunk ENI 存在",
    attached: "Trunk 已掛載到這個執行個體",
    capacity: "節點有 branch 的容量",
    allocatable: "排程器可使用全部容量",
  },
  rungStates: { yes: "是", no: "否", unknown: "不明", "not-applicable": "不適用" },
  brokenRungs: {
    type: "依執行個體類型表，這個類型不支援 trunk。",
    "pod-eni": "這裡沒有以 ENABLE_POD_ENI=true 執行的 aws-node Pod。",
    "cni-node": "Controller 沒有為這個節點建立 CNINode，或尚未建立。",
    feature: "aws-node 沒有要求 trunk，或尚未要求。",
    trunk: "Controller 沒有建立 trunk，或尚未建立。",
    attached: "Trunk 沒有掛載，或尚未掛載。",
    capacity: "Controller 沒有告訴節點可容納幾個 branch，或尚未告知。",
    allocatable: "Kubelet 沒有採用這個容量，或尚未採用。",
  },
  nodeTrunk({ node, hasTrunk, broken, slots, management, trunks }) {
    if (hasTrunk === "yes") return `${node} 有 trunk ${listed(trunks)}，提供 ${slots?.offered ?? 0} 個 branch slot。`;
    if (hasTrunk === "not-applicable") return `${node} 不由 controller 管理（${management ?? "不明"}），不會有 trunk。`;
    if (hasTrunk === "unknown" || broken === null) return `無法判斷 ${node} 是否有可用的 trunk。`;
    return `${node} 無法執行需要 branch 的 Pod。第一個缺少的是「${nodes.rungs[broken.rung]}」。`;
  },
};

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
