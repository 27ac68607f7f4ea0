import { describe, expect, test } from "vitest";
import { healthy, lab, podItem } from "../../testing.fixture.ts";
import { asked } from "../asking.fixture.ts";
import { holders, releaseSteps } from "../holders.ts";
import { leaks } from "../leaks.ts";
import { nodeCauseNames } from "../node-causes.ts";
import { nodeTrunk } from "../node-trunk.ts";
import { podGroups } from "../pod-groups.ts";
import { podWaiting } from "../pod-waiting.ts";
import { policyReach } from "../policy-reach.ts";
import { settings } from "../settings.ts";
import { en } from "./en.ts";
import type { AnswerWords } from "./words.ts";
import { zhTw } from "./zh-tw.ts";

const cause = { detail: null, because: null, nodes: 1, cooling: 0, slots: 9, free: 0, shown: [], nodeIds: [] };

describe("the sentence for a Pod that no node takes", () => {
  test("counts nodes by cause", () => {
    const nodes = [
      { ...cause, cause: "full", nodes: 3, cooling: 9 },
      { ...cause, cause: "no-trunk", detail: "trunk", because: "UnauthorizedOperation" },
      { ...cause, cause: "cannot-trunk", nodes: 2, detail: "t3.large" },
    ] as const;
    expect(nodes.map(en.nodeCause).join("; ")).toBe(
      "3 nodes full, of which 9 slots are cooling; 1 node has no usable trunk: UnauthorizedOperation; 2 t3.large nodes cannot trunk",
    );
    expect(nodes.map(zhTw.nodeCause).join("；")).toBe(
      "3 個節點已滿，其中 9 個 slot 冷卻中；1 個節點沒有可用的 trunk：UnauthorizedOperation；2 個 t3.large 節點不支援 trunk",
    );
  });

  test.each([en, zhTw])("names every cause and the next slot", (words) => {
    const told = nodeCauseNames.map((name) => words.nodeCause({ ...cause, cause: name }));
    expect(new Set(told).size).toBe(nodeCauseNames.length);
    const slot = { at: lab.start, node: lab.node, because: "cooling" } as const;
    expect(words.nextSlot(slot)).toContain("09:00:00 UTC");
  });
});

/** Everything one language says of one lab. */
function* sentences(words: AnswerWords): Iterable<string> {
  const late = podItem("late", { labels: { tier: "web" }, podIp: "10.0.1.13", podIps: ["10.0.1.13"] });
  const inquiry = asked(healthy().remove("pods", lab.ordinaryPod).put("pods", "shop/late", late).unread("events"));
  const groups = [lab.podA, "shop/late", lab.coreDns].map((name) => podGroups(inquiry, name));
  for (const answer of groups) {
    if (answer === null) continue;
    yield words.podGroups(answer);
    yield* answer.unmatched.shown.map(words.unmatched);
  }
  const waiting = podWaiting(inquiry, lab.podA);
  if (waiting !== null) yield words.podWaiting(waiting, () => "");
  const reach = policyReach(inquiry, lab.policy);
  if (reach !== null) yield words.policyReach(reach);
  const trunk = nodeTrunk(inquiry, lab.node);
  if (trunk !== null) yield words.nodeTrunk(trunk);
  const held = holders(inquiry, lab.podGroup);
  if (held !== null) yield words.holders(held);
  yield words.leaks(leaks(inquiry));
  const all = settings(inquiry);
  yield words.settings(all);
  yield* all.cells.map(words.cell);
  yield* releaseSteps.map((step) =>
    words.releaseStep({ step, count: 2, what: ["a", "b"], commands: [], doneAt: null }),
  );
  yield words.lacks([{ collection: "events", code: "NotRead", message: "" }]);
}

describe.each([
  ["English", en],
  ["Chinese", zhTw],
] as const)("in %s", (language, words) => {
  test("whole sentences come out, without a hole in them", () => {
    for (const sentence of sentences(words)) {
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object| {2}/);
      expect(sentence).toMatch(language === "English" ? /[.)]$/ : /[。）]$/);
    }
  });

  test("what could be read is not lamented", () => {
    expect(words.lacks([])).toBe("");
  });
});

test("both languages have a word for the same codes", () => {
  const codes = (words: AnswerWords) =>
    Object.entries(words).flatMap(([name, table]) =>
      typeof table === "object" ? Object.keys(table).map((key) => `${name}.${key}`) : [],
    );
  expect(codes(zhTw).sort()).toEqual(codes(en).sort());
});
