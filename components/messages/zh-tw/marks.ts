export const marks = {
  "mark.instance-not-in-ec2":
    "節點所指的執行個體在 EC2 上查不到，因此它的介面不明。請檢查帳號、區域與 ec2:DescribeInstances 權限。",
  "mark.trunk-not-in-ec2":
    "它所指的 trunk 不在 EC2 中，通常是因為執行個體已經不在。Controller 會在一小時內移除這類 branch；刪除前請再確認一次。",
  "mark.trunk-unattached": "這個 trunk 沒有掛載到任何執行個體，它的 branch 都不通。請找找已終止的節點。",
  "mark.several-trunks": "這個執行個體有一個以上的 trunk。Controller 只用其中一個，其餘只是占用 device slot。",
  "mark.instance-unknown": "它所指的執行個體不明，因此另外列出。請確認 EC2 與 Kubernetes 都已完整讀取。",
  "mark.vlan-unknown": "VLAN 不明。標籤與 annotation 都沒有寫。",
  "mark.vlan-out-of-range": "它的 VLAN 不在 controller 所配發的 1 到 120 之間。",
  "mark.vlan-conflict": "同一個 trunk 上有另一個 branch 使用相同的 VLAN，兩者的流量都不可靠。請重建其中一個 Pod。",
  "mark.shared-branch": "有多個執行中的 Pod 共用這個 branch。一個 branch 通常只給一個 Pod。請比對它們的 annotation。",
  "mark.other-cluster": "它的標籤寫的是另一個叢集。從這裡無法判斷那邊是否有 Pod 擁有它。",
  "mark.annotation-unusable": "pod-eni annotation 無法解讀，CNI 無法設定這個 Pod。請重建 Pod。",
  "mark.annotation-names-unknown-interface":
    "Annotation 所指的介面不在最近一次讀到的 EC2 資料中：可能已刪除、無權讀取，或比那次讀取更新。",
  "mark.annotation-disagrees": "Annotation 與 EC2 對這個 branch 的說法不一致。請比對下方的 VLAN、IP 與 MAC。",
  "mark.surplus-branches": "Annotation 列出的 branch 比 Pod 用到的多。只有第一個承載流量。",
  "mark.ip-on-no-interface": "沒有已知的介面持有這個 Pod 的 IP，因此無法得知它的安全群組。",
  "mark.not-on-its-branch":
    "這個 Pod 有 branch，但它的 IP 在別的介面上，所以 branch 的安全群組不會套用。請在開啟 ENABLE_POD_ENI 之後重啟 Pod。",
  "mark.group-not-in-ec2": "EC2 上查不到這個安全群組，或它所提到的群組：可能已刪除、由其他帳號共用，或無權讀取。",
  "mark.policy-invalid":
    "這個 policy 沒有 selector，或沒有列出安全群組。Controller 會直接略過，不會提示。請補上缺少的部分。",
  "mark.selector-broken":
    "Controller 無法使用這個 policy 的某個 selector，因此它不會符合任何 Pod。請檢查 operator、值與標籤名稱。",
  "mark.node-not-in-kubernetes":
    "叢集沒有任何節點對應到這個執行個體。它可能正在啟動，或是遺留下來的。請過幾分鐘再確認。",
} as const;
