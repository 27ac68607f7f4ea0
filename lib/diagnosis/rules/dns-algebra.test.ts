import fc from "fast-check";
import { expect, test } from "vitest";
import { createReachability } from "../../reachability/reachability.ts";
import { createRulebook } from "../../reachability/rulebook.ts";
import type { Item } from "../../recording/collections.ts";
import { branchItem, healthy, judge, type Lab, lab, podItem } from "../testing.fixture.ts";
import { dnsEgressBlocked, dnsIngressBlocked } from "./dns.ts";
import { mode, withAwsNode, withGroup } from "./traffic.fixture.ts";

type Rule = Item<"securityGroupRules">;

const dnsGroup = "sg-0dns";
const pods = [
  { id: `pod/${lab.podA}`, ip: "10.0.1.21" },
  { id: `pod/${lab.podB}`, ip: "10.0.1.22" },
];
const endpoints = [
  { ip: "10.0.1.12", node: lab.node as string, groupIds: [lab.clusterGroup, lab.nodeGroup] },
  { ip: "10.0.2.12", node: "other", groupIds: [dnsGroup] },
];

const peer = fc.constantFrom<Partial<Rule>>(
  { cidrIpv4: "0.0.0.0/0" },
  { cidrIpv4: "10.0.1.0/24" },
  { cidrIpv4: "10.0.1.21/32" },
  { cidrIpv4: "10.0.2.12/32" },
  { referencedGroup: { groupId: lab.podGroup } },
  { referencedGroup: { groupId: lab.nodeGroup } },
  { referencedGroup: { groupId: dnsGroup } },
  { prefixListId: "pl-unread" },
);
const protocol = fc.constantFrom<Partial<Rule>>(
  { protocol: "-1", fromPort: -1, toPort: -1 },
  { protocol: "udp", fromPort: 53, toPort: 53 },
  { protocol: "tcp", fromPort: 53, toPort: 53 },
  { protocol: "tcp", fromPort: 443, toPort: 443 },
);
const side = fc.constantFrom<Pick<Rule, "groupId" | "isEgress">>(
  { groupId: lab.podGroup, isEgress: true },
  { groupId: lab.nodeGroup, isEgress: false },
  { groupId: dnsGroup, isEgress: false },
);
const rules = fc
  .array(fc.tuple(side, protocol, peer), { maxLength: 7 })
  .map((all) => all.map(([...parts], index): Rule => Object.assign({ id: `sgr-x${index}`, protocol: "-1" }, ...parts)));

/** The lab with a second CoreDNS pod elsewhere and only these rules. */
function labWith(given: readonly Rule[], enforcing: "strict" | "standard"): Lab {
  const cluster = withAwsNode(withGroup(healthy(), dnsGroup), mode(enforcing));
  for (const id of ["sgr-01", "sgr-02", "sgr-03", "sgr-04", "sgr-05", "sgr-06", "sgr-07"])
    cluster.remove("securityGroupRules", id);
  for (const rule of given) cluster.put("securityGroupRules", rule.id, rule);
  const eni = { ...branchItem("eni-0dns", 3, "10.0.2.12"), groups: [{ id: dnsGroup }], type: "interface", tags: {} };
  const place = { namespace: "kube-system", nodeName: "other", podIp: "10.0.2.12", podIps: ["10.0.2.12"] };
  return cluster
    .put("interfaces", eni.id, eni)
    .put("pods", "kube-system/coredns-2", podItem("coredns-2", place))
    .change("endpointSlices", "kube-system/kube-dns-1", {
      endpoints: endpoints.map(({ ip, node }, index) => ({
        addresses: [ip],
        ready: true,
        nodeName: node,
        target: { kind: "Pod", namespace: "kube-system", name: `coredns-${index + 1}` },
      })),
    });
}

/** What the words of the catalogue say, one pod, protocol and endpoint at a time (domain 13.20). */
function expected(given: readonly Rule[], cluster: Lab, enforcing: "strict" | "standard"): string[] {
  const groups = cluster.observation().items.securityGroups ?? new Map();
  const { decide } = createReachability(createRulebook({ rules: given, groups, prefixLists: new Map() }));
  const found = new Set<string>();
  for (const { id, ip } of pods) {
    for (const protocol of ["udp", "tcp"]) {
      const ways = endpoints.map(({ ip: address, node, groupIds }) => {
        if (enforcing === "standard" && node === lab.node) return ["allow", "allow"];
        const to = { protocol, port: 53, direction: "egress", peer: { ip: address, groupIds } } as const;
        const from = { protocol, port: 53, direction: "ingress", peer: { ip, groupIds: [lab.podGroup] } } as const;
        return [decide([lab.podGroup], to).verdict, decide(groupIds, from).verdict];
      });
      const isShut = ways.every(([egress]) => egress === "deny");
      if (isShut) found.add(`SGP-083 ${id}`);
      if (ways.some(([egress, ingress]) => ingress === "deny" || (!isShut && egress === "deny"))) {
        found.add(`SGP-084 ${id}`);
      }
    }
  }
  return [...found].sort();
}

test("pods are hindered exactly where each way, looked at alone, says so", () => {
  fc.assert(
    fc.property(rules, fc.constantFrom("strict", "standard"), (given, enforcing) => {
      const cluster = labWith(given, enforcing);
      const { findings } = judge([dnsEgressBlocked, dnsIngressBlocked], cluster);
      const said = findings.flatMap(({ code, subjects }) => subjects.map((id) => `${code} ${id}`));
      expect([...new Set(said)].sort()).toEqual(expected(given, cluster, enforcing));
    }),
    { numRuns: 150 },
  );
});
