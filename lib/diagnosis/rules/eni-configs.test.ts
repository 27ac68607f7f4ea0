import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { branchesInFormerSubnet, eniConfigBroken, trunkDiffersFromEniConfig } from "./eni-configs.ts";

const rules = [trunkDiffersFromEniConfig, eniConfigBroken, branchesInFormerSubnet];
const sgp = { name: "SecurityGroupsForPods", value: "" };
const other = "subnet-0b";

/** Custom networking by the CNINode's feature, with an ENIConfig that fits what is there. */
function custom(fields: { subnet?: string; securityGroups?: string[] } = {}): Lab {
  const l = healthy();
  l.put("subnets", other, { ...l.get("subnets", lab.subnet), id: other });
  l.change("cniNodes", lab.node, { features: [{ name: "CustomNetworking", value: "zone-a" }, sgp] });
  return l.put("eniConfigs", "zone-a", {
    name: "zone-a",
    labels: {},
    annotations: {},
    subnet: lab.subnet,
    securityGroups: [lab.nodeGroup, lab.clusterGroup],
    ...fields,
  });
}

function codes(l: Lab): string[] {
  return judge(rules, l.wait(90, 30)).findings.map(({ code }) => code);
}

describe("trunk-differs-from-eni-config (SGP-028) and branches-in-former-subnet (SGP-030)", () => {
  test("both speak when the subnet of the ENIConfig was changed", () => {
    const { of } = judge(rules, custom({ subnet: other }).wait(90, 30));
    expect(of("SGP-028")).toMatchObject([
      {
        severity: "medium",
        subjects: [lab.trunk, lab.instance, "eniConfigs/zone-a"],
        facts: { eniConfig: "zone-a", trunkSubnets: [lab.subnet], configuredSubnet: other, isSubnetOther: true },
      },
    ]);
    expect(of("SGP-030")).toMatchObject([
      {
        severity: "high",
        facts: {
          branches: [lab.branchA, lab.branchB],
          pods: [lab.podA, lab.podB],
          formerSubnets: [lab.subnet],
          currentSubnet: other,
          eniConfig: "zone-a",
        },
      },
    ]);
    expect(of("SGP-029")).toEqual([]);
  });

  test("only the trunk's groups differ when only those were changed", () => {
    const { findings } = judge(rules, custom({ securityGroups: [lab.nodeGroup] }).wait(90, 30));
    expect(findings).toMatchObject([
      { code: "SGP-028", facts: { isSubnetOther: false, configuredGroups: [lab.nodeGroup] } },
    ]);
  });

  test("groups in another order, and none configured, do not differ", () => {
    expect(codes(custom({ securityGroups: [lab.clusterGroup, lab.nodeGroup] }))).toEqual([]);
    expect(codes(custom({ securityGroups: [] }))).toEqual([]);
  });

  test("the controller's label wins over the CNINode", () => {
    const l = custom({ subnet: other });
    l.put("eniConfigs", "zone-b", { ...l.get("eniConfigs", "zone-a"), name: "zone-b", subnet: lab.subnet });
    const labels = { ...l.get("nodes", lab.node).labels, "vpc.amazonaws.com/eniConfig": "zone-b" };
    expect(codes(l.change("nodes", lab.node, { labels }))).toEqual([]);
  });

  test("without custom networking the instance's own subnet counts", () => {
    const moved = healthy().change("interfaces", lab.branchA, { subnetId: other });
    expect(judge(rules, moved.wait(90, 30)).findings).toMatchObject([
      {
        code: "SGP-030",
        subjects: [lab.branchA, `pod/${lab.podA}`, lab.instance],
        facts: { currentSubnet: lab.subnet, eniConfig: null },
      },
    ]);
    expect(codes(healthy().change("interfaces", lab.branchA, { subnetId: other }).remove("pods", lab.podA))).toEqual(
      [],
    );
  });

  test("one reading is not enough, and one later is", () => {
    const l = custom().wait(60);
    l.change("eniConfigs", "zone-a", { subnet: other });
    expect(judge(rules, l.wait(30)).findings).toEqual([]);
    expect(codes(l)).toEqual(["SGP-030", "SGP-028"]);
  });
});

describe("eni-config-broken (SGP-029)", () => {
  test.each([
    ["missing", null, (l: Lab) => l.remove("eniConfigs", "zone-a")],
    ["subnet-missing", "subnet-0gone", (l: Lab) => l.change("eniConfigs", "zone-a", { subnet: "subnet-0gone" })],
    [
      "zone-differs",
      "eu-west-1b",
      (l: Lab) =>
        l
          .change("eniConfigs", "zone-a", { subnet: other })
          .change("subnets", other, { availabilityZone: "eu-west-1b" }),
    ],
    ["group-missing", "sg-0gone", (l: Lab) => l.change("eniConfigs", "zone-a", { securityGroups: ["sg-0gone"] })],
  ])("alone speaks: %s", (trouble, what, alter) => {
    expect(judge(rules, alter(custom()).wait(90, 30)).findings).toMatchObject([
      {
        code: "SGP-029",
        severity: "high",
        subjects: ["eniConfigs/zone-a", lab.instance],
        facts: { eniConfig: "zone-a", from: "CNINode feature CustomNetworking", trouble, what, nodes: [lab.node] },
      },
    ]);
  });

  test("goes by the keys that aws-node is told to use, and lets `default` be", () => {
    const named = (annotations: Record<string, string>): Lab => {
      const l = healthy().change("nodes", lab.node, { annotations });
      const env = {
        ENABLE_POD_ENI: "true",
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
        ENI_CONFIG_ANNOTATION_DEF: "my/config",
      };
      return l.change("pods", lab.awsNode, { containers: [{ name: "aws-node", env }] });
    };
    const { findings } = judge(
      rules,
      named({ "my/config": "lost", "k8s.amazonaws.com/eniConfig": "also-lost" }).wait(90, 30),
    );
    expect(findings).toMatchObject([{ code: "SGP-029", facts: { eniConfig: "lost", from: "annotation my/config" } }]);
    expect(codes(named({ "my/config": "default" }))).toEqual([]);
    expect(codes(named({ "k8s.amazonaws.com/eniConfig": "lost" }))).toEqual([]);
  });

  test("is undecided without ENIConfigs", () => {
    expect(judge(rules, custom({ subnet: other }).unread("eniConfigs")).undecided.map(({ code }) => code)).toEqual([
      "SGP-028",
      "SGP-029",
      "SGP-030",
    ]);
  });
});
