import type { FactsOf } from "../../rule.ts";
import type { awsNodeOutdated, awsNodeUnhealthy } from "../../rules/aws-node.ts";
import { awsNodeOutdatedSteps, awsNodeUnhealthySteps } from "../steps/cni.ts";
import type { Words } from "../words.ts";

type Unhealthy = FactsOf<typeof awsNodeUnhealthy>;

const troubles: Readonly<Record<Unhealthy["trouble"], (facts: Unhealthy) => string>> = {
  crashing: ({ restarts }) => `重啟 ${restarts} 次後處於 CrashLoopBackOff`,
  restarting: ({ restarts }) => `一再重啟（共 ${restarts} 次，最近一次在 10 分鐘內）`,
  "not-ready": () => "超過 2 分鐘未 ready",
};

export const awsNode: {
  "aws-node-unhealthy": Words<Unhealthy>;
  "aws-node-outdated": Words<FactsOf<typeof awsNodeOutdated>>;
} = {
  "aws-node-unhealthy": {
    ...awsNodeUnhealthySteps,
    title: "有 branch 的節點上 aws-node 不正常",
    describe: ({ facts }) =>
      `${facts.node} 的 ${facts.awsNodePod} ${troubles[facts.trouble](facts)}。其上有 ${facts.branchPods} 個使用 branch 的 Pod，新的 Pod 無法設定網路。`,
    remedy: () => "請查看 aws-node Pod 的日誌。常見原因是它不接受的環境變數值、缺少權限，或連不到 API server。",
  },
  "aws-node-outdated": {
    ...awsNodeOutdatedSteps,
    title: "aws-node 的映像檔與 DaemonSet 不同",
    describe: ({ facts: { image, wanted }, subjects }) =>
      `${subjects.filter((id) => !id.startsWith("pod/")).length} 個有 branch 的節點以 ${image} 執行 aws-node，DaemonSet 指定的是 ${wanted}，且 rollout 沒有進展。版本不同的 plugin 與 daemon 會互相拒絕。`,
    remedy: () => "請查明 rollout 為何停滯：更新策略是 OnDelete、Pod 一直未 ready，或節點無法拉取映像檔。",
  },
};
