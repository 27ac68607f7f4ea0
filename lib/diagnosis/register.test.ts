import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { collectionNames } from "../recording/collections.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./register.ts";
import { healthy, judge } from "./testing.fixture.ts";
import { troubles } from "./troubles.fixture.ts";
import { en } from "./words/en.ts";
import type { Words } from "./words/words.ts";
import { zhTw } from "./words/zh-tw.ts";

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `SGP-${String(from + index).padStart(3, "0")}`);
/** Domain 9.1 to 9.5. */
const catalogue = [range(1, 16), range(20, 37), range(40, 53), range(60, 78), range(80, 98)].flat();

const languages: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  en: en as Readonly<Record<string, Words>>,
  "zh-TW": zhTw as Readonly<Record<string, Words>>,
};

describe("the register", () => {
  test("has every rule that is written", async () => {
    const folder = join(import.meta.dirname, "rules");
    const files = (await readdir(folder)).filter((name) => /^[a-z-]+\.ts$/.test(name));
    const written = await Promise.all(files.map(async (name) => Object.values(await import(join(folder, name)))));
    const all = written.flat().filter((one) => typeof one === "object" && one !== null && "check" in one);
    expect(new Set(rules)).toEqual(new Set(all));
  });

  test("covers the catalogue, and nothing else", () => {
    expect([...new Set(rules.map(({ code }) => code))].sort()).toEqual(catalogue);
  });

  test("gives each rule an id of its own, in words", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("names only rules that exist as causes", () => {
    const ids = new Set(rules.map(({ id }) => id));
    expect(rules.flatMap(({ explainedBy = [] }) => explainedBy).filter((id) => !ids.has(id))).toEqual([]);
  });

  test.each(Object.keys(languages))("has words for every rule in %s, and for no other", (language) => {
    const ids = rules.map(({ id }) => id).sort();
    expect(Object.keys(languages[language] ?? {}).sort()).toEqual(ids);
    const titles = Object.values(languages[language] ?? {}).map(({ title }) => title.trim());
    expect(titles.filter((title) => title === "" || title.endsWith("."))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("the healthy cluster", () => {
  test("has no finding, at one moment, or an hour and a day later", () => {
    expect(judge(rules, healthy()).findings).toEqual([]);
    expect(judge(rules, healthy().wait(3_600, 30)).findings).toEqual([]);
    expect(judge(rules, healthy().wait(90_000, 1_800)).findings).toEqual([]);
  });

  test.each(collectionNames)("has none either while %s cannot be read: what needs it is undecided", (collection) => {
    const { findings, undecided } = judge(rules, healthy().unread(collection).fail(collection).wait(300, 60));
    expect(findings).toEqual([]);
    const needing = rules.filter(({ needs }) => needs.includes(collection)).map(({ id }) => id);
    expect(undecided.map(({ rule }) => rule)).toEqual(expect.arrayContaining(needing));
  });
});

describe("what is told of a finding", () => {
  const found = Object.entries(troubles).flatMap(([what, happen]): [string, Finding][] => {
    const cluster = healthy().put("events", "shop/none", {
      namespace: "shop",
      name: "none",
      about: { kind: "Pod", namespace: "shop", name: "none" },
    });
    cluster.wait(60);
    happen(cluster);
    return judge(rules, cluster.wait(900, 30)).findings.flatMap((one) => flat(one).map((each) => [what, each]));
  });
  const cases = [
    ...new Map(found.map(([what, finding]) => [finding.rule, [finding.rule, what, finding] as const])).values(),
  ];

  test("covers a good part of the rules", () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  test.each(cases)("%s, when %s, has all its sentences in every language", (_, __, { rule, facts, subjects }) => {
    for (const words of Object.values(languages).map((all) => all[rule])) {
      const told = { facts, subjects, cluster: "lab", region: "eu-west-1" };
      const texts = [
        words?.describe(told) ?? "",
        words?.remedy(told) ?? "",
        ...(words?.verify(told) ?? [""]),
        ...(words?.commands?.(told) ?? []),
      ];
      for (const text of texts) {
        expect(text.trim()).not.toBe("");
        expect(text).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
      }
      expect(words?.verify(told).length).toBeGreaterThan(0);
    }
  });
});

function flat(finding: Finding): Finding[] {
  return [finding, ...finding.follows.flatMap(flat)];
}
