import type { FactsOf } from "../../rule.ts";
import type { branchesInFormerSubnet, eniConfigBroken, trunkDiffersFromEniConfig } from "../../rules/eni-configs.ts";
import {
  branchesInFormerSubnetSteps,
  eniConfigBrokenSteps,
  trunkDiffersFromEniConfigSteps,
} from "../steps/eni-configs.ts";
import type { Words } from "../words.ts";
import { listed } from "./listed.ts";

type Broken = FactsOf<typeof eniConfigBroken>;

const troubles: Readonly<Record<Broken["trouble"], (facts: Broken) => string>> = {
  missing: () => "這個 ENIConfig 不存在",
  "subnet-missing": ({ what }) => (what === null ? "它沒有指定子網路" : ` EC2 沒有子網路 ${what}`),
  "zone-differs": ({ what, zone }) => `它的子網路在 ${what}，執行個體卻在 ${zone}`,
  "group-missing": ({ what }) => ` EC2 沒有安全群組 ${what}`,
};

export const eniConfigs: {
  "trunk-differs-from-eni-config": Words<FactsOf<typeof trunkDiffersFromEniConfig>>;
  "eni-config-broken": Words<Broken>;
  "branches-in-former-subnet": Words<FactsOf<typeof branchesInFormerSubnet>>;
} = {
  "trunk-differs-from-eni-config": {
    ...trunkDiffersFromEniConfigSteps,
    title: "Trunk ENI 與節點的 ENIConfig 不符",
    describe: ({
      facts: { nodes, trunks, eniConfig, isSubnetOther, trunkSubnets, configuredSubnet, trunkGroups, configuredGroups },
    }) =>
      isSubnetOther
        ? `${listed(nodes)} 的 trunk（${listed(trunks)}）在 ${listed(trunkSubnets)}，ENIConfig ${eniConfig} 指定的是 ${configuredSubnet}。ENIConfig 在 trunk 建立之後改過，controller 不會移動 trunk。`
        : `${listed(nodes)} 的 trunk（${listed(trunks)}）使用安全群組 ${trunkGroups.join("、")}，ENIConfig ${eniConfig} 指定的是 ${configuredGroups.join("、")}。Controller 不會更改 trunk 的安全群組。`,
    remedy: () => "請汰換節點：新的 trunk 會依目前的 ENIConfig 建立。",
  },
  "eni-config-broken": {
    ...eniConfigBrokenSteps,
    title: "ENIConfig 無法使用",
    describe: ({ facts }) =>
      `${facts.nodes.length} 個節點（${listed(facts.nodes)}）依 ${facts.from} 使用 ENIConfig ${facts.eniConfig}，但${troubles[facts.trouble](facts)}。無法在那裡建立 trunk 與 branch。`,
    remedy: ({ facts: { trouble } }) =>
      trouble === "zone-differs"
        ? "請為每個可用區域的節點指定子網路在同一可用區域的 ENIConfig。"
        : trouble === "missing"
          ? "請建立這個 ENIConfig，或更正節點上的名稱。"
          : "請更正這個 ENIConfig。",
  },
  "branches-in-former-subnet": {
    ...branchesInFormerSubnetSteps,
    title: "Branch 位於節點已不使用的子網路",
    describe: ({ facts: { nodes, branches, formerSubnets, currentSubnet } }) =>
      `${listed(nodes)} 上有 ${branches.length} 個 branch 位於 ${listed(formerSubnets)}，節點目前的子網路是 ${currentSubnet}。Controller 重啟後看不到它們：它們的 VLAN ID 會被視為可用，接著就會發生衝突與洩漏。`,
    remedy: ({ facts: { pods } }) => `請在 controller 重啟之前重建這些 Pod：${listed(pods)}。或汰換節點。`,
  },
};
