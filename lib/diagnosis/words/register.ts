import { branchGroups as branchGroupsEn } from "./en/branch-groups.ts";
import { dns as dnsEn } from "./en/dns.ts";
import { egress as egressEn } from "./en/egress.ts";
import { groupRules as groupRulesEn } from "./en/group-rules.ts";
import { modes as modesEn } from "./en/modes.ts";
import { probes as probesEn } from "./en/probes.ts";
import { shutdown as shutdownEn } from "./en/shutdown.ts";
import type { Words } from "./words.ts";
import { branchGroups as branchGroupsZhTw } from "./zh-tw/branch-groups.ts";
import { dns as dnsZhTw } from "./zh-tw/dns.ts";
import { egress as egressZhTw } from "./zh-tw/egress.ts";
import { groupRules as groupRulesZhTw } from "./zh-tw/group-rules.ts";
import { modes as modesZhTw } from "./zh-tw/modes.ts";
import { probes as probesZhTw } from "./zh-tw/probes.ts";
import { shutdown as shutdownZhTw } from "./zh-tw/shutdown.ts";

/** What every finding is called and how it is told, by rule id. English has them all; every other language has what English has. */
export const en = {
  ...probesEn,
  ...dnsEn,
  ...modesEn,
  ...egressEn,
  ...shutdownEn,
  ...groupRulesEn,
  ...branchGroupsEn,
};
export const zhTw: { readonly [Id in keyof typeof en]: (typeof en)[Id] } = {
  ...probesZhTw,
  ...dnsZhTw,
  ...modesZhTw,
  ...egressZhTw,
  ...shutdownZhTw,
  ...groupRulesZhTw,
  ...branchGroupsZhTw,
};

export type Dictionary = Readonly<Record<string, Words>>;
