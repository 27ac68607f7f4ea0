import { describe, expect, test } from "vitest";
import { compare } from "../recording/change.ts";
import { emptyObservation } from "../recording/observation.ts";
import type { Confidence, Severity, Since } from "./finding.ts";
import type { Claim, Rule } from "./rule.ts";
import { defineRule } from "./rule.ts";
import { healthy, judge, lab } from "./testing.fixture.ts";
import { createWatch } from "./watch.ts";

interface Said {
  readonly subjects: readonly [string, ...string[]];
  readonly story?: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly since?: Since | null;
}

/** A rule that claims just this. */
function saying(id: string, says: readonly Said[], more: Partial<Rule> = {}): Rule {
  return defineRule<{ about: string[] }, never>({
    id,
    code: "SGP-001",
    severity: "medium",
    per: "cluster",
    needs: [],
    merge: (all, subjects) => ({ about: [...all.flatMap(({ about }) => about), String(subjects)] }),
    *check() {
      for (const one of says) {
        const evidence: Claim["evidence"] = one.subjects.map((subject) => ({
          collection: "pods" as const,
          id: subject,
          field: "name",
          value: subject,
        }));
        yield { ...one, facts: { about: [...one.subjects] }, evidence };
      }
    },
    ...(more as object),
  }) as Rule;
}

const exact = (at: number) => ({ at, exact: true });

describe("claims with one story", () => {
  test("are one finding: all subjects once, the worst first, with the least confidence and the earliest beginning", () => {
    const rule = saying("waits", [
      { subjects: ["pod-b", "trunk"], story: "trunk", since: exact(50) },
      { subjects: ["pod-a", "trunk"], story: "trunk", since: exact(70), severity: "high", confidence: "likely" },
    ]);
    expect(judge([rule], healthy()).findings).toMatchObject([
      {
        id: "waits/trunk",
        severity: "high",
        confidence: "likely",
        subjects: ["pod-a", "trunk", "pod-b"],
        facts: { about: ["pod-a", "trunk", "pod-b", "trunk", "3"] },
        since: exact(50),
      },
    ]);
  });

  test("began at an unknown time when one of them did", () => {
    const began = (...since: (Since | null)[]) => {
      const says = since.map((one, index) => ({ subjects: [`pod-${index}`] as [string], story: "all", since: one }));
      return judge([saying("waits", says)], healthy()).findings[0]?.since;
    };
    expect(began(exact(50), null)).toEqual({ at: 50, exact: false });
    expect(began(null, null)).toBeNull();
    expect(began(exact(70), { at: 50, exact: false })).toEqual({ at: 50, exact: false });
  });

  test("show evidence of no more than twenty claims", () => {
    const says = Array.from({ length: 30 }, (_, index) => ({ subjects: [`pod-${index}`] as [string], story: "all" }));
    const [finding] = judge([saying("waits", says)], healthy()).findings;
    expect(finding?.subjects).toHaveLength(30);
    expect(finding?.evidence).toHaveLength(20);
  });

  test("without a story each is a finding of its own", () => {
    const rule = saying("waits", [{ subjects: ["pod-a"] }, { subjects: ["pod-b"] }]);
    expect(judge([rule], healthy()).findings.map(({ id }) => id)).toEqual(["waits/pod-a", "waits/pod-b"]);
  });
});

describe("a claim that another explains", () => {
  const cause = saying("cause", [{ subjects: ["trunk", "pod-a"] }]);

  test("is part of that story, and no accusation of its own", () => {
    const effect = saying("effect", [{ subjects: ["pod-a"] }, { subjects: ["pod-b"] }], { explainedBy: ["cause"] });
    const { findings } = judge([effect, cause], healthy());
    expect(findings.map(({ id }) => id)).toEqual(["cause/trunk", "effect/pod-b"]);
    expect(findings[0]?.follows).toMatchObject([{ id: "effect/pod-a", subjects: ["pod-a"] }]);
  });

  test("lies as deep as the chain of causes goes", () => {
    const first = saying("first", [{ subjects: ["pod-a"] }], { explainedBy: ["cause"] });
    const second = saying("second", [{ subjects: ["pod-a"] }], { explainedBy: ["first"] });
    expect(judge([second, first, cause], healthy()).findings).toMatchObject([
      { id: "cause/trunk", follows: [{ id: "first/pod-a", follows: [{ id: "second/pod-a", follows: [] }] }] },
    ]);
  });

  test("is explained by one about the whole cluster, whatever it is about", () => {
    const everything = saying("silence", [{ subjects: ["cluster"] }]);
    const effect = saying("effect", [{ subjects: ["pod-z"] }], { explainedBy: ["silence"] });
    expect(judge([effect, everything], healthy()).findings).toMatchObject([
      { id: "silence/cluster", follows: [{ id: "effect/pod-z" }] },
    ]);
  });

  test("takes the cause named first", () => {
    const other = saying("other", [{ subjects: ["pod-a"] }]);
    const effect = saying("effect", [{ subjects: ["pod-a"] }], { explainedBy: ["other", "cause"] });
    expect(judge([effect, cause, other], healthy()).of("other")[0]?.follows).toHaveLength(1);
  });

  test("shows once where rules name one another in a circle", () => {
    const a = saying("a", [{ subjects: ["pod-a"] }], { explainedBy: ["b"] });
    const b = saying("b", [{ subjects: ["pod-a"] }], { explainedBy: ["a", "b"] });
    expect(judge([a, b], healthy()).findings).toMatchObject([
      { id: "b/pod-a", follows: [{ id: "a/pod-a", follows: [] }] },
    ]);
  });

  test("stands alone while its cause is not decided", () => {
    const blind = { ...cause, needs: ["leases"] as const };
    const effect = saying("effect", [{ subjects: ["pod-a"] }], { explainedBy: ["cause"] });
    const { findings, undecided } = judge([effect, blind as Rule], healthy().unread("leases"));
    expect(findings.map(({ id }) => id)).toEqual(["effect/pod-a"]);
    expect(undecided.map(({ rule }) => rule)).toEqual(["cause"]);
  });
});

describe("what an operator ignores", () => {
  const rule = saying("waits", [
    { subjects: ["pod/shop/a", "eni-1"], story: "shop" },
    { subjects: ["pod/shop/b", "eni-2"], story: "shop" },
    { subjects: ["pod/bank/c"], story: "bank" },
  ]);
  const ignoring = (subject: string, until: number | null = null, check = "waits") =>
    judge([rule], healthy(), { ignore: [{ check, subject, reason: "known", until }] })
      .findings.filter(({ ignored }) => ignored)
      .map(({ id }) => id);

  test("is marked, and still there", () => {
    expect(ignoring("pod/shop/*")).toEqual(["waits/shop"]);
    expect(ignoring("*", null, "SGP-001")).toEqual(["waits/bank", "waits/shop"]);
    expect(ignoring("*", null, "SGP-002")).toEqual([]);
  });

  test("is not a story in which something else is hit as well", () => {
    expect(ignoring("pod/shop/a")).toEqual([]);
  });

  test("counts again when its time is over", () => {
    expect(ignoring("pod/bank/c", lab.start + 1)).toEqual(["waits/bank"]);
    expect(ignoring("pod/bank/c", lab.start)).toEqual([]);
    const ignore = [{ check: "waits", subject: "*", reason: "known", until: lab.start + 60_000 }];
    const { findings } = judge([rule], healthy().wait(60), { ignore });
    expect(findings.filter(({ ignored }) => ignored)).toEqual([]);
  });
});

test("a check that ends in an error is undecided, and keeps no other from speaking", () => {
  const throwing = {
    ...saying("broken", [], { needs: ["pods"] }),
    check() {
      throw new TypeError("not a function");
    },
  } as Rule;
  const watch = createWatch({ rules: [throwing, saying("waits", [{ subjects: ["pod-a"] }])], cluster: lab.cluster });
  watch.advance(compare(emptyObservation, healthy().observation()));
  expect([...watch.diagnosis.findings.keys()]).toEqual(["waits/pod-a"]);
  expect(watch.diagnosis.undecided).toMatchObject([
    {
      rule: "broken",
      lacks: [{ collection: "pods", code: "CheckFailed", message: expect.stringContaining("not a function") }],
    },
  ]);
});

test("what a rule gathers comes in one order, whichever host came first", () => {
  const gathering = defineRule<{ about: string[] }, true>({
    id: "gathering",
    code: "SGP-001",
    severity: "low",
    per: "cluster",
    needs: ["instances"],
    gather: () => true,
    *check(_, gathered) {
      yield { subjects: ["cluster"], facts: { about: [...gathered.keys()] }, evidence: [] };
    },
  });
  const cluster = healthy();
  const early = "i-0aaaaaaaaaaaaaaa0";
  cluster.wait(30).put("instances", early, { ...cluster.get("instances", lab.instance), id: early });
  expect(judge([gathering as Rule], cluster).findings[0]?.facts).toEqual({ about: [early, lab.instance] });
});
