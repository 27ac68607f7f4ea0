import type { dnsEgressBlocked, dnsIngressBlocked, strictNodeLocalDns } from "../../rules/dns.ts";
import { line } from "../command-line.ts";
import { allowEgress, allowIngress, showAwsNodeEnvironment, showGroupsAt, showRules } from "./security-groups.ts";
import type { Steps } from "./steps.ts";

const showEndpoints = () =>
  line`kubectl get endpointslices -n kube-system -l kubernetes.io/service-name=kube-dns -o yaml`;

export const dnsEgressBlockedSteps: Steps<typeof dnsEgressBlocked> = {
  commands: ({ facts: { groupIds, protocols, dnsGroupIds, port }, region }) =>
    protocols.flatMap((protocol) =>
      allowEgress({ region, groupId: groupIds[0], protocol, port, peerGroupId: dnsGroupIds[0] }),
    ),
  verify: ({ facts: { groupIds }, region }) => [...showRules(region, groupIds), ...showEndpoints()],
};

export const dnsIngressBlockedSteps: Steps<typeof dnsIngressBlocked> = {
  commands: ({ facts: { groupIds, protocols, dnsGroupIds, sides, port }, region }) => {
    const [own, dns] = [groupIds[0], dnsGroupIds[0]];
    return protocols.flatMap((protocol) =>
      sides.includes("ingress")
        ? allowIngress({ region, groupId: dns, protocol, port, peerGroupId: own })
        : allowEgress({ region, groupId: own, protocol, port, peerGroupId: dns }),
    );
  },
  verify: ({ facts: { groupIds, dnsGroupIds, blocked }, region }) => [
    ...showEndpoints(),
    ...showGroupsAt(region, blocked[0]),
    ...showRules(region, [...dnsGroupIds, ...groupIds]),
  ],
};

export const strictNodeLocalDnsSteps: Steps<typeof strictNodeLocalDns> = {
  verify: () => [...line`kubectl get daemonset -n kube-system node-local-dns`, ...showAwsNodeEnvironment()],
};
