import type { FactsOf } from "../../rule.ts";
import type { allocatableLags, trunkMissing, trunkNotRequested, trunkWithoutCapacity } from "../../rules/ladder.ts";
import {
  allocatableLagsSteps,
  trunkMissingSteps,
  trunkNotRequestedSteps,
  trunkWithoutCapacitySteps,
} from "../steps/ladder.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

type NotRequested = FactsOf<typeof trunkNotRequested>;
type Missing = FactsOf<typeof trunkMissing>;

const notRequestedBecause: Readonly<Record<NotRequested["cause"], (facts: NotRequested) => string>> = {
  "no-free-slot": ({ attached, mostInterfaces }) =>
    `${mostInterfaces ?? attached} 個 ENI slot 已全部用完（已掛載 ${attached} 個），沒有空間給 trunk。`,
  "aws-node-not-ready": ({ awsNodePod }) => `負責要求 trunk 的 aws-node Pod ${awsNodePod} 尚未 ready。`,
  unknown: ({ attached, mostInterfaces }) =>
    `還有空間給 trunk（已掛載 ${attached}${mostInterfaces === null ? "" : `／${mostInterfaces}`} 個 ENI），因此最可能是 aws-node 無權 patch CNINode。`,
};

const notRequestedRemedy: Readonly<Record<NotRequested["cause"], string>> = {
  "no-free-slot":
    "請釋出一個 ENI slot：降低 WARM_ENI_TARGET、移走一般 Pod，或調高 MAX_ENI（若有設定）。汰換節點也可以：新節點會先建立 trunk。",
  "aws-node-not-ready": "請讓 aws-node Pod 恢復 ready，它會在幾秒內自行要求 trunk。",
  unknown: "請確認 aws-node 的 ClusterRole 可以 get、list、watch 與 patch cninodes，並查看節點上 ipamd 的日誌。",
};

const missingBecause: Readonly<Record<Missing["cause"], (facts: Missing) => string>> = {
  refused: ({ errorCode }) => `EC2 拒絕了：${errorCode}。`,
  "no-free-index": ({ attached, mostInterfaces }) =>
    `執行個體的 ${mostInterfaces ?? attached} 個 ENI slot 已全部用完。`,
  "no-free-ip": ({ subnet }) => `子網路 ${subnet} 沒有可用的 IP 位址。`,
  failed: ({ message }) => `Controller 的訊息：${message}`,
  unknown: () => "Controller 對此沒有任何訊息。",
};

const missingRemedy: Readonly<Record<Missing["cause"], (facts: Missing) => string>> = {
  refused: ({ errorCode }) =>
    errorCode === "UnauthorizedOperation"
      ? "請把 AmazonEKSVPCResourceController 政策附加到叢集角色（不是節點角色）。Controller 會在這個節點的下一個事件時重試。"
      : "請排除 EC2 指出的原因。Controller 會在這個節點的下一個事件時重試。",
  "no-free-index": () => "請卸除不需要的 ENI，或汰換節點。",
  "no-free-ip": () => "請釋出子網路中的位址，或改用較大的子網路。Controller 會在這個節點的下一個事件時重試。",
  failed: () => "請排除 controller 指出的原因。它會在這個節點的下一個事件時重試。",
  unknown: () =>
    "請檢查 controller 是否存活（看它的 lease），以及帳號的 ENI 配額。節點只要有任何更新，controller 就會重試。",
};

export const ladder: {
  "trunk-not-requested": Words<NotRequested>;
  "trunk-missing": Words<Missing>;
  "trunk-without-capacity": Words<FactsOf<typeof trunkWithoutCapacity>>;
  "allocatable-lags": Words<FactsOf<typeof allocatableLags>>;
} = {
  "trunk-not-requested": {
    ...trunkNotRequestedSteps,
    title: "節點從未要求 trunk ENI",
    describe: ({ facts }) =>
      `${listed(facts.nodes)} 的 aws-node 設定了 ENABLE_POD_ENI=true，但它的 CNINode 沒有 SecurityGroupsForPods。${notRequestedBecause[facts.cause](facts)}需要安全群組的 Pod 無法在此執行。`,
    remedy: ({ facts }) => notRequestedRemedy[facts.cause],
  },
  "trunk-missing": {
    ...trunkMissingSteps,
    title: "缺少 trunk ENI",
    describe: ({ facts }) =>
      `${listed(facts.nodes)} 要求 trunk 已超過 5 分鐘，仍沒有 trunk。${missingBecause[facts.cause](facts)}`,
    remedy: ({ facts }) => missingRemedy[facts.cause](facts),
  },
  "trunk-without-capacity": {
    ...trunkWithoutCapacitySteps,
    title: "Trunk ENI 已存在，但節點沒有提供 branch",
    describe: ({ facts: { node, trunk, limit } }) =>
      `${trunk} 掛載到 ${node} 已超過 2 分鐘，但節點的 vpc.amazonaws.com/pod-eni 容量是 0${limit === null ? "" : `，應為 ${limit}`}。排程器不會把需要安全群組的 Pod 排到這裡。`,
    remedy: () =>
      "請檢查 controller 是否存活，以及是否有權 patch nodes/status。節點只要有任何更新，controller 就會重新公告容量。",
  },
  "allocatable-lags": {
    ...allocatableLagsSteps,
    title: "可配置的 pod-eni 與容量不符",
    describe: ({ facts: { node, capacity, allocatable } }) =>
      `${node} 的容量是 ${capacity} 個 branch，可配置的卻是 ${allocatable} 個，已超過 5 分鐘。排程器以可配置的數量為準。`,
    remedy: () => "這個數字由 kubelet 複製。請查看節點上 kubelet 的日誌，若卡住請重啟它。",
  },
};
