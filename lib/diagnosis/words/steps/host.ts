import type { HostFacts } from "../../../host/finding.ts";
import { deletePod, line, showAnnotation, showInterface } from "../command-line.ts";
import type { Words } from "../words.ts";

type Steps<F extends HostFacts[keyof HostFacts]> = Pick<Words<F>, "commands" | "verify">;

/** The commands run on the node, unless they begin with kubectl or aws. */
export const hostSteps: { readonly [R in keyof HostFacts]: Steps<HostFacts[R]> } = {
  "host-state-incomplete": {
    commands: ({ facts: { pod } }) => deletePod(pod),
    verify: ({ facts: { vlan } }) => [
      ...line`ip -d link show vlan.eth.${vlan}`,
      ...line`ip route show table ${100 + vlan}`,
      "ip rule",
      "ip -6 rule",
    ],
  },
  "host-state-stale": {
    verify: ({ facts: { vlan } }) =>
      vlan === null
        ? ["ip link show type veth"]
        : [...line`ip -d link show vlan.eth.${vlan}`, ...line`ip route show table ${100 + vlan}`, "ip rule"],
  },
  "vlan-device-mac-differs": {
    commands: ({ facts: { pod } }) => deletePod(pod),
    verify: ({ facts: { device, pod } }) => [...line`ip link show ${device}`, ...showAnnotation(pod)],
  },
  "early-demux-is-on": {
    commands: () => [
      `kubectl patch daemonset aws-node -n kube-system -p '{"spec":{"template":{"spec":{"initContainers":[{"name":"aws-vpc-cni-init","env":[{"name":"DISABLE_TCP_EARLY_DEMUX","value":"true"}]}]}}}}'`,
    ],
    verify: () => ["sysctl net.ipv4.tcp_early_demux", "cat /etc/cni/net.d/10-aws.conflist"],
  },
  "host-mode-differs": {
    verify: ({ facts: { node } }) => [
      "cat /etc/cni/net.d/10-aws.conflist",
      "ip rule",
      ...line`kubectl get pod -n kube-system -l k8s-app=aws-node --field-selector spec.nodeName=${node} -o yaml`,
    ],
  },
  "pod-on-node-address": {
    commands: ({ facts: { pod } }) => deletePod(pod),
    verify: ({ facts: { pod } }) => [...showAnnotation(pod), "curl -s http://127.0.0.1:61679/v1/enis"],
  },
  "trunk-unknown-to-ipamd": {
    verify: ({ facts: { trunk }, region }) => [
      "curl -s http://127.0.0.1:61679/v1/enis",
      ...showInterface(region, trunk),
    ],
  },
  "neighbour-times-differ": {
    verify: () => [
      "sysctl -a -r 'neigh.*(gc_stale_time|base_reachable_time_ms)'",
      "kubectl get configmap -n kube-system amazon-vpc-cni -o yaml",
    ],
  },
  "nm-cloud-setup-interferes": {
    commands: () => ["systemctl disable --now nm-cloud-setup.timer nm-cloud-setup.service", "systemctl reboot"],
    verify: ({ facts: { tables } }) => tables.flatMap((table) => line`ip route show table ${table}`),
  },
};
