import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item } from "../recording/collections.ts";
import { policyMatches } from "./policies.ts";
import { type LabelSelector, type Labels, printSelector, selects } from "./selector.ts";

const key = fc.constantFrom("app", "tier", "example.com/team");
const value = fc.constantFrom("web", "db", "");
const labels: fc.Arbitrary<Labels> = fc.dictionary(key, value);
const expression = fc.oneof(
  fc.record({ key, operator: fc.constantFrom("In", "NotIn"), values: fc.array(value, { minLength: 1, maxLength: 3 }) }),
  fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") }),
);
const selector: fc.Arbitrary<LabelSelector> = fc.record(
  { matchLabels: fc.dictionary(key, value), matchExpressions: fc.array(expression, { maxLength: 3 }) },
  { requiredKeys: [] },
);

/** What the words of the API reference say, one requirement at a time. */
function meetsEach({ matchLabels = {}, matchExpressions = [] }: LabelSelector, of: Labels): boolean {
  const meets = (operator: string, has: string | undefined, values: readonly string[]) => {
    if (operator === "Exists") return has !== undefined;
    if (operator === "DoesNotExist") return has === undefined;
    const isAmong = has !== undefined && values.includes(has);
    return operator === "In" ? isAmong : !isAmong;
  };
  return (
    Object.entries(matchLabels).every(([name, wanted]) => of[name] === wanted) &&
    matchExpressions.every(({ key: name, operator, values = [] }) => meets(operator, of[name], values))
  );
}

describe("a label selector", () => {
  test("selects what meets each of its requirements", () => {
    fc.assert(
      fc.property(selector, labels, (one, of) => {
        expect(selects(one, of)).toBe(meetsEach(one, of));
      }),
    );
  });

  test("that is empty selects everything, and says so", () => {
    expect(selects({}, { app: "web" })).toBe(true);
    expect(printSelector({ matchLabels: {}, matchExpressions: [] })).toBe("everything");
  });

  test.each([
    { matchExpressions: [{ key: "app", operator: "Gt", values: ["1"] }] },
    { matchExpressions: [{ key: "app", operator: "toString", values: ["1"] }] },
    { matchExpressions: [{ key: "app", operator: "In", values: [] }] },
    { matchExpressions: [{ key: "app", operator: "NotIn" }] },
    { matchExpressions: [{ key: "app", operator: "Exists", values: ["web"] }] },
    { matchExpressions: [{ key: "-app", operator: "Exists" }] },
    { matchLabels: { "a/b/c": "web" } },
    { matchLabels: { app: "not a label value" } },
  ] as LabelSelector[])("that is broken selects nothing: %j", (broken) => {
    fc.assert(fc.property(labels, (of) => !selects(broken, of)));
    expect(selects(broken, { app: "not a label value", "a/b/c": "web" })).toBe(false);
  });
});

describe("a SecurityGroupPolicy", () => {
  const policy = (facts: Partial<Item<"securityGroupPolicies">>): Item<"securityGroupPolicies"> => ({
    namespace: "default",
    name: "policy",
    labels: {},
    annotations: {},
    podSelector: null,
    serviceAccountSelector: null,
    groupIds: ["sg-1"],
    ...facts,
  });
  const web = { matchLabels: { app: "web" } };

  test("needs both selectors to match where both are set", () => {
    fc.assert(
      fc.property(selector, selector, labels, labels, (podSelector, serviceAccountSelector, pod, account) => {
        const both = policy({ podSelector, serviceAccountSelector });
        expect(policyMatches(both, pod, account)).toBe(
          selects(podSelector, pod) && selects(serviceAccountSelector, account),
        );
      }),
    );
  });

  test("ignores a selector that is null, but is invalid when both are", () => {
    expect(policyMatches(policy({ podSelector: web }), { app: "web" }, null)).toBe(true);
    expect(policyMatches(policy({ serviceAccountSelector: web }), {}, { app: "web" })).toBe(true);
    expect(policyMatches(policy({}), { app: "web" }, { app: "web" })).toBe(false);
  });

  test("without groups is invalid", () => {
    expect(policyMatches(policy({ podSelector: {}, groupIds: [] }), {}, {})).toBe(false);
  });

  test("that asks for the labels of an unknown service account cannot be decided, unless the pod's own labels rule it out", () => {
    const both = policy({ podSelector: web, serviceAccountSelector: {} });
    expect(policyMatches(both, { app: "web" }, null)).toBeNull();
    expect(policyMatches(both, { app: "db" }, null)).toBe(false);
  });
});
