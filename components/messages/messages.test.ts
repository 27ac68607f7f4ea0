import { describe, expect, test } from "vitest";
import { en } from "./en.ts";
import { languageFor, languages } from "./language.ts";
import { type Catalogue, type MessageKey, messagesOf } from "./messages.ts";
import { zhTw } from "./zh-tw.ts";
import { zoneOf } from "./zone.ts";

const catalogues = { en, "zh-tw": zhTw } satisfies Record<(typeof languages)[number], Catalogue>;

describe("the catalogue", () => {
  for (const language of languages) {
    const catalogue: Catalogue = catalogues[language];

    test(`has the same keys and values to fill in, ${language}`, () => {
      expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
      for (const key of Object.keys(en) as MessageKey[]) {
        expect([key, ...valuesIn(catalogue[key])]).toEqual([key, ...valuesIn(en[key])]);
      }
    });

    test(`has every form that the language has, ${language}`, () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
      for (const [key, message] of Object.entries(catalogue)) {
        if (typeof message !== "string") expect([key, ...Object.keys(message).sort()]).toEqual([key, ...forms]);
      }
    });
  }
});

describe("messages", () => {
  const english = messagesOf(en, "en", "utc");
  const chinese = messagesOf(zhTw, "zh-tw", "Asia/Taipei");

  test("fill in values and choose the form by n", () => {
    expect(english.t("clusters.pods", { n: 1 })).toBe("1 pod");
    expect(english.t("clusters.pods", { n: 2 })).toBe("2 pods");
    expect(chinese.t("clusters.pods", { n: 1 })).toBe("1 個 Pod");
  });

  test("leave alone what no value is given for, and values that look like places", () => {
    expect(english.t("inspector.gone", {})).toContain("{id}");
    expect(english.t("inspector.gone", { id: "{id}" })).toContain("{id}");
  });

  test("tell ages in one unit", () => {
    expect([12, 240, 3 * 3600, 50 * 3600].map((seconds) => english.age(seconds * 1000))).toEqual([
      "12 s",
      "4 min",
      "3 h",
      "2 d",
    ]);
    expect(english.age(-5000)).toBe("0 s");
    expect(chinese.t("age.ago", { age: chinese.age(240_000) })).toBe("4 分鐘前");
  });

  test("tell moments in the reader's zone and name it", () => {
    const at = Date.UTC(2022, 8, 29, 10, 29, 58);
    expect(english.moment(at)).toBe("2022-09-29 10:29:58 UTC");
    expect(chinese.moment(at)).toBe("2022-09-29 18:29:58 UTC+8");
    expect(messagesOf(en, "en", "Asia/Kolkata").moment(at)).toBe("2022-09-29 15:59:58 UTC+5:30");
    expect(messagesOf(en, "en", "Europe/Berlin").moment(Date.UTC(2022, 11, 31, 23))).toBe("2023-01-01 00:00:00 UTC+1");
    expect(chinese.moment(Number.NaN)).toBe("NaN");
  });
});

describe("a reader's language", () => {
  test("is the one that was chosen, whatever the browser asks for", () => {
    expect(languageFor("zh-tw", "en")).toBe("zh-tw");
    expect(languageFor("en", "zh-TW")).toBe("en");
  });

  test("is else what the browser asks for first, by weight", () => {
    expect(languageFor(undefined, "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7")).toBe("zh-tw");
    expect(languageFor(undefined, "en;q=0.5, zh-Hant-HK")).toBe("zh-tw");
    expect(languageFor(undefined, "de, fr;q=0.9, en-GB;q=0.2, zh-TW;q=0.1")).toBe("en");
    expect(languageFor(undefined, "en;q=0, zh-tw")).toBe("zh-tw");
  });

  test("is English where nothing fits or nothing is said", () => {
    for (const accepted of [null, "", "*", "de-CH", ";;q=,,", "zh-CN"]) {
      expect(languageFor("xx", accepted)).toBe("en");
    }
  });
});

test("a zone is UTC unless a real one was kept", () => {
  expect(zoneOf("Asia/Taipei")).toBe("Asia/Taipei");
  expect(zoneOf("asia/taipei")).toBe("Asia/Taipei");
  for (const kept of [undefined, "utc", "", "Moon/Base", "a".repeat(3000)]) expect(zoneOf(kept)).toBe("utc");
});

function valuesIn(message: Catalogue[MessageKey]): string[] {
  const text = typeof message === "string" ? message : message.other;
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}
