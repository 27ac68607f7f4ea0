import { allocation } from "./en/allocation.ts";
import { annotations } from "./en/annotations.ts";
import { awsNode } from "./en/aws-node.ts";
import { branchGroups } from "./en/branch-groups.ts";
import { cni } from "./en/cni.ts";
import { cniNodes } from "./en/cni-nodes.ts";
import { controller } from "./en/controller.ts";
import { density } from "./en/density.ts";
import { disagreements } from "./en/disagreements.ts";
import { dns } from "./en/dns.ts";
import { egress } from "./en/egress.ts";
import { eniConfigs } from "./en/eni-configs.ts";
import { groupRules } from "./en/group-rules.ts";
import { ladder } from "./en/ladder.ts";
import { leaks } from "./en/leaks.ts";
import { limits } from "./en/limits.ts";
import { matching } from "./en/matching.ts";
import { modes } from "./en/modes.ts";
import { nodeTypes } from "./en/node-types.ts";
import { orphans } from "./en/orphans.ts";
import { policies } from "./en/policies.ts";
import { probes } from "./en/probes.ts";
import { scheduling } from "./en/scheduling.ts";
import { shutdown } from "./en/shutdown.ts";
import { trunks } from "./en/trunks.ts";
import { vlans } from "./en/vlans.ts";
import { waiting } from "./en/waiting.ts";

/** What every finding is called and how it is told in English, by rule id. English has them all; every other language has what English has. */
export const en = {
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
