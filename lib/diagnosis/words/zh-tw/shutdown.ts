import type { shutdown as english } from "../en/shutdown.ts";
import { gracePeriodZeroSteps } from "../steps/shutdown.ts";

export const shutdown: typeof english = {
  "grace-period-zero": {
    title: "走 branch 的 Pod 的 termination grace period 是 0",
    describe: ({ facts: { workload, version, isLeaking }, subjects }) =>
      `${workload} 沒有給 Pod 結束的時間（${subjects.length} 個 Pod）。CNI 需要 Pod 物件才能清除 branch 的網路設定${isLeaking ? `，而 CNI ${version} 在它消失後會把規則留在節點上` : ""}。`,
    remedy: ({ facts: { isLeaking } }) =>
      `請把 terminationGracePeriodSeconds 設為大於 0。${isLeaking ? "並把 VPC CNI 更新到 1.10.2 之後的版本。" : ""}`,
    ...gracePeriodZeroSteps,
  },
};
