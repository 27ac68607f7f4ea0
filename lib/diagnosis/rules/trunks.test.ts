import { describe, expect, test } from "vitest";
import { branchItem, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { severalTrunks, tooManyBranches, trunkSurvivesInstance } from "./trunks.ts";

const rules = [severalTrunks, trunkSurvivesInstance, tooManyBranches];
const day = 86_400_000;

describe("several-trunks (SGP-014)", () => {
  const doubled = (attachedAt: number, fields = {}): Lab => {
    const l = healthy();
    const trunk = l.get("interfaces", lab.trunk);
    const attachment = { ...trunk.attachment, id: "eni-attach-09", deviceIndex: 2, attachedAt };
    return l.put("interfaces", "eni-0trunk2", { ...trunk, id: "eni-0trunk2", attachment, ...fields });
  };

  test("names them all", () => {
    expect(judge(rules, doubled(lab.start - day)).findings).toMatchObject([
      { code: "SGP-014", severity: "medium", subjects: [lab.instance, lab.trunk, "eni-0trunk2"] },
    ]);
  });

  test("is silent about one just attached, one not attached, and on Auto Mode nodes", () => {
    const auto = doubled(lab.start - day).change("nodes", lab.node, {
      labels: { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "auto" },
    });
    for (const cluster of [doubled(lab.start - 10_000), doubled(0, { attachment: null }), auto]) {
      expect(judge(rules, cluster).of("SGP-014")).toEqual([]);
    }
  });
});

describe("trunk-survives-instance (SGP-015)", () => {
  const surviving = (attachedAt = lab.start - day): Lab => {
    const l = healthy();
    const { attachment } = l.get("interfaces", lab.trunk);
    return l.change("interfaces", lab.trunk, { attachment: { ...attachment, attachedAt, deleteOnTermination: false } });
  };

  test("names the attachment to change", () => {
    expect(judge(rules, surviving()).findings).toMatchObject([
      {
        code: "SGP-015",
        subjects: [lab.trunk, lab.instance],
        facts: { trunk: lab.trunk, attachment: "eni-attach-01" },
      },
    ]);
  });

  test("gives the controller a minute after it attached, and minds its own cluster", () => {
    expect(judge(rules, surviving(lab.start - 10_000)).findings).toEqual([]);
    expect(judge(rules, surviving(lab.start - 10_000).wait(60)).findings).toHaveLength(1);
    const notReadAgain = surviving(lab.start - 10_000)
      .wait(1)
      .fail("interfaces")
      .wait(120);
    expect(judge(rules, notReadAgain).findings).toEqual([]);
    expect(judge(rules, surviving().change("interfaces", lab.trunk, { tags: {} })).findings).toEqual([]);
  });
});

describe("too-many-branches (SGP-016)", () => {
  /** An m5.large takes 9; two are there. */
  const crowded = (more: number, l = healthy()): Lab => {
    for (let vlan = 10; vlan < 10 + more; vlan++)
      l.put("interfaces", `eni-0more${vlan}`, branchItem(`eni-0more${vlan}`, vlan, `10.0.2.${vlan}`));
    return l;
  };

  test("speaks from the tenth branch on an m5.large", () => {
    expect(judge(rules, crowded(8)).findings).toMatchObject([
      {
        code: "SGP-016",
        severity: "high",
        subjects: [lab.trunk, lab.instance],
        facts: { branches: 10, limit: 9, instanceType: "m5.large" },
      },
    ]);
    expect(judge(rules, crowded(7)).findings).toEqual([]);
  });

  test("goes by what the node offers where the table says less", () => {
    const l = crowded(8).change("nodes", lab.node, { capacity: { pods: 29, podEni: 10 } });
    expect(judge(rules, l).findings).toEqual([]);
  });

  test("does not count one that comes while another may have gone", () => {
    const l = crowded(7).wait(30);
    crowded(8, l);
    expect(judge(rules, l.wait(30, 10)).findings).toEqual([]);
    expect(judge(rules, l.wait(60, 10)).findings).toHaveLength(1);
  });

  test("does not count available branches, and is silent where nobody knows the type", () => {
    const available = crowded(7).put(
      "interfaces",
      "eni-0x",
      branchItem("eni-0x", 40, "10.0.2.99", { status: "available" }),
    );
    expect(judge(rules, available).findings).toEqual([]);
    const unknown = crowded(8).change("instances", lab.instance, { type: "zz9.large" });
    expect(judge(rules, unknown).findings).toEqual([]);
  });
});
