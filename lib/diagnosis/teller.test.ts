import { expect, test } from "vitest";
import type { Held } from "./claim-book.ts";
import type { Finding } from "./finding.ts";
import { podGroupWideOpen as rule } from "./rules/group-rules.ts";
import { type Story, Teller } from "./stories.ts";

function heldBy(count: number): Held[] {
  return Array.from({ length: count }, (_, index) => ({
    rule,
    unit: "rule/any",
    claim: { story: "one", subjects: [`pod/shop/web-${index}`], facts: {}, evidence: [] },
    readAt: {},
    first: { at: 1_000, exact: true, readings: {} },
  }));
}

const storyOf = (held: readonly Held[], follows: readonly Story[] = []): Story => ({
  id: "any/one",
  rule,
  held,
  follows,
});

function told(teller: Teller, story: Story): Finding {
  const [finding] = teller.tell([story]);
  if (finding === undefined) throw new Error("nothing was told");
  return finding;
}

test("a story of very many claims is told", () => {
  const finding = told(new Teller(false), storyOf(heldBy(200_000)));
  expect([finding.subjects.length, finding.confidence]).toEqual([200_000, "certain"]);
});

test("a story whose claims are the same stays the same finding; one more claim makes it another", () => {
  const teller = new Teller(false);
  const held = heldBy(3);
  const before = told(teller, storyOf(held));
  expect(told(teller, storyOf([...held]))).toBe(before);
  expect(told(teller, storyOf(heldBy(4))).subjects).toHaveLength(4);
});

test("a story is told anew when what it explains changed", () => {
  const teller = new Teller(false);
  const held = heldBy(1);
  const consequence = { ...storyOf(heldBy(2)), id: "other/one" };
  const before = told(teller, storyOf(held, [consequence]));
  expect(told(teller, storyOf(held, [consequence]))).toBe(before);
  expect(told(teller, storyOf(held)).follows).toEqual([]);
});
