import { allocation as allocationEn } from "./en/allocation.ts";
import { annotations as annotationsEn } from "./en/annotations.ts";
import { awsNode as awsNodeEn } from "./en/aws-node.ts";
import { branchGroups as branchGroupsEn } from "./en/branch-groups.ts";
import { cni as cniEn } from "./en/cni.ts";
import { cniNodes as cniNodesEn } from "./en/cni-nodes.ts";
import { controller as controllerEn } from "./en/controller.ts";
import { density as densityEn } from "./en/density.ts";
import { disagreements as disagreementsEn } from "./en/disagreements.ts";
import { dns as dnsEn } from "./en/dns.ts";
import { egress as egressEn } from "./en/egress.ts";
import { eniConfigs as eniConfigsEn } from "./en/eni-configs.ts";
import { groupRules as groupRulesEn } from "./en/group-rules.ts";
import { ladder as ladderEn } from "./en/ladder.ts";
import { leaks as leaksEn } from "./en/leaks.ts";
import { limits as limitsEn } from "./en/limits.ts";
import { matching as matchingEn } from "./en/matching.ts";
import { modes as modesEn } from "./en/modes.ts";
import { nodeTypes as nodeTypesEn } from "./en/node-types.ts";
import { orphans as orphansEn } from "./en/orphans.ts";
import { policies as policiesEn } from "./en/policies.ts";
import { probes as probesEn } from "./en/probes.ts";
import { scheduling as schedulingEn } from "./en/scheduling.ts";
import { shutdown as shutdownEn } from "./en/shutdown.ts";
import { trunks as trunksEn } from "./en/trunks.ts";
import { vlans as vlansEn } from "./en/vlans.ts";
import { waiting as waitingEn } from "./en/waiting.ts";
import type { Words } from "./words.ts";
import { allocation as allocationZhTw } from "./zh-tw/allocation.ts";
import { annotations as annotationsZhTw } from "./zh-tw/annotations.ts";
import { awsNode as awsNodeZhTw } from "./zh-tw/aws-node.ts";
import { branchGroups as branchGroupsZhTw } from "./zh-tw/branch-groups.ts";
import { cni as cniZhTw } from "./zh-tw/cni.ts";
import { cniNodes as cniNodesZhTw } from "./zh-tw/cni-nodes.ts";
import { controller as controllerZhTw } from "./zh-tw/controller.ts";
import { density as densityZhTw } from "./zh-tw/density.ts";
import { disagreements as disagreementsZhTw } from "./zh-tw/disagreements.ts";
import { dns as dnsZhTw } from "./zh-tw/dns.ts";
import { egress as egressZhTw } from "./zh-tw/egress.ts";
import { eniConfigs as eniConfigsZhTw } from "./zh-tw/eni-configs.ts";
import { groupRules as groupRulesZhTw } from "./zh-tw/group-rules.ts";
import { ladder as ladderZhTw } from "./zh-tw/ladder.ts";
import { leaks as leaksZhTw } from "./zh-tw/leaks.ts";
import { limits as limitsZhTw } from "./zh-tw/limits.ts";
import { matching as matchingZhTw } from "./zh-tw/matching.ts";
import { modes as modesZhTw } from "./zh-tw/modes.ts";
import { nodeTypes as nodeTypesZhTw } from "./zh-tw/node-types.ts";
import { orphans as orphansZhTw } from "./zh-tw/orphans.ts";
import { policies as policiesZhTw } from "./zh-tw/policies.ts";
import { probes as probesZhTw } from "./zh-tw/probes.ts";
import { scheduling as schedulingZhTw } from "./zh-tw/scheduling.ts";
import { shutdown as shutdownZhTw } from "./zh-tw/shutdown.ts";
import { trunks as trunksZhTw } from "./zh-tw/trunks.ts";
import { vlans as vlansZhTw } from "./zh-tw/vlans.ts";
import { waiting as waitingZhTw } from "./zh-tw/waiting.ts";

/** What every finding is called and how it is told, by rule id. English has them all; every other language has what English has. */
export const en = {
  ...leaksEn,
  ...orphansEn,
  ...annotationsEn,
  ...disagreementsEn,
  ...vlansEn,
  ...trunksEn,
  ...ladderEn,
  ...nodeTypesEn,
  ...cniNodesEn,
  ...eniConfigsEn,
  ...cniEn,
  ...awsNodeEn,
  ...densityEn,

  ...schedulingEn,
  ...waitingEn,
  ...allocationEn,
  ...limitsEn,
  ...policiesEn,
  ...matchingEn,
  ...controllerEn,

  ...probesEn,
  ...dnsEn,
  ...modesEn,
  ...egressEn,
  ...shutdownEn,
  ...groupRulesEn,
  ...branchGroupsEn,
};
export const zhTw: { readonly [Id in keyof typeof en]: (typeof en)[Id] } = {
  ...leaksZhTw,
  ...orphansZhTw,
  ...annotationsZhTw,
  ...disagreementsZhTw,
  ...vlansZhTw,
  ...trunksZhTw,
  ...ladderZhTw,
  ...nodeTypesZhTw,
  ...cniNodesZhTw,
  ...eniConfigsZhTw,
  ...cniZhTw,
  ...awsNodeZhTw,
  ...densityZhTw,

  ...schedulingZhTw,
  ...waitingZhTw,
  ...allocationZhTw,
  ...limitsZhTw,
  ...policiesZhTw,
  ...matchingZhTw,
  ...controllerZhTw,

  ...probesZhTw,
  ...dnsZhTw,
  ...modesZhTw,
  ...egressZhTw,
  ...shutdownZhTw,
  ...groupRulesZhTw,
  ...branchGroupsZhTw,
};

export type Dictionary = Readonly<Record<string, Words>>;
