import type { FactsOf } from "../../rule.ts";
import type { cniFlagsClash, cniLacksPermission, podEniSwitchedOff } from "../../rules/cni.ts";
import { cniFlagsClashSteps, cniLacksPermissionSteps, podEniSwitchedOffSteps } from "../steps/cni.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const clashes: Readonly<Record<string, string>> = {
  ENABLE_IMDS_ONLY_MODE: "aws-node then never asks EC2 and cannot learn which ENI is the trunk",
  MAX_ENI: "no ENI slot is left for a trunk",
  MANAGE_UNTAGGED_ENI: "aws-node then ignores the trunk, which has no tag node.k8s.amazonaws.com/instance_id",
  ENABLE_IPv6: "security groups for pods in IPv6 clusters need CNI 1.16.0 or later",
};

export const cni: {
  "pod-eni-switched-off": Words<FactsOf<typeof podEniSwitchedOff>>;
  "cni-flags-clash": Words<FactsOf<typeof cniFlagsClash>>;
  "cni-lacks-permission": Words<FactsOf<typeof cniLacksPermission>>;
} = {
  "pod-eni-switched-off": {
    ...podEniSwitchedOffSteps,
    title: "Security groups for pods are switched off while in use",
    describe: ({ facts: { nodes, pods, value, isEverywhere } }) =>
      `aws-node runs with ENABLE_POD_ENI${value === null ? " not set" : `=${value}`} on ${counted(nodes.length, "node")} (${listed(nodes)}) with ${counted(pods, "pod")} that ask for a branch. ` +
      `The CNI does not look at their annotation: new pods get an ordinary address, and their security groups are not enforced.${isEverywhere ? " The DaemonSet says so for the whole cluster." : ""}`,
    remedy: ({ facts: { isEverywhere } }) =>
      isEverywhere
        ? "Set ENABLE_POD_ENI=true on the aws-node DaemonSet (in the add-on's configuration, if it is an add-on), then recreate the pods that came up meanwhile."
        : "The DaemonSet has it right: restart aws-node on these nodes, then recreate the pods that came up meanwhile.",
  },
  "cni-flags-clash": {
    ...cniFlagsClashSteps,
    title: "A setting of the CNI rules out security groups for pods",
    describe: ({ facts: { flag, value, cniVersion }, subjects }) =>
      `aws-node${cniVersion === null ? "" : ` ${cniVersion}`} on ${counted(subjects.length, "node")} runs with ENABLE_POD_ENI=true and ${flag}=${value}: ${clashes[flag] ?? "the two do not go together"}.`,
    remedy: ({ facts: { flag, instead } }) =>
      flag === "ENABLE_IPv6"
        ? "Bring the CNI to 1.16.0 or later."
        : flag === "MAX_ENI"
          ? "Raise MAX_ENI to 2 or more, or remove it."
          : `Set ${flag}=${instead}.`,
  },
  "cni-lacks-permission": {
    ...cniLacksPermissionSteps,
    title: "The CNI lacks an IAM permission",
    describe: ({ facts: { action, nodes } }) =>
      `aws-node was refused ${action} within the last hour on ${counted(nodes.length, "node")}: ${listed(nodes)}. It cannot attach or look up ENIs as it should.`,
    remedy: ({ facts: { action } }) =>
      `Attach AmazonEKS_CNI_Policy to the role that aws-node uses: that of its ServiceAccount, or else of the node. It must allow ${action}.`,
  },
};
