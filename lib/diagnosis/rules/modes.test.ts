import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { ModeHistory } from "../mode-history.ts";
import { branchItem, healthy, judge, type Lab, lab, podOnBranch } from "../testing.fixture.ts";
import { mixedModes, sameNodeNotFiltered, strictIpvs, strictLocalTrafficPolicy } from "./modes.ts";
import { mode, withAwsNode, withGroup, withRule } from "./traffic.fixture.ts";

const both = [`pod/${lab.podA}`, `pod/${lab.podB}`];

describe("strict-ipvs", () => {
  const found = (cluster: Lab) => judge([strictIpvs], cluster).findings;
  const proxy = (value: string) =>
    healthy().change("configMaps", "kube-system/kube-proxy-config", { data: { mode: value } });

  test("speaks when kube-proxy runs in ipvs mode under pods on branches in strict mode", () => {
    expect(found(proxy("ipvs"))).toMatchObject([
      { code: "SGP-086", severity: "high", subjects: [lab.instance, ...both], facts: { pods: 2 } },
    ]);
  });

  test.each(["iptables", "nftables", ""])("is silent in mode %j", (value) => {
    expect(found(proxy(value))).toEqual([]);
  });

  test("is silent in standard mode", () => {
    expect(found(withAwsNode(proxy("ipvs"), mode("standard")))).toEqual([]);
  });
});

describe("strict-local-traffic-policy", () => {
  const found = (cluster: Lab) => judge([strictLocalTrafficPolicy], cluster).findings;
  const withService = (fields: Partial<Item<"services">>) =>
    healthy().put("services", "shop/web", {
      namespace: "shop",
      name: "web",
      labels: {},
      annotations: {},
      type: "NodePort",
      selector: { tier: "web" },
      externalTrafficPolicy: "Local",
      ...fields,
    });
  const annotated = (annotations: Record<string, string>) => withService({ type: "LoadBalancer", annotations });

  test("speaks of a NodePort Service with Local that selects pods in strict mode", () => {
    expect(found(withService({}))).toMatchObject([
      {
        code: "SGP-087",
        severity: "high",
        confidence: "certain",
        subjects: ["services/shop/web", ...both],
        facts: { service: "shop/web", type: "NodePort", pods: 2 },
      },
    ]);
  });

  test("speaks of a load balancer with instance targets, surely only where the Service says so", () => {
    const targetType = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";
    expect(found(annotated({ [targetType]: "instance" }))).toMatchObject([{ confidence: "certain" }]);
    expect(found(annotated({}))).toMatchObject([{ confidence: "likely" }]);
    expect(found(annotated({ [targetType]: "ip" }))).toEqual([]);
    expect(found(annotated({ "service.beta.kubernetes.io/aws-load-balancer-type": "nlb-ip" }))).toEqual([]);
  });

  test.each([
    ["with Cluster", { externalTrafficPolicy: "Cluster" }],
    ["inside the cluster", { type: "ClusterIP" }],
    ["that selects others", { selector: { tier: "db" } }],
    ["of another namespace", { namespace: "other" }],
  ] as const)("is silent about a Service %s", (_, fields) => {
    expect(found(withService(fields))).toEqual([]);
  });

  test("is silent without a selector, in standard mode and where the mode is not known", () => {
    const { selector: _, ...bare } = withService({}).get("services", "shop/web");
    expect(found(healthy().put("services", "shop/web", bare))).toEqual([]);
    expect(found(withAwsNode(withService({}), mode("standard")))).toEqual([]);
    expect(found(withService({}).change("pods", lab.awsNode, { startedAt: lab.start }))).toEqual([]);
  });
});

/** The lab with a second node, whose aws-node runs with other variables. */
function withSecondNode(env: Readonly<Record<string, string>>): Lab {
  const cluster = healthy();
  const node = "ip-10-0-2-10.eu-west-1.compute.internal";
  const { name: _, ...rest } = cluster.get("nodes", lab.node);
  const awsNode = cluster.get("pods", lab.awsNode);
  const [main] = awsNode.containers;
  return cluster
    .put("nodes", node, { ...rest, name: node, providerId: "aws:///eu-west-1a/i-0bbbbbbbbbbbbbbb2", addresses: [] })
    .put("pods", "kube-system/aws-node-2", {
      ...awsNode,
      name: "aws-node-2",
      nodeName: node,
      containers: [{ name: "aws-node", ...main, env: { ...main?.env, ...env } }],
    });
}

describe("mixed-modes", () => {
  const found = (cluster: Lab) => judge([mixedModes], cluster).findings;

  test("speaks when aws-node pods run in different modes, and names the nodes in the minority", () => {
    const [finding, ...others] = found(withSecondNode(mode("standard")));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "SGP-090", severity: "medium", facts: { strict: 1, standard: 1 } });
    expect(finding?.subjects).toEqual(["i-0bbbbbbbbbbbbbbb2"]);
  });

  test("is silent when all say the same, one of them by saying nothing", () => {
    expect(found(withSecondNode(mode("strict")))).toEqual([]);
  });

  test("a node without pod ENIs, or with a mode that is none, has no say", () => {
    expect(found(withSecondNode({ ...mode("standard"), ENABLE_POD_ENI: "false" }))).toEqual([]);
    expect(found(withSecondNode({ POD_SECURITY_GROUP_ENFORCING_MODE: "lax" }))).toEqual([]);
  });
});

describe("mixed-modes, over time", () => {
  /** aws-node starts anew with other variables, under pods that stay. */
  const restarted = (cluster: Lab, env: Readonly<Record<string, string | null>>) =>
    withAwsNode(cluster.wait(60), env).change("pods", lab.awsNode, { startedAt: cluster.now - 10_000 });
  const found = (cluster: Lab) => judge([mixedModes], cluster).findings;

  test("speaks of pods that were set up while their node was seen in another mode", () => {
    const [finding, ...others] = found(restarted(healthy(), mode("standard")));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      subjects: both,
      facts: { nodes: [], olderPods: 2, pods: [lab.podA, lab.podB], standard: 1 },
    });
  });

  test("is silent when aws-node came back in the same mode, or when it was not seen before", () => {
    expect(found(restarted(healthy(), mode("strict")))).toEqual([]);
    const unseen = withAwsNode(healthy(), mode("standard")).change("pods", lab.awsNode, { startedAt: lab.start });
    expect(found(unseen)).toEqual([]);
  });

  test("is silent again when the pods were recreated", () => {
    const cluster = restarted(healthy(), mode("standard")).wait(60);
    for (const pod of [lab.podA, lab.podB]) cluster.change("pods", pod, { startedAt: cluster.now, conditions: [] });
    expect(found(cluster)).toEqual([]);
  });

  test("remembers over a stop of its own", () => {
    const cluster = healthy();
    const history = new ModeHistory();
    history.take(new Map([[lab.awsNode, cluster.get("pods", lab.awsNode)]]));
    const resumed = new ModeHistory(JSON.parse(JSON.stringify(history)));
    expect(resumed.of(lab.node)).toEqual(history.of(lab.node));
    expect(resumed.of(lab.node)).toMatchObject([{ mode: "strict" }]);
  });
});

describe("same-node-not-filtered", () => {
  const found = (cluster: Lab) => judge([sameNodeNotFiltered], cluster).findings;
  const withDatabase = (cluster: Lab) => {
    const eni = branchItem("eni-0db", 5, "10.0.1.40", { groups: [{ id: "sg-0db" }] });
    return withGroup(cluster, "sg-0db")
      .put("interfaces", eni.id, eni)
      .put("pods", "shop/db", podOnBranch("db", eni, 5));
  };
  const linked = (cluster: Lab) =>
    withRule(withDatabase(cluster), "sgr-db", "sg-0db", { referencedGroup: { groupId: lab.podGroup } });

  test("speaks in standard mode of groups on one node that a rule links", () => {
    expect(found(linked(withAwsNode(healthy(), mode("standard"))))).toMatchObject([
      {
        code: "SGP-092",
        severity: "info",
        subjects: ["pod/shop/db", ...both],
        facts: { groupIds: ["sg-0db"], otherGroupIds: [lab.podGroup], ruleIds: ["sgr-db"] },
      },
    ]);
  });

  test("is silent in strict mode, and where no rule links them", () => {
    expect(found(linked(healthy()))).toEqual([]);
    expect(found(withDatabase(withAwsNode(healthy(), mode("standard"))))).toEqual([]);
  });
});
