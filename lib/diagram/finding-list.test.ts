import { expect, test } from "vitest";
import type { Finding } from "../diagnosis/finding.ts";
import { everything, findingsAbout, groupFindings, subjectKind } from "./finding-list.ts";

const found = (id: string, more: Partial<Finding> = {}): Finding => ({
  id,
  rule: id,
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

const all = [
  found("a", { severity: "critical", subjects: ["pod/shop/cart", "eni-2"] }),
  found("b", { confidence: "likely", code: "SGP-001" }),
  found("c", { ignored: { reason: "known", until: null } }),
];
const model = { byId: new Map() };
const textOf = ({ id }: Finding) => `title of ${id}`;
const listed = (filter: Partial<typeof everything>, grouping: "severity" | "check" | "kind" = "severity") =>
  groupFindings(all, { filter: { ...everything, ...filter }, grouping, model, textOf }).map(({ key, findings }) => [
    key,
    ...findings.map(({ id }) => id),
  ]);

test("findings stand in groups, the worst first, without what is ignored", () => {
  expect(listed({})).toEqual([
    ["critical", "a"],
    ["high", "b"],
  ]);
  expect(listed({}, "check")).toEqual([
    ["SGP-042", "a"],
    ["SGP-001", "b"],
  ]);
  expect(listed({}, "kind")).toEqual([
    ["pod", "a"],
    ["interface", "b"],
  ]);
});

test("a filter looks at words, subjects, severity, confidence and what is ignored", () => {
  expect(listed({ text: "TITLE a" })).toEqual([["critical", "a"]]);
  expect(listed({ text: "shop/cart" })).toEqual([["critical", "a"]]);
  expect(listed({ severity: "high" })).toEqual([["high", "b"]]);
  expect(listed({ confidence: "likely" })).toEqual([["high", "b"]]);
  expect(listed({ isIgnored: true })).toEqual([["high", "c"]]);
  expect(listed({ text: "nothing of that name" })).toEqual([]);
});

test("findings about a resource include those that another explains", () => {
  const story = found("cause", { subjects: ["eni-9"], follows: [found("effect", { subjects: ["pod/shop/cart"] })] });
  expect(findingsAbout([story, ...all], "pod/shop/cart").map(({ id }) => id)).toEqual(["a", "effect"]);
});

test("a subject is known by its id where nothing of it is here", () => {
  expect(
    ["cluster", "i-1", "sg-1", "configMaps/kube-system/amazon-vpc-cni"].map((id) => subjectKind(model, id)),
  ).toEqual(["cluster", "instance", "securityGroup", "object"]);
});
