import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { branchItem, healthy, judge, type Lab, lab, podItem, podOnBranch } from "../testing.fixture.ts";
import { dnsEgressBlocked, dnsIngressBlocked, strictNodeLocalDns } from "./dns.ts";
import { mode, withAwsNode, withGroup, withGroups, withRule } from "./traffic.fixture.ts";

const both = [`pod/${lab.podA}`, `pod/${lab.podB}`];
const found = (cluster: Lab) => judge([dnsEgressBlocked, dnsIngressBlocked], cluster).findings;

/** Pods may send only to these ports of tcp and udp. */
function egressOnly(ports: { readonly tcp?: number; readonly udp?: number }, cluster = healthy()): Lab {
  cluster.remove("securityGroupRules", "sgr-07");
  for (const [protocol, port] of Object.entries(ports)) {
    withRule(cluster, `sgr-${protocol}`, lab.podGroup, {
      isEgress: true,
      protocol,
      fromPort: port,
      toPort: port,
      cidrIpv4: "0.0.0.0/0",
    });
  }
  return cluster;
}

/** Another CoreDNS pod, on another node, carried by an ENI with groups of its own. */
function withSecondDns(cluster: Lab, ...groups: readonly string[]): Lab {
  const eni = {
    ...branchItem("eni-0dns", 3, "10.0.2.12"),
    groups: groups.map((id) => ({ id })),
    type: "interface",
    tags: {},
  };
  const pod = podItem("coredns-2", {
    namespace: "kube-system",
    nodeName: "other",
    podIp: "10.0.2.12",
    podIps: ["10.0.2.12"],
  });
  const slice = cluster.get("endpointSlices", "kube-system/kube-dns-1");
  return cluster
    .put("interfaces", eni.id, eni)
    .put("pods", "kube-system/coredns-2", pod)
    .change("endpointSlices", "kube-system/kube-dns-1", {
      endpoints: [...slice.endpoints, endpoint("coredns-2", "10.0.2.12", "other")],
    });
}

function endpoint(name: string, ip: string, nodeName: string): Item<"endpointSlices">["endpoints"][number] {
  return { addresses: [ip], ready: true, nodeName, target: { kind: "Pod", namespace: "kube-system", name } };
}

describe("dns-egress-blocked", () => {
  test("speaks when the pods' groups let nothing out to port 53, once for all pods with these groups", () => {
    expect(found(egressOnly({ tcp: 443 }))).toMatchObject([
      {
        code: "SGP-083",
        severity: "high",
        subjects: both,
        facts: { groupIds: [lab.podGroup], protocols: ["udp", "tcp"], endpoints: ["10.0.1.12"] },
      },
    ]);
  });

  test("is less severe, and says so, when only TCP is blocked", () => {
    expect(found(egressOnly({ udp: 53 }))).toMatchObject([
      { code: "SGP-083", severity: "medium", facts: { protocols: ["tcp"] } },
    ]);
    expect(found(egressOnly({ tcp: 53 }))).toMatchObject([{ severity: "high", facts: { protocols: ["udp"] } }]);
  });

  test("is silent when both are open", () => {
    expect(found(egressOnly({ tcp: 53, udp: 53 }))).toEqual([]);
    expect(found(healthy())).toEqual([]);
  });

  test("takes the port that the endpoint slice names", () => {
    const ports = [
      { name: "metrics", protocol: "TCP", port: 9153 },
      { name: "dns", protocol: "UDP", port: 5353 },
      { name: "dns-tcp", protocol: "TCP", port: 5353 },
    ];
    const moved = () => healthy().change("endpointSlices", "kube-system/kube-dns-1", { ports });
    expect(found(egressOnly({ tcp: 53, udp: 53 }, moved()))).toHaveLength(1);
    expect(found(egressOnly({ tcp: 5353, udp: 5353 }, moved()))).toEqual([]);
  });

  test.each(["Default", "None"])("leaves pods alone whose dnsPolicy is %s", (dnsPolicy) => {
    const cluster = egressOnly({}).change("pods", lab.podA, { dnsPolicy });
    expect(found(cluster)).toMatchObject([{ subjects: [`pod/${lab.podB}`] }]);
  });

  test("in standard mode an endpoint on the pod's own node can be reached", () => {
    const standard = () => withAwsNode(egressOnly({}), mode("standard"));
    expect(found(standard())).toEqual([]);
    const elsewhere = standard().change("endpointSlices", "kube-system/kube-dns-1", {
      endpoints: [endpoint("coredns-1", "10.0.1.12", "other")],
    });
    expect(found(elsewhere)).toMatchObject([{ code: "SGP-083" }]);
  });

  test("an unknown mode decides nothing about endpoints on the pod's own node", () => {
    expect(found(egressOnly({}).change("pods", lab.awsNode, { startedAt: lab.start }))).toEqual([]);
  });

  test("in standard mode a cache on the node answers", () => {
    const cluster = withAwsNode(egressOnly({}), mode("standard")).change("endpointSlices", "kube-system/kube-dns-1", {
      endpoints: [endpoint("coredns-1", "10.0.1.12", "other")],
    });
    const cache = podItem("node-local-dns-1", { namespace: "kube-system", labels: { "k8s-app": "node-local-dns" } });
    expect(found(cluster.put("pods", "kube-system/node-local-dns-1", cache))).toEqual([]);
  });

  test("is silent while the groups of CoreDNS are not known and a rule names one", () => {
    const cluster = egressOnly({}).change("endpointSlices", "kube-system/kube-dns-1", {
      endpoints: [{ addresses: ["10.0.9.9"], ready: true }],
    });
    withRule(cluster, "sgr-dns", lab.podGroup, { isEgress: true, referencedGroup: { groupId: lab.nodeGroup } });
    expect(found(cluster)).toEqual([]);
  });

  test("falls back on the ready CoreDNS pods where endpoint slices are not read", () => {
    expect(found(egressOnly({ tcp: 443 }).unread("endpointSlices"))).toMatchObject([{ code: "SGP-083" }]);
  });

  test("finds what becomes of a rule that goes, and of one that comes", () => {
    const cluster = healthy().wait(60);
    expect(found(egressOnly({}, cluster).wait(90))).toHaveLength(1);
    expect(
      found(withRule(cluster, "sgr-07", lab.podGroup, { isEgress: true, cidrIpv4: "0.0.0.0/0" }).wait(30)),
    ).toEqual([]);
  });
});

describe("dns-ingress-blocked", () => {
  test("speaks when CoreDNS lets none of the pods in", () => {
    expect(found(healthy().remove("securityGroupRules", "sgr-02"))).toMatchObject([
      {
        code: "SGP-084",
        severity: "high",
        subjects: both,
        facts: {
          groupIds: [lab.podGroup],
          dnsGroupIds: [lab.clusterGroup, lab.nodeGroup],
          protocols: ["udp", "tcp"],
          blocked: ["10.0.1.12"],
          open: [],
        },
      },
    ]);
  });

  test("names the protocol, less severe, when only TCP is blocked", () => {
    const cluster = healthy().change("securityGroupRules", "sgr-02", { protocol: "udp", fromPort: 53, toPort: 53 });
    expect(found(cluster)).toMatchObject([{ code: "SGP-084", severity: "medium", facts: { protocols: ["tcp"] } }]);
  });

  test("names the endpoints when only some are blocked", () => {
    const cluster = withSecondDns(withGroup(healthy(), "sg-0dns"), "sg-0dns");
    expect(found(cluster)).toMatchObject([
      { code: "SGP-084", facts: { blocked: ["10.0.2.12"], open: ["10.0.1.12"], sides: ["ingress"] } },
    ]);
  });

  test("speaks as well when the pods' own groups reach only some endpoints", () => {
    const cluster = withSecondDns(egressOnly({}), lab.nodeGroup);
    withRule(cluster, "sgr-near", lab.podGroup, { isEgress: true, cidrIpv4: "10.0.1.0/24" });
    expect(found(cluster)).toMatchObject([
      { code: "SGP-084", facts: { blocked: ["10.0.2.12"], open: ["10.0.1.12"], sides: ["egress"] } },
    ]);
  });

  test("judges each pod by its own address", () => {
    const cluster = healthy().change("securityGroupRules", "sgr-02", {
      referencedGroup: undefined,
      cidrIpv4: "10.0.1.22/32",
    });
    expect(found(cluster)).toMatchObject([{ code: "SGP-084", subjects: [`pod/${lab.podA}`] }]);
  });

  test("an endpoint that is not ready does not count", () => {
    const cluster = withSecondDns(withGroup(healthy(), "sg-0dns"), "sg-0dns");
    const [first, second] = cluster.get("endpointSlices", "kube-system/kube-dns-1").endpoints;
    const endpoints = [first, { ...second, ready: false }] as Item<"endpointSlices">["endpoints"];
    expect(found(cluster.change("endpointSlices", "kube-system/kube-dns-1", { endpoints }))).toEqual([]);
  });

  test("is one story per set of groups", () => {
    const cluster = withGroup(healthy().remove("securityGroupRules", "sgr-02"), "sg-0jobs");
    withRule(cluster, "sgr-jobs", "sg-0jobs", { isEgress: true, cidrIpv4: "0.0.0.0/0" });
    const eni = branchItem("eni-0job", 4, "10.0.1.30", { groups: [{ id: "sg-0jobs" }] });
    cluster.put("interfaces", eni.id, eni).put("pods", "shop/job", podOnBranch("job", eni, 4));
    expect(found(cluster).map(({ subjects }) => subjects)).toEqual([["pod/shop/job"], both]);
  });

  test("sees CoreDNS move to an ENI with other groups", () => {
    const cluster = withGroup(healthy().wait(60), "sg-0dns");
    withGroups(cluster, lab.primary, "sg-0dns", lab.nodeGroup).wait(90);
    expect(found(cluster)).toEqual([]);
    expect(found(withGroups(cluster, lab.primary, "sg-0dns").wait(90))).toMatchObject([{ code: "SGP-084" }]);
  });
});

describe("strict-node-local-dns", () => {
  const nodeLocal = (cluster: Lab) =>
    cluster.put("daemonSets", "kube-system/node-local-dns", {
      ...cluster.get("daemonSets", "kube-system/aws-node"),
      name: "node-local-dns",
      containers: [],
    });
  const judged = (cluster: Lab) => judge([strictNodeLocalDns], cluster).findings;

  test("speaks in strict mode when the cache runs and pods on branches ask the cluster's DNS", () => {
    expect(judged(nodeLocal(healthy()))).toMatchObject([
      { code: "SGP-085", severity: "high", subjects: [lab.instance, ...both], facts: { nodes: 1, pods: 2 } },
    ]);
  });

  test("is silent without the cache, in standard mode, and without such pods", () => {
    expect(judged(healthy())).toEqual([]);
    expect(judged(withAwsNode(nodeLocal(healthy()), mode("standard")))).toEqual([]);
    expect(judged(nodeLocal(healthy().remove("pods", lab.podA).remove("pods", lab.podB)))).toEqual([]);
  });
});
