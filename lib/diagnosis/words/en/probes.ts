import type { FactsOf } from "../../rule.ts";
import type { earlyDemuxOnWrongContainer, probesBlocked, tcpEarlyDemuxOn } from "../../rules/probes.ts";
import { earlyDemuxOnWrongContainerSteps, probesBlockedSteps, tcpEarlyDemuxOnSteps } from "../steps/probes.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const probes: {
  "probes-blocked": Words<FactsOf<typeof probesBlocked>>;
  "tcp-early-demux-on": Words<FactsOf<typeof tcpEarlyDemuxOn>>;
  "early-demux-on-wrong-container": Words<FactsOf<typeof earlyDemuxOnWrongContainer>>;
} = {
  "probes-blocked": {
    title: "Security groups block kubelet's probes",
    describe: ({ facts: { groupIds, nodeGroupIds, ports, probes }, subjects }) =>
      `No rule of ${listed(groupIds)} lets the node (${listed(nodeGroupIds)}) in on TCP ${listed(ports)}. In strict mode probes pass the pod's security groups, so these fail for ${counted(subjects.length, "pod")}: ${listed(probes)}.`,
    remedy: ({ facts: { ports } }) =>
      `Allow ingress on TCP ${listed(ports)} from a security group of the nodes. A rule in one of the pods' groups is enough.`,
    ...probesBlockedSteps,
  },
  "tcp-early-demux-on": {
    title: "TCP early demux is on under strict mode",
    describe: ({ facts: { value, nodes, pods, restarts } }) =>
      `The init container aws-vpc-cni-init runs with DISABLE_TCP_EARLY_DEMUX ${value === null ? "unset" : `"${value}"`} on ${counted(nodes, "node")}. In strict mode kubelet's TCP, HTTP and gRPC probes then fail; ${counted(pods, "pod")} on branches there ${pods === 1 ? "has" : "have"} such probes and restarted ${counted(restarts, "time")}. An image that sets the sysctl by itself would be an exception.`,
    remedy: () =>
      "Set DISABLE_TCP_EARLY_DEMUX=true on the init container aws-vpc-cni-init and let aws-node restart. With the EKS add-on, set it as init.env in the add-on's configuration, or the next update takes it back.",
    ...tcpEarlyDemuxOnSteps,
  },
  "early-demux-on-wrong-container": {
    title: "DISABLE_TCP_EARLY_DEMUX is set on the wrong container",
    describe: ({ facts: { value, initValue, nodes } }) =>
      `On ${counted(nodes, "node")} the container aws-node has DISABLE_TCP_EARLY_DEMUX="${value}", and the init container has it ${initValue === null ? "unset" : `"${initValue}"`}. Only the init container aws-vpc-cni-init reads it, so the setting has no effect.`,
    remedy: () => "Move the variable to the init container aws-vpc-cni-init.",
    ...earlyDemuxOnWrongContainerSteps,
  },
};
