import type { FactsOf } from "../../rule.ts";
import type { severalTrunks, tooManyBranches, trunkSurvivesInstance } from "../../rules/trunks.ts";
import { severalTrunksSteps, tooManyBranchesSteps, trunkSurvivesInstanceSteps } from "../steps/trunks.ts";
import type { Words } from "../words.ts";

export const trunks: {
  "several-trunks": Words<FactsOf<typeof severalTrunks>>;
  "trunk-survives-instance": Words<FactsOf<typeof trunkSurvivesInstance>>;
  "too-many-branches": Words<FactsOf<typeof tooManyBranches>>;
} = {
  "several-trunks": {
    ...severalTrunksSteps,
    title: "執行個體有多個 trunk ENI",
    describe: ({ facts: { instance, trunks } }) =>
      `${instance} 掛載了 ${trunks.length} 個 trunk：${trunks.join("、")}。Controller 與 CNI 都只預期一個，選到的不一定相同。`,
    remedy: () => "請 drain 並汰換這個節點。",
  },
  "trunk-survives-instance": {
    ...trunkSurvivesInstanceSteps,
    title: "執行個體終止後 trunk ENI 會遺留",
    describe: ({ facts: { trunk, instance } }) =>
      `${instance} 終止時，trunk ${trunk} 不會被刪除：DeleteOnTermination 是 false。它會遺留下來，占用 IP 位址與安全群組。`,
    remedy: () => "請在 attachment 上設定 DeleteOnTermination。",
  },
  "too-many-branches": {
    ...tooManyBranchesSteps,
    title: "Trunk ENI 的 branch 超過類型上限",
    describe: ({ facts: { trunk, branches, limit, instanceType } }) =>
      `Trunk ${trunk} 有 ${branches} 個使用中的 branch，${instanceType} 的上限是 ${limit}。可能是 controller 算錯，或這裡所知的上限已過時。`,
    remedy: () => "請比對 controller 對這個類型的上限，並回報差異。算錯的原因通常是洩漏的 branch（SGP-002）。",
  },
};
