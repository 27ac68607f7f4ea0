import { describe, expect, test } from "vitest";
import { branchItem, healthy, judge, type Lab, lab, podOnBranch } from "../testing.fixture.ts";
import { sharedBranch, vlanConflict, vlanOutOfRange } from "./vlans.ts";

const rules = [vlanConflict, vlanOutOfRange, sharedBranch];
const twin = branchItem("eni-0twin", 1, "10.0.1.41");

describe("vlan-conflict (SGP-009)", () => {
  test("speaks of two in-use branches with one VLAN tag, with the pods on them", () => {
    const l = healthy()
      .put("interfaces", twin.id, twin)
      .put("pods", "shop/twin", podOnBranch("twin", twin, 1));
    expect(judge(rules, l).findings).toMatchObject([
      {
        code: "SGP-009",
        severity: "critical",
        facts: { vlan: 1, trunk: lab.trunk, branches: [lab.branchA, twin.id], pods: ["shop/twin", lab.podA] },
      },
    ]);
  });

  test("speaks of two live pods of one node with one VLAN id, whatever EC2 knows", () => {
    const ghost = podOnBranch("ghost", branchItem("eni-0ghost", 1, "10.0.1.42"), 1);
    expect(judge(rules, healthy().put("pods", "shop/ghost", ghost)).findings).toMatchObject([
      { code: "SGP-009", facts: { vlan: 1, pods: ["shop/ghost", lab.podA] } },
    ]);
  });

  test("is silent about a completed pod, an available branch, another cluster, and another trunk", () => {
    const done = podOnBranch("done", branchItem("eni-0done", 1, "10.0.1.42"), 1, { phase: "Succeeded" });
    const other = { ...twin.tags, "vpcresources.k8s.aws/trunk-eni-id": "eni-0other" };
    const cases = [
      healthy().put("pods", "shop/done", done),
      healthy().put("interfaces", twin.id, { ...twin, status: "available" }),
      healthy().put("interfaces", twin.id, { ...twin, tags: { ...twin.tags, "kubernetes.io/cluster/lab": "shared" } }),
      healthy().put("interfaces", twin.id, { ...twin, tags: other }),
    ];
    for (const cluster of cases) expect(judge(rules, cluster).findings).toEqual([]);
  });

  test("waits until both branches are settled: a VLAN id is used again as soon as its branch is deleted", () => {
    const reused = () => healthy().wait(30).put("interfaces", twin.id, twin);
    expect(judge(rules, reused().wait(50, 10)).findings).toEqual([]);
    expect(judge(rules, reused().wait(90, 10)).findings).toMatchObject([{ code: "SGP-009" }]);
  });
});

describe("vlan-out-of-range (SGP-010)", () => {
  test.each([0, 121, 4000])("speaks of VLAN %i, of the tag", (vlan) => {
    const l = healthy().put("interfaces", "eni-0odd", branchItem("eni-0odd", vlan, "10.0.1.43"));
    expect(judge(rules, l).findings).toMatchObject([
      { code: "SGP-010", severity: "medium", subjects: ["eni-0odd"], facts: { vlan, eni: "eni-0odd", pod: null } },
    ]);
  });

  test("speaks of the annotation of a live pod", () => {
    const odd = podOnBranch("odd", branchItem("eni-0odd", 130, "10.0.1.43"), 130);
    const { findings } = judge(rules, healthy().put("pods", "shop/odd", odd));
    expect(findings).toMatchObject([{ code: "SGP-010", subjects: ["pod/shop/odd"], facts: { vlan: 130 } }]);
    const done = healthy().put("pods", "shop/odd", { ...odd, phase: "Failed" });
    expect(judge(rules, done).findings).toEqual([]);
  });

  test.each([1, 120])("is content with VLAN %i", (vlan) => {
    const l = healthy().remove("interfaces", lab.branchA).remove("pods", lab.podA);
    expect(judge(rules, l.put("interfaces", "eni-0edge", branchItem("eni-0edge", vlan, "10.0.1.43"))).findings).toEqual(
      [],
    );
  });
});

describe("shared-branch (SGP-011)", () => {
  const sharing = (fields = {}): Lab => {
    const l = healthy();
    return l.put("pods", "shop/second", podOnBranch("second", l.get("interfaces", lab.branchA), 1, fields));
  };

  test("is one story with the VLAN that the pods share too", () => {
    expect(judge(rules, sharing()).findings).toMatchObject([
      {
        code: "SGP-011",
        severity: "critical",
        subjects: [lab.branchA, "pod/shop/second", `pod/${lab.podA}`],
        facts: { eni: lab.branchA, pods: ["shop/second", lab.podA] },
        follows: [{ code: "SGP-009" }],
      },
    ]);
  });

  test("finds pods on different nodes that name one branch", () => {
    const { findings } = judge(rules, sharing({ nodeName: "elsewhere" }));
    expect(findings).toMatchObject([{ code: "SGP-011", facts: { nodes: ["elsewhere", lab.node] } }]);
    expect(findings).toHaveLength(1);
  });

  test("finds pods that name one ENI that EC2 does not know", () => {
    expect(judge(rules, sharing().remove("interfaces", lab.branchA)).of("SGP-011")).toHaveLength(1);
  });

  test("is silent about a completed pod, and about a branch with a prefix", () => {
    expect(judge(rules, sharing({ phase: "Succeeded" })).findings).toEqual([]);
    const prefixed = sharing().change("interfaces", lab.branchA, { ipv4Prefixes: ["10.0.2.0/28"] });
    expect(judge(rules, prefixed).of("SGP-011")).toEqual([]);
  });
});
