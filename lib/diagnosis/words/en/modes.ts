import type { FactsOf } from "../../rule.ts";
import type { mixedModes, sameNodeNotFiltered, strictIpvs, strictLocalTrafficPolicy } from "../../rules/modes.ts";
import {
  mixedModesSteps,
  sameNodeNotFilteredSteps,
  strictIpvsSteps,
  strictLocalTrafficPolicySteps,
} from "../steps/modes.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const modes: {
  "strict-ipvs": Words<FactsOf<typeof strictIpvs>>;
  "strict-local-traffic-policy": Words<FactsOf<typeof strictLocalTrafficPolicy>>;
  "mixed-modes": Words<FactsOf<typeof mixedModes>>;
  "same-node-not-filtered": Words<FactsOf<typeof sameNodeNotFiltered>>;
} = {
  "strict-ipvs": {
    title: "kube-proxy in ipvs mode does not work with strict mode",
    describe: ({ facts: { nodes, pods } }) =>
      `kube-proxy is configured for ipvs, and ${counted(nodes, "node")} with ${counted(pods, "pod")} on branches ${nodes === 1 ? "is" : "are"} in strict mode. Pods on branches cannot reach Services there.`,
    remedy: () => "Run kube-proxy in iptables mode, or switch to standard mode and recreate the pods.",
    ...strictIpvsSteps,
  },
  "strict-local-traffic-policy": {
    title: "externalTrafficPolicy Local does not work in strict mode",
    describe: ({ facts: { service, type, targetType, pods } }) =>
      `The ${type} Service ${service} has externalTrafficPolicy Local and selects ${counted(pods, "pod")} on branches in strict mode. Traffic that comes by way of the node does not reach them.${type === "LoadBalancer" && targetType === null ? " The Service does not say its target type: instance is the default." : ""}`,
    remedy: ({ facts: { type } }) =>
      type === "LoadBalancer"
        ? "Use IP targets, or switch to standard mode and recreate the pods."
        : "Use externalTrafficPolicy Cluster or a load balancer with IP targets, or switch to standard mode and recreate the pods.",
    ...strictLocalTrafficPolicySteps,
  },
  "mixed-modes": {
    title: "Nodes enforce security groups in different modes",
    describe: ({ facts: { strict, standard, fewer, nodes, olderPods, pods } }) => {
      const apart =
        nodes.length === 0
          ? `aws-node runs in ${strict > 0 ? "strict" : "standard"} mode on all ${counted(strict + standard, "node")}.`
          : `aws-node runs in strict mode on ${counted(strict, "node")} and in standard mode on ${counted(standard, "node")}; ${fewer} ${nodes.length === 1 ? "is" : "are"} ${listed(nodes)}.`;
      const older =
        olderPods === 0
          ? ""
          : ` ${counted(olderPods, "pod")} ${olderPods === 1 ? "was" : "were"} set up in another mode than ${olderPods === 1 ? "its" : "their"} node runs in now, and ${olderPods === 1 ? "keeps" : "keep"} it: ${listed(pods)}.`;
      return `${apart}${older} The same pod is filtered in different ways, depending on where and since when it runs.`;
    },
    remedy: () =>
      "Let the rollout of aws-node end, or bring all nodes to one mode. Then recreate the pods that started before: a pod keeps the mode it was set up with.",
    ...mixedModesSteps,
  },
  "same-node-not-filtered": {
    title: "Security groups do not apply between pods of one node",
    describe: ({ facts: { groupIds, otherGroupIds, pods, otherPods } }) =>
      `${counted(pods, "pod")} with ${listed(groupIds)} and ${counted(otherPods, "pod")} with ${listed(otherGroupIds)} share nodes in standard mode, and rules tell these groups apart. Between pods of one node traffic passes no security group.`,
    remedy: () =>
      "If the rules must hold on one node too, use strict mode or network policies, or keep these pods on different nodes.",
    ...sameNodeNotFilteredSteps,
  },
};
