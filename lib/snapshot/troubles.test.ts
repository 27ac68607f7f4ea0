import fc from "fast-check";
import { expect, test } from "vitest";
import { type Finding, severities } from "../diagnosis/finding.ts";
import { toldOf } from "./told.ts";
import { Troubles, totalsOf, worstIn } from "./troubles.ts";

const found = (id: string, more: Partial<Finding> = {}): Finding => ({
  id,
  rule: "trunk-full",
  code: "SGP-042",
  severity: "high",
  confidence: "certain",
  subjects: ["eni-1"],
  facts: {},
  evidence: [],
  since: null,
  follows: [],
  ...more,
});

const ids = ["a", "b", "c", "d"];
const finding = fc
  .record({
    id: fc.constantFrom(...ids),
    severity: fc.constantFrom(...severities),
    subjects: fc.subarray(["x", "y", "z"]),
    isIgnored: fc.boolean(),
  })
  .map(({ isIgnored, ...rest }) =>
    found(rest.id, { ...rest, ...(isIgnored && { ignored: { reason: "", until: null } }) }),
  );

test("the worst finding about a subject is the same however the findings came", () => {
  const step = fc.record({
    changed: fc.uniqueArray(finding, { selector: ({ id }) => id }),
    removed: fc.subarray(ids),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      const grown = new Troubles();
      const held = new Map<string, Finding>();
      for (const { changed, removed } of steps) {
        const before = new Map(["x", "y", "z"].map((id) => [id, grown.rankOf(id)]));
        const told = grown.advance({ changed, removed });
        for (const id of removed) held.delete(id);
        for (const one of changed) held.set(one.id, one);
        const differing = [...before].filter(([id, rank]) => grown.rankOf(id) !== rank).map(([id]) => id);
        expect([...told].sort()).toEqual(differing);
      }
      for (const subject of ["x", "y", "z"]) {
        const ranks = [...held.values()]
          .filter(({ subjects, ignored }) => !ignored && subjects.includes(subject))
          .map(({ severity }) => severities.indexOf(severity));
        expect(grown.rankOf(subject)).toBe(Math.max(-1, ...ranks));
      }
      expect(grown.totals()).toEqual(totalsOf([...held.values()]));
    }),
  );
});

test("what a finding explains troubles its own subjects, by its own severity", () => {
  const troubles = new Troubles();
  troubles.advance({
    changed: [found("a", { follows: [found("b", { severity: "low", subjects: ["pod/shop/cart"] })] })],
    removed: [],
  });
  expect(troubles.rankOf("pod/shop/cart")).toBe(severities.indexOf("low"));
});

test("what is ignored is counted and is not the worst", () => {
  const totals = totalsOf([
    found("a", { severity: "critical", ignored: { reason: "known", until: null } }),
    found("b", { severity: "low" }),
  ]);
  expect(totals).toMatchObject({ findings: 2, ignored: 1, bySeverity: { critical: 0, low: 1 } });
  expect(worstIn(totals)).toBe("low");
});

test("a reader starts with the worst findings and is told how much more there is", () => {
  const subjects = Array.from({ length: 900 }, (_, index) => `eni-${index}`);
  const many = Array.from({ length: 700 }, (_, index) => found(`f${index}`));
  const told = toldOf({ findings: [found("large", { subjects }), ...many], undecided: [] });
  expect(told.findings).toHaveLength(500);
  expect(told.findings[0]?.subjects).toHaveLength(200);
  expect(told.subjectTotals).toEqual({ large: 900 });
});
