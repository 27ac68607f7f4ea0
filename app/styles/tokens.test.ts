import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const textTokens = ["text", "muted", "faint", "accent", "good", "wait", "bad"];
const grounds = ["canvas", "surface", "raised", "sunken", "hover", "accent-soft", "bad-soft", "wait-soft"];
const lines = ["line", "line-strong", "slot-free", "pip", "cool"];
const hues = Array.from({ length: 12 }, (_, hue) => `sg-${hue}`);
const schemes = ["light", "dark"] as const;

describe("the colours of the ordinary themes", () => {
  for (const scheme of schemes) {
    const color = colorsOf("tokens.css", scheme);

    test(`texts are read at 4.5 to 1 on the grounds they stand on, ${scheme}`, () => {
      for (const text of textTokens) {
        for (const ground of ["canvas", "surface", "raised", "hover"]) {
          expect(ratio(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
    });

    test(`the number in a slot is read at 4.5 to 1 on every security group's colour, ${scheme}`, () => {
      for (const hue of hues) expect(ratio(color(hue), color("slot-ink")), hue).toBeGreaterThanOrEqual(4.5);
    });
  }
});

describe("the colours of high contrast", () => {
  for (const scheme of schemes) {
    const color = colorsOf("contrast.css", scheme);

    test(`texts are read at 7 to 1 on every ground, ${scheme}`, () => {
      for (const text of textTokens) {
        for (const ground of grounds) {
          expect(ratio(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(7);
        }
      }
      for (const hue of hues) expect(ratio(color(hue), color("slot-ink")), hue).toBeGreaterThanOrEqual(7);
    });

    test(`lines and shapes are seen at 4 to 1, ${scheme}`, () => {
      for (const line of lines) {
        expect(ratio(color(line), color("surface")), line).toBeGreaterThanOrEqual(4);
      }
    });
  }

  test("leave out no colour that the ordinary themes have", () => {
    const names = (file: string) => [...tokensIn(file).keys()].sort();
    expect(names("contrast.css")).toEqual(names("tokens.css"));
  });
});

test("forced colours give every colour but the security groups' one of the system's", () => {
  const forced = readFileSync(new URL("forced.css", import.meta.url), "utf8");
  const given = [...forced.matchAll(/--([\w-]+): [A-Z][A-Za-z]+;/g)].map(([, name]) => name);
  const wanted = [...tokensIn("tokens.css").keys()].filter((name) => !name.startsWith("sg-"));
  expect(given).toEqual(expect.arrayContaining(wanted));
});

function tokensIn(file: string): Map<string, readonly [light: string, dark: string]> {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  const found = text.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return new Map([...found].map(([, name = "", light = "", dark = ""]) => [name, [light, dark]]));
}

function colorsOf(file: string, scheme: (typeof schemes)[number]): (name: string) => string {
  const tokens = tokensIn(file);
  return (name) => {
    const pair = tokens.get(name);
    if (!pair) throw new Error(`${file} has no --${name}.`);
    return pair[schemes.indexOf(scheme)] ?? "";
  };
}

/** The contrast ratio of WCAG 2. */
function ratio(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const channel = (from: number) => {
    const share = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
