import { describe, expect, test } from "vitest";
import { healthy, type Lab, lab } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { settings } from "./settings.ts";
import type { Feature } from "./settings-cells.ts";

const meta = { labels: {}, annotations: {} };
const daemonSet = (name: string) => ({ namespace: "kube-system", name, ...meta, containers: [] });
const modeVariable = "POD_SECURITY_GROUP_ENFORCING_MODE";

/** aws-node of the lab with other variables. */
function running(env: Record<string, string>, cluster = healthy()): Lab {
  const { containers } = cluster.get("pods", lab.awsNode);
  return cluster.change("pods", lab.awsNode, {
    containers: containers.map((one) => ({ ...one, env: { ...one.env, ...env } })),
  });
}
const standard = () => running({ [modeVariable]: "standard" });

const cellOf = (cluster: Lab, mode: "strict" | "standard", feature: Feature) =>
  settings(asked(cluster)).cells.find((one) => one.mode === mode && one.feature === feature);

const both = { total: 2, shown: [lab.podA, lab.podB] };

const used: readonly (readonly ["strict" | "standard", Feature, () => Lab, object])[] = [
  ["strict", "snat", healthy, { effect: "needs-care", pods: both }],
  ["standard", "snat", standard, { effect: "not-filtered", pods: both, rules: ["egress-escapes-groups"] }],
  [
    "strict",
    "node-local-dns",
    () => healthy().put("daemonSets", "kube-system/node-local-dns", daemonSet("node-local-dns")),
    { effect: "breaks", pods: both, rules: ["strict-node-local-dns"] },
  ],
  ["strict", "probes", healthy, { effect: "needs-care", pods: both, rules: [] }],
  [
    "strict",
    "external-traffic-policy",
    () =>
      healthy().put("services", "shop/web", {
        ...{ namespace: "shop", name: "web", ...meta, type: "NodePort", externalTrafficPolicy: "Local" },
        selector: { tier: "web" },
      }),
    {
      effect: "breaks",
      pods: both,
      objects: { total: 1, shown: ["Service shop/web"] },
      rules: ["strict-local-traffic-policy"],
    },
  ],
  [
    "strict",
    "pod-identity",
    () => healthy().put("daemonSets", "kube-system/eks-pod-identity-agent", daemonSet("eks-pod-identity-agent")),
    { effect: "breaks", isUsed: true, pods: null, unsure: 0 },
  ],
  [
    "strict",
    "network-policy",
    () =>
      healthy()
        .put("daemonSets", "kube-system/calico-node", daemonSet("calico-node"))
        .put("networkPolicies", "shop/deny", {
          ...{ namespace: "shop", name: "deny", ...meta, policyTypes: ["Ingress"] },
          podSelector: { matchLabels: { tier: "web" } },
        }),
    {
      effect: "breaks",
      pods: both,
      objects: { total: 2, shown: ["DaemonSet kube-system/calico-node", "NetworkPolicy shop/deny"] },
    },
  ],
  [
    "strict",
    "ipvs",
    () => healthy().change("configMaps", "kube-system/kube-proxy-config", { data: { mode: "ipvs" } }),
    { effect: "breaks", pods: both, rules: ["strict-ipvs"] },
  ],
  ["standard", "same-node", standard, { effect: "not-filtered", pods: both }],
];

describe("which settings bite", () => {
  test.each(used)("%s: %s names whom it hits", (mode, feature, make, expected) => {
    expect(cellOf(make(), mode, feature)).toMatchObject({ isUsed: true, ...expected });
    const other = mode === "strict" ? "standard" : "strict";
    expect(cellOf(make(), other, feature)?.pods?.total ?? 0).toBe(0);
  });

  test("every feature has a case, and each mode a cell for each", () => {
    const { cells } = settings(asked(healthy()));
    const features = new Set(cells.map(({ feature }) => feature));
    expect(new Set(used.map(([, feature]) => feature))).toEqual(features);
    expect(cells).toHaveLength(2 * features.size);
  });

  test("raw and effective values stand side by side, and declared ones beside them", () => {
    const { rows } = settings(asked(running({ AWS_VPC_K8S_CNI_EXTERNALSNAT: "yes", [modeVariable]: "lax" })));
    const row = (name: string) => rows.find(({ setting }) => setting === name);
    expect(row("AWS_VPC_K8S_CNI_EXTERNALSNAT")).toMatchObject({
      declared: "false",
      values: [{ raw: "yes", effective: "false", nodes: { total: 1, shown: [lab.node] } }],
    });
    expect(row(modeVariable)).toMatchObject({ declared: null, values: [{ raw: "lax", effective: null }] });
    expect(row("branch-eni-cooldown")).toMatchObject({ values: [{ raw: "60", effective: "60" }] });
  });

  test("nodes that disagree are told apart", () => {
    const cluster = healthy();
    const node = cluster.get("nodes", lab.node);
    const awsNode = cluster.get("pods", lab.awsNode);
    cluster.put("nodes", "b", { ...node, name: "b", providerId: "aws:///eu-west-1a/i-0bbbbbbbbbbbbbbb2" });
    const containers = awsNode.containers.map((one) => ({ ...one, env: { ...one.env, [modeVariable]: "standard" } }));
    cluster.put("pods", "kube-system/aws-node-2", { ...awsNode, name: "aws-node-2", nodeName: "b", containers });
    const answer = settings(asked(cluster));
    expect(answer.modes).toEqual({ strict: 1, standard: 1, unknown: 0 });
    expect(answer.rows.find(({ setting }) => setting === modeVariable)).toMatchObject({
      agree: false,
      values: [{ effective: "strict" }, { raw: "standard", effective: "standard", nodes: { shown: ["b"] } }],
    });
  });

  test("Pods older than their aws-node are in no mode, and counted as such", () => {
    const cluster = healthy().change("pods", lab.awsNode, { startedAt: lab.start - 1000 });
    expect(cellOf(cluster, "strict", "probes")).toMatchObject({ pods: { total: 0 }, unsure: 2 });
  });

  test("what cannot be read leaves its cells open", () => {
    expect(cellOf(healthy().unread("services"), "strict", "external-traffic-policy")).toMatchObject({
      ...{ isUsed: null, pods: null, lacks: [{ collection: "services" }] },
    });
  });
});
