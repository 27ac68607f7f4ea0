import type { FactsOf } from "../../rule.ts";
import type { dnsEgressBlocked, dnsIngressBlocked, strictNodeLocalDns } from "../../rules/dns.ts";
import { dnsEgressBlockedSteps, dnsIngressBlockedSteps, strictNodeLocalDnsSteps } from "../steps/dns.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const dns: {
  "dns-egress-blocked": Words<FactsOf<typeof dnsEgressBlocked>>;
  "dns-ingress-blocked": Words<FactsOf<typeof dnsIngressBlocked>>;
  "strict-node-local-dns": Words<FactsOf<typeof strictNodeLocalDns>>;
} = {
  "dns-egress-blocked": {
    title: "Security groups keep pods from asking CoreDNS",
    describe: ({ facts: { groupIds, protocols, endpoints, port }, subjects }) =>
      `No rule of ${listed(groupIds)} lets ${counted(subjects.length, "pod")} out to CoreDNS (${listed(endpoints)}) on ${transport(protocols)} port ${port}. ${meaning(protocols)}`,
    remedy: ({ facts: { port } }) =>
      `Allow egress to the security group of CoreDNS on UDP and TCP ${port}, in one of the pods' groups.`,
    ...dnsEgressBlockedSteps,
  },
  "dns-ingress-blocked": {
    title: "CoreDNS cannot be reached from pods with security groups of their own",
    describe: ({ facts, subjects }) => {
      const { groupIds, dnsGroupIds, protocols, blocked, open, sides, port } = facts;
      const way = `${transport(protocols)} port ${port}`;
      const fact = sides.includes("ingress")
        ? `The security groups of CoreDNS (${listed(dnsGroupIds)}) do not let ${listed(groupIds)} in on ${way}`
        : `${listed(groupIds)} ${groupIds.length === 1 ? "does" : "do"} not let the pods out to every CoreDNS pod on ${way}`;
      const extent =
        open.length === 0
          ? `no endpoint answers ${counted(subjects.length, "pod")}`
          : `${counted(subjects.length, "pod")} cannot reach ${listed(blocked)}, and can reach ${listed(open)}`;
      const effect = open.length === 0 ? meaning(protocols) : "Some lookups time out, others work.";
      return `${fact}: ${extent}. ${effect}`;
    },
    remedy: ({ facts: { sides, port } }) =>
      sides.includes("ingress")
        ? `Allow ingress on UDP and TCP ${port} from the pods' security group, in a group that every CoreDNS pod has.`
        : `Allow egress on UDP and TCP ${port} to a security group that every CoreDNS pod has.`,
    ...dnsIngressBlockedSteps,
  },
  "strict-node-local-dns": {
    title: "NodeLocal DNSCache does not work in strict mode",
    describe: ({ facts: { nodes, pods } }) =>
      `NodeLocal DNSCache runs, and ${counted(nodes, "node")} with ${counted(pods, "pod")} on branches ${nodes === 1 ? "is" : "are"} in strict mode. What these pods send leaves through the branch and never reaches the cache on the node.`,
    remedy: () =>
      "Switch to standard mode and recreate the pods, or give these pods a dnsConfig that names the kube-dns Service.",
    ...strictNodeLocalDnsSteps,
  },
};

function transport(protocols: readonly string[]): string {
  return protocols.map((protocol) => protocol.toUpperCase()).join(" and ");
}

function meaning(protocols: readonly string[]): string {
  return protocols.includes("udp") ? "Their lookups time out." : "Only answers too long for UDP fail.";
}
