import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { cniNodeOdd, cniNodeWithoutNode } from "./cni-nodes.ts";

const rules = [cniNodeOdd, cniNodeWithoutNode];
const minute = 60_000;

function change(fields: Parameters<Lab["change"]>[2]): Lab {
  return healthy().change("cniNodes", lab.node, fields);
}

describe("cni-node-odd (SGP-027)", () => {
  test("misses the CNINode of a node of more than two minutes", () => {
    expect(judge(rules, healthy().remove("cniNodes", lab.node)).findings).toMatchObject([
      { code: "SGP-027", severity: "medium", subjects: [lab.instance], facts: { problem: "missing", node: lab.node } },
    ]);
  });

  test.each([
    ["a young node", (l: Lab) => l.change("nodes", lab.node, { createdAt: lab.start - minute })],
    ["a node without providerID", (l: Lab) => l.change("nodes", lab.node, { providerId: undefined })],
    ["a node without system label", (l: Lab) => l.change("nodes", lab.node, { labels: {} })],
    [
      "a cluster from before CNINodes",
      (l: Lab) =>
        l.change("pods", lab.awsNode, { containers: [{ name: "aws-node", env: { VPC_CNI_VERSION: "v1.14.1" } }] }),
    ],
    [
      "an Auto Mode node",
      (l: Lab) =>
        l.change("nodes", lab.node, {
          labels: { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "auto" },
        }),
    ],
  ])("does not miss that of %s", (_what, alter) => {
    expect(judge(rules, alter(healthy().remove("cniNodes", lab.node))).findings).toEqual([]);
  });

  test("speaks of one stuck on its way out for five minutes", () => {
    const { findings } = judge(rules, change({ deletingSince: lab.start - 6 * minute }));
    expect(findings).toMatchObject([
      {
        facts: { problem: "stuck", finalizers: ["networking.k8s.aws/resource-cleanup"] },
        since: { at: lab.start - 6 * minute },
      },
    ]);
    expect(judge(rules, change({ deletingSince: lab.start - 2 * minute })).findings).toEqual([]);
  });

  test("speaks of one that names another instance", () => {
    const { findings } = judge(rules, change({ tags: { "node.k8s.amazonaws.com/instance_id": "i-0former" } }));
    expect(findings).toMatchObject([
      { facts: { problem: "other-instance", said: "i-0former", instance: lab.instance } },
    ]);
    expect(judge(rules, change({ tags: {} })).findings).toEqual([]);
  });

  test("speaks of custom networking without an ENIConfig", () => {
    const sgp = { name: "SecurityGroupsForPods", value: "" };
    expect(judge(rules, change({ features: [sgp, { name: "CustomNetworking", value: "" }] })).findings).toMatchObject([
      { facts: { problem: "no-eni-config" } },
    ]);
    expect(judge(rules, change({ features: [sgp, { name: "CustomNetworking", value: "zone-a" }] })).findings).toEqual(
      [],
    );
  });
});

describe("cni-node-without-node (SGP-027)", () => {
  const left = () => {
    const l = healthy();
    return l.put("cniNodes", "former", { ...l.get("cniNodes", lab.node), name: "former" });
  };

  test("speaks after five minutes", () => {
    expect(judge(rules, left().wait(310, 60)).findings).toMatchObject([
      { code: "SGP-027", subjects: ["unjoined/cniNodes/former"], facts: { node: "former" } },
    ]);
  });

  test("is silent before, and in a single moment, which may not show every node", () => {
    expect(judge(rules, left().wait(240, 60)).findings).toEqual([]);
    expect(judge(rules, left()).findings).toEqual([]);
  });
});
