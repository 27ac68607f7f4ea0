import type { HostFacts } from "../../../host/finding.ts";
import { hostSteps } from "../steps/host.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

/** What a node's own files prove (SGP-100 to SGP-108). */
export const host: { readonly [R in keyof HostFacts]: Words<HostFacts[R]> } = {
  "host-state-incomplete": {
    ...hostSteps["host-state-incomplete"],
    title: "Pod's network on the node is not whole",
    describe: ({ facts: { pod, node, vlan, missing, different } }) => {
      const lacks = missing.length === 0 ? [] : [`missing: ${listed(missing)}`];
      const differs = different.length === 0 ? [] : [`not as it should be: ${listed(different)}`];
      return `On ${node}, ${pod} on VLAN ${vlan} lacks part of its network; ${[...lacks, ...differs].join("; ")}. The CNI did not finish its setup, or something took it down.`;
    },
    remedy: () =>
      "Delete the pod, so that the CNI sets its replacement up anew. If pieces go missing again, look in plugin.log and ipamd.log for SetupBranchENIPodNetwork, and for another tool that writes rules and routes on the node.",
  },
  "host-state-stale": {
    ...hostSteps["host-state-stale"],
    title: "Node keeps network state of a branch that no pod has",
    describe: ({ facts: { node, vlan, pieces } }) =>
      `${node} still has ${listed(pieces)}, and no live pod of the node ${vlan === null ? "has such a veth" : `has VLAN ${vlan}`}. When the VLAN id is given out again, packets may take the old way.`,
    remedy: () =>
      "The next pod on this VLAN id replaces the device and its routes, but not every rule. Drain and replace the node at the next opportunity, and keep the grace period of pods above zero, so that the CNI can take their network down.",
  },
  "vlan-device-mac-differs": {
    ...hostSteps["vlan-device-mac-differs"],
    title: "VLAN device has the MAC of another branch",
    describe: ({ facts: { pod, node, device, expectedMac, observedMac } }) =>
      `${device} on ${node} has MAC ${observedMac}; the branch of ${pod} has ${expectedMac}. The device is that of an earlier branch, and the VPC drops what it sends.`,
    remedy: () => "Delete the pod, so that the CNI makes the device anew.",
  },
  "early-demux-is-on": {
    ...hostSteps["early-demux-is-on"],
    title: "TCP early demux is on where strict mode is in force",
    describe: ({ facts: { node, setting } }) =>
      `${node} has ${setting}, and its CNI configuration says strict. TCP, HTTP and gRPC probes of the kubelet to pods on branches fail.`,
    remedy: () =>
      "Set DISABLE_TCP_EARLY_DEMUX to true on the init container aws-vpc-cni-init; on aws-node itself it does nothing.",
  },
  "host-mode-differs": {
    ...hostSteps["host-mode-differs"],
    title: "Node is set up for another enforcing mode than it should be",
    describe: ({ facts: { node, configuredMode, environmentMode } }) =>
      environmentMode === null
        ? `The CNI configuration of ${node} says ${configuredMode}, and the rule for the local table is still the first of all. What stays on the node does not pass the trunk, so security groups are not applied to it.`
        : `The CNI configuration of ${node} says ${configuredMode}, and its aws-node pod says ${environmentMode}. New pods are set up as the configuration says.`,
    remedy: ({ facts: { environmentMode } }) =>
      environmentMode === null
        ? "Restart the aws-node pod of this node, so that it sets the node up again; then recreate its pods on branches."
        : "Restart the aws-node pod of this node, so that it writes its configuration again; then recreate the pods on branches, because each keeps the mode it was set up in.",
  },
  "pod-on-node-address": {
    ...hostSteps["pod-on-node-address"],
    title: "Pod with a branch runs on an address of the node",
    describe: ({ facts: { pod, node, ip, branchIp, listedIn } }) =>
      `${listedIn} of ${node} lists ${pod} with ${ip}; its branch has ${branchIp ?? "no address"}. The pod runs on a secondary IP, and the security groups of its branch are not applied.`,
    remedy: () =>
      "See that ENABLE_POD_ENI is true in the aws-node pod of this node and that pod-eni is on the first container; then delete the pod.",
  },
  "trunk-unknown-to-ipamd": {
    ...hostSteps["trunk-unknown-to-ipamd"],
    title: "ipamd does not know its node's trunk",
    describe: ({ facts: { node, trunk, interfaces } }) =>
      `EC2 has trunk ${trunk} on ${node}; none of the ${counted(interfaces, "ENI")} that ipamd knows is a trunk. Pods on branches cannot be set up there.`,
    remedy: () =>
      "Restart the aws-node pod of the node. If that does not help, look for ENABLE_IMDS_ONLY_MODE=true, or MANAGE_UNTAGGED_ENI=false with a trunk that has no tag node.k8s.amazonaws.com/instance_id.",
  },
  "neighbour-times-differ": {
    ...hostSteps["neighbour-times-differ"],
    title: "Neighbour cache and cool-down do not agree",
    describe: ({ facts: { node, coolDown, settings, isLonger } }) =>
      `The cool-down is ${coolDown} s; ${node} has ${listed(settings)}. ${
        isLonger
          ? "The node remembers an address longer than that, so that one in use again may be sent to its former owner."
          : "The node forgets sooner than needed, which costs ARP requests and harms nothing else."
      }`,
    remedy: () =>
      "Set gc_stale_time to the cool-down and base_reachable_time_ms to half of it, or the cool-down (branch-eni-cooldown of ConfigMap amazon-vpc-cni) to what the nodes have.",
  },
  "nm-cloud-setup-interferes": {
    ...hostSteps["nm-cloud-setup-interferes"],
    title: "NetworkManager's cloud setup writes routes on the node",
    describe: ({ facts: { node, tables } }) =>
      `${node} has routing table ${tables.join(" and ")}, which nm-cloud-setup writes. Its rules stand before those of the CNI and take traffic of pods away.`,
    remedy: () => "Disable nm-cloud-setup in the image of the nodes, and replace the nodes.",
  },
};
