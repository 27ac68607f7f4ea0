import { annotatedPods } from "../carried-pods.ts";
import type { DnsEndpoint } from "../dns-endpoints.ts";
import { type DnsProtocol, type DnsWay, hinderedPods, usesClusterDns } from "../dns-paths.ts";
import { groupKey } from "../groups-in-use.ts";
import { modeOfNode } from "../mode.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { tally } from "../tally.ts";

type EgressFacts = {
  groupIds: string[];
  protocols: string[];
  dnsGroupIds: string[];
  endpoints: string[];
  port: string;
};

/** No CoreDNS endpoint can be reached over a protocol, whatever the CoreDNS pods let in (domain 13.20). */
export const dnsEgressBlocked = defineRule<EgressFacts>({
  id: "dns-egress-blocked",
  code: "SGP-083",
  severity: "high",
  per: "host",
  needs: ["interfaces", "pods", "securityGroupRules"],
  confirmAfterSeconds: 60,
  merge: tally,
  *check(host, world) {
    for (const { pod, paths } of hinderedPods(host, world)) {
      const shut = paths.filter(({ ways }) => isEgressShut(ways));
      const [first] = shut;
      if (first === undefined) continue;
      const protocols = shut.map(({ protocol }) => protocol);
      const endpoints = first.ways.map(({ endpoint }) => endpoint);
      yield {
        story: `${groupKey(pod.branch.groupIds)} ${protocols.join(",")}`,
        subjects: [pod.pod.id],
        severity: severityOf(protocols),
        facts: {
          groupIds: pod.branch.groupIds,
          protocols,
          dnsGroupIds: sharedFirst(endpoints),
          endpoints: endpoints.map(({ ip }) => ip),
          port: String(endpoints[0]?.ports[first.protocol]),
        },
        evidence: [seen("interfaces", pod.branch.id, "groups", pod.branch.groupIds), ...endpointEvidence(first.ways)],
      };
    }
  },
});

type IngressFacts = {
  groupIds: string[];
  protocols: string[];
  dnsGroupIds: string[];
  blocked: string[];
  open: string[];
  sides: string[];
  port: string;
};

/** CoreDNS does not let the pods in, or they reach only some of its endpoints, whichever side is in the way (domain 13.20). */
export const dnsIngressBlocked = defineRule<IngressFacts>({
  id: "dns-ingress-blocked",
  code: "SGP-084",
  severity: "high",
  per: "host",
  needs: ["interfaces", "pods", "securityGroupRules"],
  confirmAfterSeconds: 60,
  merge: tally,
  *check(host, world) {
    for (const { pod, paths } of hinderedPods(host, world)) {
      const shut = paths.flatMap(({ protocol, ways }) => {
        const isShut = isEgressShut(ways);
        const blocked = ways.filter(({ egress, ingress }) => ingress === "deny" || (!isShut && egress === "deny"));
        return blocked.length === 0 ? [] : [{ protocol, ways, blocked }];
      });
      const [first] = shut;
      if (first === undefined) continue;
      const protocols = shut.map(({ protocol }) => protocol);
      const blocked = new Set(shut.flatMap((each) => each.blocked.map(({ endpoint }) => endpoint)));
      const isIngress = shut.some((each) => each.blocked.some(({ ingress }) => ingress === "deny"));
      const dnsGroupIds = sharedFirst([...blocked]);
      const open = first.ways.filter(({ endpoint }) => !blocked.has(endpoint));
      yield {
        story: `${groupKey(pod.branch.groupIds)} ${groupKey(dnsGroupIds)} ${protocols.join(",")}`,
        subjects: [pod.pod.id],
        severity: severityOf(protocols),
        facts: {
          groupIds: pod.branch.groupIds,
          protocols,
          dnsGroupIds,
          blocked: [...blocked].map(({ ip }) => ip),
          open: open.map(({ endpoint }) => endpoint.ip),
          sides: [isIngress ? "ingress" : "egress"],
          port: String(first.blocked[0]?.endpoint.ports[first.protocol]),
        },
        evidence: [
          seen("interfaces", pod.branch.id, "groups", pod.branch.groupIds),
          ...endpointEvidence(first.blocked),
        ],
      };
    }
  },
});

type NodeLocalFacts = { nodes: number; pods: number; exampleNode: string };

export const strictNodeLocalDns = defineRule<NodeLocalFacts>({
  id: "strict-node-local-dns",
  code: "SGP-085",
  severity: "high",
  per: "host",
  needs: ["daemonSets", "pods"],
  merge: tally,
  *check(host, world) {
    if (modeOfNode(host) !== "strict") return;
    const daemonSet = world.item("daemonSets", nodeLocalDns);
    if (daemonSet === undefined || daemonSet.desired === 0) return;
    const asking = annotatedPods(host).filter(({ item }) => usesClusterDns(item.dnsPolicy));
    if (asking.length === 0 || host.awsNode === null) return;
    yield {
      story: nodeLocalDns,
      subjects: [host.id, ...asking.map(({ pod }) => pod.id)],
      facts: { nodes: 1, pods: asking.length, exampleNode: host.awsNode.pod.nodeName ?? host.id },
      evidence: [
        seen("daemonSets", nodeLocalDns, "name", "node-local-dns"),
        seen("pods", `kube-system/${host.awsNode.pod.name}`, modeField, host.awsNode.env[modeVariable]),
      ],
    };
  },
});

const nodeLocalDns = "kube-system/node-local-dns";
const modeVariable = "POD_SECURITY_GROUP_ENFORCING_MODE";
const modeField = `containers.aws-node.env.${modeVariable}`;

function isEgressShut(ways: readonly DnsWay[]): boolean {
  return ways.every(({ egress }) => egress === "deny");
}

/** Names are looked up over UDP; over TCP only when an answer is long. */
function severityOf(protocols: readonly DnsProtocol[]): "high" | "medium" {
  return protocols.includes("udp") ? "high" : "medium";
}

/** The groups in front of some endpoints, those first that all of them have: a rule there, or for them, is enough. */
function sharedFirst(endpoints: readonly DnsEndpoint[]): string[] {
  const all = [...new Set(endpoints.flatMap(({ groupIds }) => groupIds ?? []))];
  const isShared = (id: string) => endpoints.every(({ groupIds }) => groupIds?.includes(id) === true);
  return [...all.filter(isShared), ...all.filter((id) => !isShared(id))];
}

/** Of a few endpoints: they are alike. */
function endpointEvidence(ways: readonly DnsWay[]) {
  return ways
    .slice(0, 4)
    .flatMap(({ endpoint: { interfaceId, groupIds } }) =>
      interfaceId === null ? [] : [seen("interfaces", interfaceId, "groups", groupIds)],
    );
}
