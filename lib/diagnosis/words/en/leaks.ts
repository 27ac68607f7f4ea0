import type { FactsOf } from "../../rule.ts";
import type { branchCooling, branchLeaked, interfaceStranded } from "../../rules/leaks.ts";
import { moment } from "../moment.ts";
import { branchCoolingSteps, branchLeakedSteps, interfaceStrandedSteps } from "../steps/leaks.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const leaks: {
  "branch-cooling": Words<FactsOf<typeof branchCooling>>;
  "branch-leaked": Words<FactsOf<typeof branchLeaked>>;
  "interface-stranded": Words<FactsOf<typeof interfaceStranded>>;
} = {
  "branch-cooling": {
    ...branchCoolingSteps,
    title: "Branch ENI is cooling down",
    describe: ({ facts: { eni, vlan, lastOwner, coolDownSeconds } }) =>
      `${eni}${vlan === null ? "" : ` (VLAN ${vlan})`} was released${lastOwner === null ? "" : ` by ${lastOwner}`}. ` +
      `It keeps its slot and its IP address for the cool-down of ${coolDownSeconds} s, and is deleted at one of the next half-minute ticks after that.`,
    remedy: () => "Nothing to do: this is how a branch goes.",
  },
  "branch-leaked": {
    ...branchLeakedSteps,
    title: "Branch ENI leaked while in use",
    describe: ({ facts: { branches, trunk, node, releaseSeconds, lastOwners, createdAt, deleteErrors } }) =>
      `${counted(branches.length, "branch", "branches")} of trunk ${trunk}${node === null ? "" : ` on ${node}`} had no live pod for longer than a release takes (${releaseSeconds} s): ${listed(branches)}. ` +
      `Each holds a branch slot and an IP address that no pod can have.${lastOwners.length === 0 ? "" : ` Last owners: ${listed(lastOwners)}.`}` +
      `${createdAt === null ? "" : ` By CloudTrail, the oldest was created ${moment(createdAt)}.`}` +
      `${deleteErrors.length === 0 ? "" : ` EC2 refused to delete: ${listed(deleteErrors)}.`}`,
    remedy: () =>
      "The controller forgets a branch after three failed deletions. It takes these up again when it restarts, as at a change of its leader. If slots are short, replace the node; for the managed controller ask AWS Support. Do not delete the branches by hand: they are still associated with the trunk.",
  },
  "interface-stranded": {
    ...interfaceStrandedSteps,
    title: "Leaked ENI is available and not cleaned up",
    describe: ({ facts: { eni, type, subnet, lastOwner, createdAt, deleteError } }) =>
      `The ${type} ${eni} has been available for more than 65 minutes; the controller's sweep should have deleted it within an hour. ` +
      `It holds an IP address${subnet === null ? "" : ` of ${subnet}`}.${lastOwner === null ? "" : ` Its last owner was ${lastOwner}.`}` +
      `${createdAt === null ? "" : ` By CloudTrail, it was created ${moment(createdAt)}.`}` +
      `${deleteError === null ? "" : ` EC2 refused to delete it: ${deleteError}.`}`,
    remedy: () =>
      "Delete the ENI. Then see why the sweep did not: the cluster role needs ec2:DeleteNetworkInterface, and the ENI must carry the cluster's tag.",
  },
};
