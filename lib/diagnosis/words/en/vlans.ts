import type { FactsOf } from "../../rule.ts";
import type { sharedBranch, vlanConflict, vlanOutOfRange } from "../../rules/vlans.ts";
import { sharedBranchSteps, vlanConflictSteps, vlanOutOfRangeSteps } from "../steps/vlans.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const vlans: {
  "vlan-conflict": Words<FactsOf<typeof vlanConflict>>;
  "vlan-out-of-range": Words<FactsOf<typeof vlanOutOfRange>>;
  "shared-branch": Words<FactsOf<typeof sharedBranch>>;
} = {
  "vlan-conflict": {
    ...vlanConflictSteps,
    title: "Two branches share a VLAN id on one trunk",
    describe: ({ facts: { vlan, trunk, node, branches, pods } }) =>
      `VLAN ${vlan}${trunk === null ? "" : ` of trunk ${trunk}`}${node === null ? "" : ` on ${node}`} is taken more than once:${branches.length === 0 ? "" : ` branches ${listed(branches)}`}${branches.length > 0 && pods.length > 0 ? ";" : ""}${pods.length === 0 ? "" : ` pods ${listed(pods)}`}. Traffic of one reaches the other.`,
    remedy: () =>
      "Recreate the newer of the pods. If branches of the node are in a former subnet (SGP-030), that is the root: the controller did not see them when it restarted, and gave their VLAN ids away.",
  },
  "vlan-out-of-range": {
    ...vlanOutOfRangeSteps,
    title: "VLAN id is out of range",
    describe: ({ facts: { vlan, eni, pod } }) =>
      `${[eni, pod].filter((one) => one !== null).join(" of ")} has VLAN ${vlan}; the controller hands out 1 to 120. Something else wrote it, and the controller cannot keep account of it.`,
    remedy: () => "Delete the pod, and find out who wrote the tag or the annotation: nobody but the controller should.",
  },
  "shared-branch": {
    ...sharedBranchSteps,
    title: "Several pods name one branch ENI",
    describe: ({ facts: { eni, pods } }) =>
      `${counted(pods.length, "live pod")} name ${eni} as their branch: ${listed(pods)}. A branch carries one pod, so at most one of them has its network.`,
    remedy: () => "Delete these pods, so that each gets a branch of its own.",
  },
};
