import { describe, expect, test } from "vitest";
import { defineRule } from "./rule.ts";
import { healthy, judge, lab } from "./testing.fixture.ts";

/** Speaks of every branch whose status is `available`. */
const available = defineRule({
  id: "available-branch",
  code: "SGP-003",
  severity: "medium",
  per: "host",
  needs: ["interfaces"],
  *check({ branches }) {
    for (const { id, status } of branches) {
      if (status !== "available") continue;
      yield {
        subjects: [id],
        facts: { eni: id },
        evidence: [{ collection: "interfaces", id, field: "status", value: status }],
      };
    }
  },
});

const slowly = {
  ...available,
  id: "available-branch-slowly",
  needs: ["interfaces", "pods"] as const,
  confirmAfterSeconds: 60,
};

describe("what a rule claims", () => {
  test("is a finding with its evidence, read when the collection was", () => {
    const cluster = healthy().wait(30).change("interfaces", lab.branchA, { status: "available" });
    expect(judge([available], cluster).findings).toEqual([
      {
        id: `available-branch/${lab.branchA}`,
        rule: "available-branch",
        code: "SGP-003",
        severity: "medium",
        confidence: "certain",
        subjects: [lab.branchA],
        facts: { eni: lab.branchA },
        evidence: [
          {
            collection: "interfaces",
            id: lab.branchA,
            field: "status",
            value: "available",
            source: "ec2",
            readAt: lab.start + 30_000,
          },
        ],
        since: { at: lab.start + 30_000, exact: true },
        follows: [],
      },
    ]);
  });

  test("has an age only as old as our sight of it when it was there from the start", () => {
    const cluster = healthy().change("interfaces", lab.branchA, { status: "available" }).wait(600);
    expect(judge([available], cluster).findings[0]?.since).toEqual({ at: lab.start, exact: false });
  });

  test("goes when it holds no longer", () => {
    const cluster = healthy().change("interfaces", lab.branchA, { status: "available" }).wait(30);
    cluster.change("interfaces", lab.branchA, { status: "in-use" });
    expect(judge([available], cluster).findings).toEqual([]);
  });

  test("is kept from sight, and the rule undecided, while what it needs cannot be read", () => {
    const cluster = healthy().change("interfaces", lab.branchA, { status: "available" }).wait(30);
    cluster.fail("interfaces", { code: "UnauthorizedOperation", message: "no" }).wait(30);
    const { findings, undecided } = judge([available], cluster);
    expect(findings).toEqual([]);
    expect(undecided).toEqual([
      {
        rule: "available-branch",
        code: "SGP-003",
        severity: "medium",
        lacks: [{ collection: "interfaces", code: "UnauthorizedOperation", message: "no" }],
      },
    ]);
    const { findings: again } = judge([available], cluster.recover("interfaces"));
    expect(again[0]?.since).toEqual({ at: lab.start, exact: false });
  });

  test("is undecided where a collection was never read", () => {
    const { undecided } = judge([available], healthy().unread("interfaces"));
    expect(undecided[0]?.lacks).toMatchObject([{ collection: "interfaces", code: "NotRead" }]);
  });
});

describe("a claim to be confirmed", () => {
  test("counts after its time and a second reading of all it needs", () => {
    const cluster = healthy().wait(30).change("interfaces", lab.branchA, { status: "available" }).wait(59);
    expect(judge([slowly], cluster).findings).toEqual([]);
    cluster.wait(1);
    expect(judge([slowly], cluster).findings).toMatchObject([{ confidence: "certain", since: { exact: true } }]);
  });

  test("does not count while one thing it needs has not been read again", () => {
    const [first, second] = healthy().change("interfaces", lab.branchA, { status: "available" }).wait(90).moments();
    if (!first || !second) throw new Error("two moments expected");
    const { interfaces, ...others } = second.readAt;
    const unread = { ...second, readAt: { ...others, interfaces: first.at } };
    expect(interfaces).toBe(second.at);
    expect(judge([slowly], [first, unread]).findings).toEqual([]);
    expect(judge([slowly], [first, unread, { ...second, at: second.at + 1 }]).findings).toHaveLength(1);
  });

  test("counts at once, as likely at most, where there is one moment only", () => {
    const cluster = healthy().change("interfaces", lab.branchA, { status: "available" });
    expect(judge([slowly], cluster).findings).toMatchObject([{ confidence: "likely" }]);
    expect(judge([slowly], cluster, { isSingleMoment: false }).findings).toEqual([]);
  });
});
