import type { FactsOf } from "../../rule.ts";
import type { annotationDisagrees, podOffItsBranch } from "../../rules/disagreements.ts";
import { annotationDisagreesSteps, podOffItsBranchSteps } from "../steps/disagreements.ts";
import type { Words } from "../words.ts";

export const disagreements: {
  "annotation-disagrees": Words<FactsOf<typeof annotationDisagrees>>;
  "pod-off-its-branch": Words<FactsOf<typeof podOffItsBranch>>;
} = {
  "annotation-disagrees": {
    ...annotationDisagreesSteps,
    title: "Pod 的 annotation 與 EC2 不一致",
    describe: ({ facts: { pod, eni, fields, said, actual } }) =>
      `${pod} 的 branch ${eni} 有以下差異：${fields.map((field, index) => `${field} 在 Pod 端是 ${said[index]}，在 EC2 是 ${actual[index]}`).join("；")}。Pod 的流量可能不通，或送到別處。`,
    remedy: ({ facts: { isTrunkOther } }) =>
      isTrunkOther
        ? "節點很可能以相同名稱重建過。請刪除這個 Pod，讓它取得目前 trunk 的 branch。"
        : "請刪除這個 Pod，讓它取得新的 branch 與 annotation。",
  },
  "pod-off-its-branch": {
    ...podOffItsBranchSteps,
    title: "Pod 沒有使用它的 branch ENI",
    describe: ({ facts: { pod, ips, branchIp, eni, holder } }) =>
      `${pod} 的位址是 ${ips.join("、")}，它的 branch ${eni === null ? "" : `${eni} `}是 ${branchIp}。${holder === null ? "" : `Pod 的位址在 ${holder} 上。`}因此 branch 的安全群組不會套用到它。`,
    remedy: ({ facts: { podEni, firstContainerAsks } }) =>
      podEni === false
        ? "該節點的 aws-node 沒有設定 ENABLE_POD_ENI=true。請開啟後重建這個 Pod。"
        : firstContainerAsks
          ? "設定這個 Pod 時，CNI 沒有讀取 annotation：請檢查當時 aws-node 是否沒有 ENABLE_POD_ENI=true。請重建這個 Pod。"
          : "CNI 只看第一個容器的 vpc.amazonaws.com/pod-eni limit。請交給 webhook 設定，然後重建這個 Pod。",
  },
};
