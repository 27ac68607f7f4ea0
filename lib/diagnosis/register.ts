import type { Rule } from "./rule.ts";
import * as allocation from "./rules/allocation.ts";
import * as annotations from "./rules/annotations.ts";
import * as awsNode from "./rules/aws-node.ts";
import * as branchGroups from "./rules/branch-groups.ts";
import * as breadth from "./rules/breadth.ts";
import * as cni from "./rules/cni.ts";
import * as cniNodes from "./rules/cni-nodes.ts";
import * as controller from "./rules/controller.ts";
import * as density from "./rules/density.ts";
import * as disagreements from "./rules/disagreements.ts";
import * as dns from "./rules/dns.ts";
import * as egress from "./rules/egress.ts";
import * as eniConfigs from "./rules/eni-configs.ts";
import * as groupRules from "./rules/group-rules.ts";
import * as groups from "./rules/groups.ts";
import * as ladder from "./rules/ladder.ts";
import * as leaks from "./rules/leaks.ts";
import * as matching from "./rules/matching.ts";
import * as modes from "./rules/modes.ts";
import * as nodeTypes from "./rules/node-types.ts";
import * as orphans from "./rules/orphans.ts";
import * as policies from "./rules/policies.ts";
import * as probes from "./rules/probes.ts";
import * as quotas from "./rules/quotas.ts";
import * as scheduling from "./rules/scheduling.ts";
import * as shutdown from "./rules/shutdown.ts";
import * as subnets from "./rules/subnets.ts";
import * as trunks from "./rules/trunks.ts";
import * as vlans from "./rules/vlans.ts";
import * as waiting from "./rules/waiting.ts";
import * as webhook from "./rules/webhook.ts";

/** One file for each question an operator asks; every rule that it exports counts. */
const questions = [
  allocation,
  annotations,
  awsNode,
  branchGroups,
  breadth,
  cniNodes,
  cni,
  controller,
  density,
  disagreements,
  dns,
  egress,
  eniConfigs,
  groupRules,
  groups,
  ladder,
  leaks,
  matching,
  modes,
  nodeTypes,
  orphans,
  policies,
  probes,
  quotas,
  scheduling,
  shutdown,
  subnets,
  trunks,
  vlans,
  waiting,
  webhook,
];

/** Every rule there is, by code. */
export const rules: readonly Rule[] = questions
  .flatMap((question): readonly Rule[] => Object.values<unknown>(question).filter(isRule))
  .sort((a, b) => (a.code === b.code ? (a.id < b.id ? -1 : 1) : a.code < b.code ? -1 : 1));

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "check" in value && "code" in value;
}
