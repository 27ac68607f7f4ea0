import { describe, expect, test } from "vitest";
import { healthy, judge } from "../testing.fixture.ts";
import { groupMissing, groupOfOtherVpc, groupsTooMany } from "./groups.ts";
import { lab, putPods, refusedBy, tell, waitingPod } from "./pods.fixture.ts";

const naming = (...groupIds: string[]) => healthy().change("securityGroupPolicies", lab.policy, { groupIds });
const sixGroups = ["sg-01", "sg-02", "sg-03", "sg-04", "sg-05", "sg-06"];

describe("group-missing (SGP-062)", () => {
  const missing = () => naming(lab.podGroup, "sg-0gone");

  test("is high while no pod waits, critical once one does", () => {
    expect(judge([groupMissing], missing()).findings).toMatchObject([
      {
        severity: "high",
        confidence: "likely",
        subjects: [`policy/${lab.policy}`],
        facts: { group: "sg-0gone", waiting: [] },
      },
    ]);
    const pods = [waitingPod("a", lab.start, 20), waitingPod("b", lab.start, 20)];
    expect(judge([groupMissing], putPods(missing(), ...pods)).findings).toMatchObject([
      {
        severity: "critical",
        subjects: [`policy/${lab.policy}`, "pod/shop/a", "pod/shop/b"],
        facts: { waiting: ["shop/a", "shop/b"] },
      },
    ]);
  });

  test("knows for sure when EC2 refused it", () => {
    const message = `${refusedBy("InvalidGroup.NotFound")} sg-0gone`;
    const { findings } = judge(
      [groupMissing],
      tell(missing(), "shop/a", "BranchAllocationFailed", { secondsAgo: 30, message }),
    );
    expect(findings).toMatchObject([{ facts: { refusedByEc2: true } }]);
  });

  test("is silent about a group that an ENI has: it is hidden, not gone", () => {
    const cluster = missing().change("interfaces", lab.branchA, { groups: [{ id: "sg-0gone" }] });
    expect(judge([groupMissing], cluster).findings).toEqual([]);
  });

  test("waits for a second reading, and is undecided without groups", () => {
    const lately = healthy()
      .wait(30)
      .change("securityGroupPolicies", lab.policy, { groupIds: ["sg-0gone"] });
    expect(judge([groupMissing], lately).findings).toEqual([]);
    expect(judge([groupMissing], missing().wait(60)).findings).toHaveLength(1);
    expect(judge([groupMissing], missing().unread("securityGroups"))).toMatchObject({
      findings: [],
      undecided: [{ code: "SGP-062" }],
    });
  });
});

describe("group-of-other-vpc (SGP-063)", () => {
  const foreign = () =>
    naming("sg-0far").put("securityGroups", "sg-0far", { id: "sg-0far", vpcId: "vpc-0far", tags: {} });

  test("speaks, with both VPCs", () => {
    expect(judge([groupOfOtherVpc], foreign()).findings).toMatchObject([
      {
        severity: "high",
        subjects: [`policy/${lab.policy}`, "sg-0far"],
        facts: { groupVpc: "vpc-0far", nodeVpcs: [lab.vpc] },
      },
    ]);
  });

  test("is silent when an ENI of the nodes' VPC has the group: then it is associated", () => {
    const cluster = foreign().change("interfaces", lab.branchA, { groups: [{ id: "sg-0far" }] });
    expect(judge([groupOfOtherVpc], cluster).findings).toEqual([]);
    expect(judge([groupOfOtherVpc], healthy()).findings).toEqual([]);
  });
});

describe("groups-too-many (SGP-064)", () => {
  test.each([
    [["sg-01", "sg-02", "sg-03", "sg-04", "sg-05"], []],
    [["sg-01", "sg-01", "sg-02", "sg-03", "sg-04", "sg-05"], []],
    [sixGroups, ["medium"]],
    [Array.from({ length: 17 }, (_, n) => `sg-1${n}`), ["high"]],
  ])("one policy with %j", (groups, severities) => {
    const { findings } = judge([groupsTooMany], naming(...groups));
    expect(findings.map(({ severity }) => severity)).toEqual(severities);
  });

  test("counts what policies add up to on one pod", () => {
    const cluster = naming("sg-01", "sg-02", "sg-03").put("securityGroupPolicies", "shop/extra", {
      ...healthy().get("securityGroupPolicies", lab.policy),
      name: "extra",
      groupIds: ["sg-03", "sg-04", "sg-05", "sg-06"],
    });
    expect(judge([groupsTooMany], cluster).findings).toMatchObject([
      {
        severity: "medium",
        subjects: ["policy/shop/extra", `policy/${lab.policy}`, `pod/${lab.podA}`, `pod/${lab.podB}`],
        facts: { count: 6, groups: sixGroups, policies: ["shop/extra", lab.policy] },
      },
    ]);
  });

  test("is but low where an ENI proves that the quota was raised", () => {
    const cluster = naming(...sixGroups).change("interfaces", lab.branchA, { groups: sixGroups.map((id) => ({ id })) });
    expect(judge([groupsTooMany], cluster).findings).toMatchObject([
      { severity: "low", facts: { mostOnOneInterface: 6 } },
    ]);
  });
});
