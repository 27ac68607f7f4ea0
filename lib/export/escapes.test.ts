import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostileNames } from "./hostile.fixture.ts";
import { escapeMarkdown } from "./markdown.ts";
import { escapeMermaid } from "./mermaid.ts";
import { parseXml, textOf } from "./strict.fixture.ts";
import { visible } from "./text.ts";
import { attributes, escapeXml } from "./xml.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."<>&\"'`|#;%{}[]()\\\n\r \u202e\u0000\ud800a-=_*~!@:/.1") }),
  fc.constantFrom(...hostileNames),
);

describe("escapes", () => {
  test("XML between tags and in attributes reads back as the visible text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { attributes: read, children } = parseXml(`<a${attributes({ b: text })}>${escapeXml(text)}</a>`);
        expect(read["b"]).toBe(text.split("\n").map(visible).join("\n"));
        expect(textOf({ name: "a", attributes: {}, children })).toBe(visible(text));
      }),
    );
  });

  test("Mermaid gets letters, digits, a little punctuation and character codes, which read back as the visible text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeMermaid(text);
        expect(escaped).toMatch(/^(?:[\p{L}\p{N} .,/:()-]|#\d+;)*$/u);
        expect(decoded(escaped, /#(\d+);/g)).toBe(visible(text));
      }),
    );
  });

  test("Markdown gets letters, digits, a little punctuation and character references, which read back as the visible text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).toMatch(/^(?:[\p{L}\p{N}\p{M} .,/:;()-]|&#\d+;)*$/u);
        expect(escaped).not.toMatch(/:\/\/|www\.|^[- ]|^\d+[.)]/i);
        expect(decoded(escaped, /&#(\d+);/g)).toBe(visible(text));
      }),
    );
  });

  test("visible text has no control, no turn of direction and no half character", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(visible(text).isWellFormed()).toBe(true);
      }),
    );
  });
});

function decoded(text: string, code: RegExp): string {
  return text.replace(code, (_, number: string) => String.fromCodePoint(Number(number)));
}
