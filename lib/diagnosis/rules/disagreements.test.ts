import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab, podItem } from "../testing.fixture.ts";
import { annotationDisagrees, podOffItsBranch } from "./disagreements.ts";

const key = "vpc.amazonaws.com/pod-eni";

function entry(l: Lab, fields: Record<string, unknown>): Lab {
  const [first] = JSON.parse(l.get("pods", lab.podA).annotations[key] ?? "");
  return l.change("pods", lab.podA, { annotations: { [key]: JSON.stringify([{ ...first, ...fields }]) } });
}

describe("annotation-disagrees (SGP-007)", () => {
  const rules = [annotationDisagrees];

  test.each([
    ["MAC", { ifAddress: "02:ff:ff:ff:ff:ff" }, "02:ff:ff:ff:ff:ff"],
    ["IPv4", { privateIp: "10.0.1.99" }, "10.0.1.99"],
    ["VLAN", { vlanId: 9 }, "9"],
  ])("shows both values of the %s", (field, fields, said) => {
    const { findings } = judge(rules, entry(healthy(), fields).wait(90, 30));
    expect(findings).toMatchObject([
      {
        code: "SGP-007",
        severity: "high",
        subjects: [`pod/${lab.podA}`, lab.branchA],
        facts: { fields: [field], said: [said] },
      },
    ]);
  });

  test("compares the trunk and the instance of the tags with the pod's node", () => {
    const l = healthy();
    const tags = {
      ...l.get("interfaces", lab.branchA).tags,
      "vpcresources.k8s.aws/trunk-eni-id": "eni-0former",
      "node.k8s.amazonaws.com/instance_id": "i-0former",
    };
    const { findings } = judge(rules, l.change("interfaces", lab.branchA, { tags }).wait(90, 30));
    expect(findings).toMatchObject([
      {
        facts: {
          fields: ["trunk", "instance"],
          said: [lab.trunk, lab.instance],
          actual: ["eni-0former", "i-0former"],
          isTrunkOther: true,
        },
      },
    ]);
  });

  test("holds back until a second reading a minute later", () => {
    expect(judge(rules, entry(healthy(), { vlanId: 9 }).wait(30)).findings).toEqual([]);
  });

  test("takes upper case, empty fields and missing tags for no difference", () => {
    const l = entry(healthy(), { ifAddress: "02:00:00:00:00:21".toUpperCase(), ipv6Addr: "" });
    const tags = {
      "kubernetes.io/cluster/lab": "owned",
      "eks:eni:owner": "eks-vpc-resource-controller",
      "vpcresources.k8s.aws/trunk-eni-id": lab.trunk,
    };
    expect(judge(rules, l.change("interfaces", lab.branchA, { tags }).wait(90, 30)).findings).toEqual([]);
  });

  test("looks at entry 0 only, and at live pods only", () => {
    const l = healthy();
    const [first] = JSON.parse(l.get("pods", lab.podA).annotations[key] ?? "");
    l.change("pods", lab.podA, { annotations: { [key]: JSON.stringify([first, { ...first, vlanId: 50 }]) } });
    expect(judge(rules, l.wait(90, 30)).findings).toEqual([]);
    const done = entry(healthy(), { vlanId: 9 }).change("pods", lab.podA, { phase: "Succeeded" });
    expect(judge(rules, done.wait(90, 30)).findings).toEqual([]);
  });
});

describe("pod-off-its-branch (SGP-008)", () => {
  const rules = [podOffItsBranch];

  test("names the pod's address, its branch's, and who holds the former", () => {
    const l = healthy().change("interfaces", lab.primary, {
      privateIps: ["10.0.1.10", "10.0.1.12", "10.0.1.13", "10.0.1.30"],
    });
    l.change("pods", lab.podA, { podIp: "10.0.1.30", podIps: ["10.0.1.30"] });
    expect(judge(rules, l).findings).toMatchObject([
      {
        code: "SGP-008",
        severity: "critical",
        subjects: [`pod/${lab.podA}`, lab.branchA],
        facts: {
          ips: ["10.0.1.30"],
          branchIp: "10.0.1.21",
          holder: lab.primary,
          podEni: true,
          firstContainerAsks: true,
        },
      },
    ]);
  });

  test("is content with any address of a pod with two", () => {
    const l = healthy().change("pods", lab.podA, { podIp: "2001:db8::5", podIps: ["2001:db8::5", "10.0.1.21"] });
    expect(judge(rules, l).findings).toEqual([]);
  });

  test("knows an IPv6 address in another spelling", () => {
    const l = entry(healthy(), { privateIp: "", ipv6Addr: "2001:db8::5", subnetV6Cidr: "2001:db8::/64" });
    l.change("pods", lab.podA, { podIp: "2001:0db8:0:0::5", podIps: ["2001:0db8:0:0::5"] });
    expect(judge(rules, l).findings).toEqual([]);
  });

  test("is silent where there is no address yet, no annotation, or no life", () => {
    const waiting = healthy().change("pods", lab.podA, { podIp: undefined, podIps: undefined });
    const plain = healthy().put("pods", "shop/plain", podItem("plain", { podIp: "10.0.1.31" }));
    const done = healthy().change("pods", lab.podA, { phase: "Failed", podIp: "10.0.1.30", podIps: ["10.0.1.30"] });
    for (const cluster of [waiting, plain, done]) expect(judge(rules, cluster).findings).toEqual([]);
  });
});
