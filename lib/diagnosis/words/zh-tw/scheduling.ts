import type { FactsOf } from "../../rule.ts";
import type { maxPodsReached, slotsExhausted, slotsNearlyFull } from "../../rules/scheduling.ts";
import { maxPodsReachedSteps, slotsExhaustedSteps, slotsNearlyFullSteps } from "../steps/pods.ts";
import type { Words } from "../words.ts";

const kinds = { "node-pool": "NodePool", "node-group": "節點群組", "instance-type": "執行個體類型" } as const;

const remedies = {
  full: "請增加節點，或改用 branch ENI 較多的執行個體類型。已結束的 Pod 所占的 slot，冷卻後會釋出。",
  "no-trunk": "有類型合適的節點，但沒有 trunk：原因請看那些節點本身的發現。",
  "cannot-trunk": "請增加支援 trunk 的節點。t3、t3a、t4g 以及 Xen 世代的類型都不支援。",
  excluded: "有節點還有空的 slot：Pod 是被 taint、affinity、CPU 或記憶體擋下。請看排程器的訊息。",
  "no-node": "沒有任何節點具備 Pod 要求的標籤。請增加這樣的節點，或修改 Pod 的 nodeSelector 或 affinity。",
} as const;

const slotsExhaustedWords: Words<FactsOf<typeof slotsExhausted>> = {
  ...slotsExhaustedSteps,
  title: "沒有節點有空的 branch slot 給這些 Pod",
  describe({ facts: { pods, demand, full, cooling, noTrunk, cannotTrunk, cordoned, withFreeSlots } }) {
    const counts = [
      full > 0 && `${full} 個節點已滿${cooling > 0 ? `（其中 ${cooling} 個 slot 冷卻中）` : ""}`,
      noTrunk > 0 && `${noTrunk} 個節點沒有 trunk`,
      cannotTrunk > 0 && `${cannotTrunk} 個節點的類型不支援 trunk`,
      cordoned > 0 && `${cordoned} 個節點已 cordon`,
      withFreeSlots > 0 && `${withFreeSlots} 個節點有空的 slot，但因其他原因排不上去`,
    ].filter((part) => part !== false);
    const where = demand === null ? "" : `符合 ${demand} 的`;
    return `${pods} 個 Pod 無法排程。${where}節點：${counts.length > 0 ? counts.join("、") : "一個也沒有"}。`;
  },
  remedy: ({ facts: { cause } }) => remedies[cause],
};

const slotsNearlyFullWords: Words<FactsOf<typeof slotsNearlyFull>> = {
  ...slotsNearlyFullSteps,
  title: "Branch slot 即將用完",
  describe: ({ facts: { pool, poolKind, used, slots, percent, nodes } }) =>
    `${kinds[poolKind]} ${pool} 的 ${nodes} 個節點共有 ${slots} 個 branch slot，已被要求 ${used} 個（${percent} %）。接下來的 Pod 可能排不上去。`,
  remedy: () => "請在用完之前增加這個節點池的節點，或改用較大的執行個體類型。",
};

const maxPodsReachedWords: Words<FactsOf<typeof maxPodsReached>> = {
  ...maxPodsReachedSteps,
  title: "max-pods 使空的 branch slot 無法使用",
  describe: ({ facts: { node, pods, maxPods, freeSlots, pending } }) =>
    `${node} 已執行 ${pods} 個 Pod（上限 ${maxPods}），還有 ${freeSlots} 個 branch slot 是空的，卻有 ${pending.length} 個可使用它們的 Pod 在等待。`,
  remedy: () =>
    "使用 branch 的 Pod 不占用次要 IP，但仍計入 max-pods。若 CPU 與記憶體允許，請調高 kubelet 的 max-pods。",
};

export const scheduling = {
  "slots-exhausted": slotsExhaustedWords,
  "slots-nearly-full": slotsNearlyFullWords,
  "max-pods-reached": maxPodsReachedWords,
};
