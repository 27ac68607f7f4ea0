import { listed } from "../../words/zh-tw/listed.ts";
import type { ReleaseStep } from "../holders.ts";
import type { Feature, FeatureCell } from "../settings-cells.ts";
import type { AnswerWords } from "./words.ts";
import { groups } from "./zh-tw-groups.ts";
import { nodes } from "./zh-tw-nodes.ts";

const steps: Readonly<Record<ReleaseStep["step"], (step: ReleaseStep) => string>> = {
  "edit-policies": ({ what }) => `從 policy ${listed(what)} 中移除，否則新的 Pod 會再次使用它。`,
  "edit-eni-configs": ({ what }) => `從 ENIConfig ${listed(what)} 中移除，否則新的節點會再次使用它。`,
  "restart-workloads": ({ count, what }) => `重啟 ${count} 個 branch 使用它的工作負載：${listed(what)}。`,
  "replace-nodes": ({ count, what }) => `從 ${count} 個節點上移除，或汰換這些節點：${listed(what)}。`,
  "wait-for-cool-down": ({ count }) => `等待 ${count} 個 branch 冷卻，它們會自行消失。`,
  "delete-leaks": ({ count, what }) => `刪除 controller 遺留的 ${count} 個 ENI：${listed(what)}。`,
  "clear-leaks": ({ count, what }) =>
    `${count} 個沒有擁有者的 ENI（目前）不可手動刪除：${listed(what)}。請看洩漏清單。`,
  "look-at-others": ({ count, what }) => `查看 ${count} 個用途不明的 ENI：${listed(what)}。`,
  "remove-rules": ({ count, what }) => `移除其他群組中提到它的 ${count} 條規則：${listed(what)}。`,
  delete: () => "接著就可以刪除，以這裡能看到的範圍為準。",
};

const effects: Readonly<Record<Feature, { readonly strict: string; readonly standard: string }>> = {
  snat: {
    strict: "離開 VPC 的流量不會在節點上轉換位址：branch 的子網路需要 NAT 路徑，適用 Pod 的群組。",
    standard: "沒有設定 EXTERNALSNAT 時，離開 VPC 的流量使用節點的位址，適用節點的群組而不是 Pod 的群組。",
  },
  "node-local-dns": {
    strict: "使用 branch 的 Pod 連不到 NodeLocal DNSCache。",
    standard: "使用 branch 的 Pod 連得到 NodeLocal DNSCache。",
  },
  probes: {
    strict: "Kubelet 的探測會經過 branch：Pod 的群組必須允許節點連入，並關閉 TCP early demux。",
    standard: "Kubelet 的探測在節點內直達 Pod，不經過 Pod 的群組。",
  },
  "external-traffic-policy": {
    strict: "externalTrafficPolicy 為 Local 的 Service 無法經由節點連到使用 branch 的 Pod。",
    standard: "externalTrafficPolicy 為 Local 的 Service 正常運作。",
  },
  "pod-identity": {
    strict: "使用 branch 的 Pod 連不到節點上的 Pod Identity agent。",
    standard: "使用 branch 的 Pod 連得到 Pod Identity agent。",
  },
  "network-policy": {
    strict: "Branch 的流量不經過主機端的引擎：它們的 NetworkPolicy 可能沒有生效。",
    standard: "主機端的引擎看得到 branch 的流量。",
  },
  ipvs: {
    strict: "ipvs 模式的 kube-proxy 無法服務使用 branch 的 Pod。",
    standard: "ipvs 模式的 kube-proxy 正常運作。",
  },
  "same-node": {
    strict: "同一節點上 Pod 之間的流量會經過它們的群組。",
    standard: "同一節點上 Pod 之間的流量不經過任何安全群組。",
  },
};

export const zhTw: AnswerWords = {
  lacks: (lacks) =>
    lacks.length === 0
      ? ""
      : `無法讀取：${lacks.map(({ collection, code }) => `${collection}（${code}）`).join("、")}。`,
  unknown: "不明",
  ...groups,
  ...nodes,
  leakClasses: {
    cooling: "冷卻中",
    forgotten: "被 controller 遺忘",
    "former-subnet": "在節點已不使用的子網路中",
    available: "可用狀態，遺留",
    "trunk-gone": "它的 trunk 已不存在",
    "instance-gone": "它的執行個體已不存在",
    "trunk-available": "沒有掛載的 trunk",
    "age-unknown": "沒有擁有者，時間不明",
  },
  safeties: {
    yes: "可以刪除",
    no: "不要刪除",
    "never-during-cool-down": "冷卻期間絕對不要刪除",
    unknown: "無法判斷",
  },
  safetyReasons: {
    "left-over-after-sweeps": "Controller 的清理已略過它超過 65 分鐘。",
    "cools-down": "Controller 仍持有它，會自行刪除。",
    "still-associated": "它仍被 trunk 使用。重啟 controller 會重新接手；汰換節點也可以。",
    "sweep-will-come": "Controller 的清理可能在 65 分鐘內處理它，或觀察時間還不夠久。",
    "age-unknown": "只看一個時刻，無法分辨 branch 是在冷卻還是被遺忘。",
    unread: "無法讀取判斷擁有者所需的資料。",
  },
  leaks({ enis, ips, slots, comingBack, classes, isControllerSound, lacks }) {
    if (enis.total === 0)
      return lacks.length === 0 ? "每個 branch 都有擁有者。" : "在能讀取的範圍內，沒有看到缺少擁有者的 ENI。";
    const deletable = classes.reduce((sum, one) => sum + one.deletable, 0);
    const lease = isControllerSound ? "" : "Controller 的 lease 已過期：這段期間不會清理任何東西。";
    return `${enis.total} 個沒有擁有者的 ENI 占用 ${ips} 個位址與 ${slots} 個 branch slot；其中 ${comingBack.slots} 個 slot 會自行恢復，${deletable} 個 ENI 可以刪除。${lease}`;
  },
  holderVerdicts: {
    pod: "供 Pod 使用",
    node: "供節點使用",
    cooling: "冷卻中",
    orphan: "沒有擁有者",
    allocating: "正要給 Pod",
    "other-cluster": "屬於其他叢集",
    unknown: "無法判斷",
  },
  holders({ id, name, verdict, exists, interfaces, rules, policies, eniConfigs }) {
    const called = name === null ? id : `${id}（${name}）`;
    const gone = exists === false ? "EC2 沒有列出它。" : "";
    if (verdict === "nothing-seen")
      return `這裡沒有看到占用 ${called} 的東西。負載平衡器、資料庫等的介面不會讀取，可能仍占用它。${gone}`;
    if (verdict === "cannot-tell") return `無法判斷誰占用 ${called}。${gone}`;
    const others = rules.shown.filter(({ isItself }) => !isItself).length;
    const held = [
      interfaces.total > 0 && `${interfaces.total} 個介面`,
      policies.total > 0 && `${policies.total} 個 policy`,
      eniConfigs.length > 0 && `${eniConfigs.length} 個 ENIConfig`,
      others > 0 && `其他群組的 ${others} 條規則`,
    ].filter((part) => part !== false);
    return `${called} 被 ${held.join("、")} 占用。${gone}`;
  },
  releaseStep(step) {
    const by =
      step.doneAt === null ? "" : `最後一個最晚在 ${new Date(step.doneAt).toISOString().slice(11, 19)} UTC 消失。`;
    return `${steps[step.step](step)}${by}`;
  },
  features: {
    snat: "離開 VPC 的流量（SNAT）",
    "node-local-dns": "NodeLocal DNSCache",
    probes: "Kubelet 的探測",
    "external-traffic-policy": "externalTrafficPolicy Local",
    "pod-identity": "EKS Pod Identity",
    "network-policy": "NetworkPolicy 引擎",
    ipvs: "ipvs 模式的 kube-proxy",
    "same-node": "同一節點的 Pod",
  },
  cellEffects: { works: "正常", breaks: "失效", "needs-care": "需注意", "not-filtered": "不過濾" },
  cell(cell) {
    const told = effects[cell.feature][cell.mode];
    return cell.effect === "works" && cell.isUsed ? told : `${told}${hit(cell)}`;
  },
  settings({ modes, rows }) {
    const apart = rows.filter(({ agree }) => !agree).map(({ setting }) => setting);
    const unknown = modes.unknown > 0 ? `，不明 ${modes.unknown} 個` : "";
    const disagree = apart.length > 0 ? `各節點不一致的設定：${listed(apart)}。` : "";
    return `各節點的 enforcing mode：strict ${modes.strict} 個，standard ${modes.standard} 個${unknown}。${disagree}`;
  },
};

function hit({ isUsed, pods, unsure, objects }: FeatureCell): string {
  if (isUsed === null) return "無法判斷這裡是否使用。";
  if (!isUsed) return "這裡沒有使用。";
  if (pods === null) return "無法判斷哪些 Pod 使用它。";
  const by = objects.total > 0 ? `（${listed(objects.shown)}）` : "";
  const doubt = unsure ? `另有 ${unsure} 個 Pod 的模式無法判斷。` : "";
  if (pods.total === 0) return `這個模式下沒有使用 branch 的 Pod 受影響${by}。${doubt}`;
  return `影響 ${pods.total} 個 Pod${by}：${listed(pods.shown)}。${doubt}`;
}
