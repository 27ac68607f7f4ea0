import type { en } from "./en.ts";
import { allocation } from "./zh-tw/allocation.ts";
import { annotations } from "./zh-tw/annotations.ts";
import { awsNode } from "./zh-tw/aws-node.ts";
import { branchGroups } from "./zh-tw/branch-groups.ts";
import { cni } from "./zh-tw/cni.ts";
import { cniNodes } from "./zh-tw/cni-nodes.ts";
import { controller } from "./zh-tw/controller.ts";
import { density } from "./zh-tw/density.ts";
import { disagreements } from "./zh-tw/disagreements.ts";
import { dns } from "./zh-tw/dns.ts";
import { egress } from "./zh-tw/egress.ts";
import { eniConfigs } from "./zh-tw/eni-configs.ts";
import { groupRules } from "./zh-tw/group-rules.ts";
import { ladder } from "./zh-tw/ladder.ts";
import { leaks } from "./zh-tw/leaks.ts";
import { limits } from "./zh-tw/limits.ts";
import { matching } from "./zh-tw/matching.ts";
import { modes } from "./zh-tw/modes.ts";
import { nodeTypes } from "./zh-tw/node-types.ts";
import { orphans } from "./zh-tw/orphans.ts";
import { policies } from "./zh-tw/policies.ts";
import { probes } from "./zh-tw/probes.ts";
import { scheduling } from "./zh-tw/scheduling.ts";
import { shutdown } from "./zh-tw/shutdown.ts";
import { trunks } from "./zh-tw/trunks.ts";
import { vlans } from "./zh-tw/vlans.ts";
import { waiting } from "./zh-tw/waiting.ts";

/** The same in Traditional Chinese. */
export const zhTw: { readonly [Id in keyof typeof en]: (typeof en)[Id] } = {
  ...leaks,
  ...orphans,
  ...annotations,
  ...disagreements,
  ...vlans,
  ...trunks,
  ...ladder,
  ...nodeTypes,
  ...cniNodes,
  ...eniConfigs,
  ...cni,
  ...awsNode,
  ...density,

  ...scheduling,
  ...waiting,
  ...allocation,
  ...limits,
  ...policies,
  ...matching,
  ...controller,

  ...probes,
  ...dns,
  ...modes,
  ...egress,
  ...shutdown,
  ...groupRules,
  ...branchGroups,
};
