import type { Family } from "./address.ts";
import type { ExpectedAbsence, ExpectedRule } from "./expected.ts";
import type { Index } from "./judge-index.ts";
import type { Difference } from "./judged.ts";
import type { Line } from "./line.ts";
import type { IpRule } from "./observed.ts";
import { absent, type Opinion } from "./opinion.ts";

export function judgeRule(expected: ExpectedRule, index: Index): Opinion {
  const { family, priority, table } = expected;
  const same = (index.rulesByPriority.get(priority) ?? []).filter((rule) => selectsAlike(expected, rule));
  const hit = same.find((rule) => rule.table === table);
  if (hit !== undefined) return { verdict: "confirmed", differences: [], notShown: [], evidence: hit.lines };
  const [near] = same;
  if (near !== undefined) {
    const differences: Difference[] = [
      { field: "table", expected: table, observed: near.table ?? near.rest.join(" ") },
    ];
    return { verdict: "different", differences, notShown: [], evidence: near.lines };
  }
  const elsewhere = index.state.rules.find(
    (rule) => rule.table === table && isTelling(expected) && selectsAlike(expected, rule),
  );
  if (elsewhere !== undefined) {
    const differences: Difference[] = [
      { field: "priority", expected: String(priority), observed: String(elsewhere.priority) },
    ];
    return { verdict: "different", differences, notShown: [], evidence: elsewhere.lines };
  }
  return absent(index.state.coverage.rules[family]);
}

/** A rule for everything is at home at many priorities; one that names a device, address or mark is this one, misplaced. */
function isTelling({ from, to, device, mark }: ExpectedRule): boolean {
  return from !== "all" || to !== "all" || device !== undefined || mark !== undefined;
}

export function selectsAlike(expected: ExpectedRule | ExpectedAbsence, rule: IpRule): boolean {
  return (
    isOfFamily(rule, expected.family) &&
    !rule.isInverted &&
    rule.from === expected.from &&
    rule.to === expected.to &&
    rule.device === expected.device &&
    rule.protocol === expected.protocol &&
    markOf(rule.mark) === markOf(expected.mark)
  );
}

function isOfFamily(rule: IpRule, family: Family): boolean {
  return rule.family === null || rule.family === family;
}

/** A mark with a full mask is printed without it. */
function markOf(mark: string | undefined): string | undefined {
  return mark?.replace(/\/0xffffffff$/, "");
}

export function judgeAbsence(expected: ExpectedAbsence, index: Index): Opinion {
  const there = (index.rulesByPriority.get(expected.priority) ?? []).find(
    (rule) => rule.table === expected.table && selectsAlike(expected, rule),
  );
  if (there === undefined) {
    const isSeen = index.state.coverage.rules[expected.family];
    return {
      verdict: isSeen ? "confirmed" : "not-observed",
      differences: [],
      notShown: [],
      evidence: isSeen ? firstRule(index, expected.family) : [],
    };
  }
  const differences: Difference[] = [{ field: "presence", expected: "absent", observed: "present" }];
  return { verdict: "different", differences, notShown: [], evidence: there.lines };
}

/** That a rule is absent shows in what stands in its place: the first rule of the listing. */
function firstRule({ state }: Index, family: Family): readonly Line[] {
  const [first] = state.rules.filter((rule) => rule.family === family).toSorted((a, b) => a.priority - b.priority);
  return first?.lines ?? [];
}
