import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab, podItem } from "../testing.fixture.ts";
import { egressEscapesGroups, fargateEgressMissing, noInternetPath } from "./egress.ts";
import { mode, withAwsNode, withGroup, withRule } from "./traffic.fixture.ts";

const both = [`pod/${lab.podA}`, `pod/${lab.podB}`];

describe("no-internet-path", () => {
  const found = (cluster: Lab) => judge([noInternetPath], cluster).findings;
  const leadingTo = (target: string, fields: { isMain?: boolean; subnetIds?: string[]; vpcId?: string } = {}) =>
    healthy().change("routeTables", "rtb-0a", {
      routes: [
        { destination: "10.0.0.0/16", target: "local", state: "active" },
        { destination: "0.0.0.0/0", target, state: "active" },
      ],
      ...fields,
    });

  test("speaks when the branches' subnet leads straight to an internet gateway", () => {
    expect(found(leadingTo("igw-1"))).toMatchObject([
      {
        code: "SGP-088",
        severity: "medium",
        subjects: [lab.subnet, ...both],
        facts: { subnetId: lab.subnet, routeTableId: "rtb-0a", isMain: false, gateway: "igw-1", pods: 2 },
      },
    ]);
  });

  test.each(["nat-1", "tgw-1", "vgw-1", "eigw-1"])("is silent when it leads to %s", (target) => {
    expect(found(leadingTo(target))).toEqual([]);
  });

  test("a subnet without a table of its own has the main one of its VPC", () => {
    expect(found(leadingTo("igw-1", { isMain: true, subnetIds: [] }))).toMatchObject([{ facts: { isMain: true } }]);
    expect(found(leadingTo("igw-1", { isMain: true, subnetIds: [], vpcId: "vpc-other" }))).toEqual([]);
    expect(found(leadingTo("igw-1", { isMain: false, subnetIds: ["subnet-other"] }))).toEqual([]);
  });

  test("in standard mode it matters only without SNAT on the node", () => {
    expect(found(withAwsNode(leadingTo("igw-1"), mode("standard")))).toEqual([]);
    const external = { ...mode("standard"), AWS_VPC_K8S_CNI_EXTERNALSNAT: "true" };
    expect(found(withAwsNode(leadingTo("igw-1"), external))).toHaveLength(1);
  });

  test("an unknown mode decides nothing, unless both modes come to the same", () => {
    const restarted = () => leadingTo("igw-1").change("pods", lab.awsNode, { startedAt: lab.start });
    expect(found(restarted())).toEqual([]);
    expect(found(withAwsNode(restarted(), { AWS_VPC_K8S_CNI_EXTERNALSNAT: "true" }))).toHaveLength(1);
  });

  test("without route tables it is undecided", () => {
    const { findings, undecided } = judge([noInternetPath], leadingTo("igw-1").unread("routeTables"));
    expect([findings.length, undecided[0]?.lacks[0]?.collection]).toEqual([0, "routeTables"]);
  });
});

describe("egress-escapes-groups", () => {
  const found = (cluster: Lab) => judge([egressEscapesGroups], cluster).findings;

  test("speaks in standard mode while the node translates addresses", () => {
    expect(found(withAwsNode(healthy(), mode("standard")))).toMatchObject([
      { code: "SGP-089", severity: "medium", subjects: [lab.instance, ...both], facts: { pods: 2, value: "false" } },
    ]);
    const unset = { ...mode("standard"), AWS_VPC_K8S_CNI_EXTERNALSNAT: null };
    expect(found(withAwsNode(healthy(), unset))).toHaveLength(1);
  });

  test("is silent in strict mode, with EXTERNALSNAT, in IPv6 clusters and where the mode is not known", () => {
    expect(found(healthy())).toEqual([]);
    expect(found(withAwsNode(healthy(), { ...mode("standard"), AWS_VPC_K8S_CNI_EXTERNALSNAT: "1" }))).toEqual([]);
    expect(found(withAwsNode(healthy(), { ...mode("standard"), ENABLE_IPv6: "true" }))).toEqual([]);
    const restarted = withAwsNode(healthy(), mode("standard")).change("pods", lab.awsNode, { startedAt: lab.start });
    expect(found(restarted)).toEqual([]);
  });

  test("is silent when EXTERNALSNAT comes from elsewhere", () => {
    const cluster = withAwsNode(healthy(), { ...mode("standard"), AWS_VPC_K8S_CNI_EXTERNALSNAT: null });
    const [main] = cluster.get("pods", lab.awsNode).containers;
    const elsewhere = { name: "aws-node", ...main, envElsewhere: ["AWS_VPC_K8S_CNI_EXTERNALSNAT"] };
    expect(found(cluster.change("pods", lab.awsNode, { containers: [elsewhere] }))).toEqual([]);
  });
});

describe("fargate-egress-missing", () => {
  const found = (cluster: Lab) => judge([fargateEgressMissing], cluster).findings;
  const onFargate = (groups: string, cluster = healthy()) =>
    cluster.put(
      "pods",
      "shop/batch",
      podItem("batch", {
        nodeName: "fargate-ip-10-0-3-7.eu-west-1.compute.internal",
        labels: { "eks.amazonaws.com/fargate-profile": "jobs" },
        annotations: { "fargate.amazonaws.com/pod-sg": groups },
      }),
    );
  const known = () => {
    const cluster = withGroup(healthy(), "sg-0jobs");
    return withGroup(cluster, "sg-0eks", { name: "eks-cluster-sg-lab-1", tags: { "aws:eks:cluster-name": "lab" } });
  };

  test("speaks when neither the cluster's group nor a rule lets the pod out to 443 and 53", () => {
    expect(found(onFargate("sg-0jobs", known()))).toMatchObject([
      {
        code: "SGP-093",
        severity: "high",
        subjects: ["pod/shop/batch"],
        facts: { groupIds: ["sg-0jobs"], clusterGroupId: "sg-0eks" },
      },
    ]);
  });

  test("is silent with the cluster's group, with egress, and for groups that were not read", () => {
    expect(found(onFargate("sg-0jobs,sg-0eks", known()))).toEqual([]);
    const open = withRule(known(), "sgr-out", "sg-0jobs", { isEgress: true, cidrIpv4: "0.0.0.0/0" });
    expect(found(onFargate("sg-0jobs", open))).toEqual([]);
    expect(found(onFargate("sg-0other", known()))).toEqual([]);
  });

  test("leaves pods alone that run on a node or have no groups of their own", () => {
    expect(found(known())).toEqual([]);
    expect(found(onFargate("", known()))).toEqual([]);
  });
});
