import { describe, expect, test } from "vitest";
import { branchItem, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { residueOfGoneNode, trunkGone } from "./orphans.ts";

const rules = [trunkGone, residueOfGoneNode];
const lost = "eni-0lost";

/** A branch whose tags name a trunk that EC2 does not have. */
function trunkless(fields: Record<string, string> = {}): Lab {
  const branch = branchItem("eni-0stray", 5, "10.0.1.55");
  const tags = { ...branch.tags, "vpcresources.k8s.aws/trunk-eni-id": lost, ...fields };
  return healthy().put("interfaces", branch.id, { ...branch, tags });
}

/** The lab's instance and node go, and EC2 takes the trunk along; the branches stay. */
function gone(l: Lab = healthy()): Lab {
  l.wait(60);
  for (const pod of [lab.podA, lab.podB, lab.ordinaryPod, lab.awsNode, lab.coreDns]) l.remove("pods", pod);
  l.remove("nodes", lab.node).remove("cniNodes", lab.node).change("instances", lab.instance, { state: "terminated" });
  return l.remove("interfaces", lab.trunk).remove("interfaces", lab.primary);
}

describe("trunk-gone (SGP-004)", () => {
  test("speaks of branches whose trunk is not in EC2 while their instance runs", () => {
    expect(judge(rules, trunkless().wait(180, 60)).findings).toMatchObject([
      {
        code: "SGP-004",
        severity: "high",
        subjects: ["eni-0stray"],
        facts: { trunk: lost, branches: ["eni-0stray"], instance: lab.instance, instanceState: "running" },
      },
    ]);
  });

  test("takes the one moment of a dump for likely", () => {
    expect(judge(rules, trunkless()).findings).toMatchObject([{ rule: "trunk-gone", confidence: "likely" }]);
  });

  test("says so too where no tag names the instance", () => {
    const tags: Record<string, string> = { ...trunkless().get("interfaces", "eni-0stray").tags };
    delete tags["node.k8s.amazonaws.com/instance_id"];
    const { findings } = judge(rules, trunkless().change("interfaces", "eni-0stray", { tags }));
    expect(findings).toMatchObject([{ rule: "trunk-gone", facts: { instance: null } }]);
  });

  test("is silent when the instance lists the trunk, or is going, or the branch belongs to another cluster", () => {
    const listed = trunkless().change("instances", lab.instance, { interfaceIds: [lab.primary, lab.trunk, lost] });
    const going = trunkless().change("instances", lab.instance, { state: "shutting-down" });
    const foreign = trunkless({ "kubernetes.io/cluster/lab": "shared" });
    for (const cluster of [listed, going, foreign]) {
      expect(judge(rules, cluster.wait(180, 60)).of("trunk-gone")).toEqual([]);
    }
  });

  test("is silent about a branch that appeared before its trunk was read", () => {
    const fresh = healthy().wait(60);
    fresh.put("interfaces", "eni-0stray", trunkless().get("interfaces", "eni-0stray"));
    expect(judge(rules, fresh.wait(240, 60)).findings).toEqual([]);
  });

  test("is silent while a node is replaced", () => {
    expect(judge(rules, gone().wait(240, 30)).findings).toEqual([]);
  });
});

describe("residue-of-gone-node (SGP-032)", () => {
  test("tells what is left of a node five minutes after it went", () => {
    const { findings } = judge(rules, gone().wait(330, 30));
    expect(findings).toMatchObject([
      {
        code: "SGP-032",
        severity: "medium",
        subjects: [lab.branchA, lab.branchB],
        facts: { instance: lab.instance, instanceState: "terminated", enis: [lab.branchA, lab.branchB] },
      },
    ]);
  });

  test("is silent while a Node stands for the instance, and in a single moment", () => {
    const kept = healthy().remove("pods", lab.podA).change("instances", lab.instance, { state: "terminated" });
    expect(judge(rules, kept.wait(600, 60)).of("residue-of-gone-node")).toEqual([]);
    expect(judge(rules, gone().observation()).of("residue-of-gone-node")).toEqual([]);
  });
});
