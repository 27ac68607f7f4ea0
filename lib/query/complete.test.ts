import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { complete } from "./complete.ts";
import { fieldNames, fieldOf } from "./fields.ts";
import { parseQuery } from "./parse.ts";
import { SearchIndex } from "./search-index.ts";
import { livedCluster } from "./testing.fixture.ts";

let index: SearchIndex;

beforeAll(() => {
  index = new SearchIndex(livedCluster(3).last);
});

/** Suggestions at the `|` of a text, as the texts they would make. */
function completed(marked: string): string[] {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  return complete(text, caret, index).map(({ insert, from, to }) => text.slice(0, from) + insert + text.slice(to));
}

describe("completion", () => {
  test("offers fields by the beginning of a name or alias, with their usual operator", () => {
    expect(completed("no|")).toContain("node:");
    expect(completed("names|")[0]).toBe("ns:");
    expect(completed("fre|")[0]).toBe("free<");
    expect(completed("sever|")[0]).toBe("severity>=");
    expect(completed("|").length).toBe(10);
  });

  test("keeps what stands around the caret", () => {
    expect(completed("a -(ki|) b")).toContain("a -(kind:) b");
    expect(completed("st|:cooling x")).toContain("state:cooling x");
    expect(completed("kind:br| -x")).toEqual(["kind:branch -x"]);
    expect(completed("ns:pay|zzz x")).toEqual(["ns:payments x"]);
  });

  test("offers the values that the cluster has, the frequent ones first", () => {
    const counts = complete("zone:", 5, index).map(({ count }) => count ?? 0);
    expect(completed("zone:|").toSorted()).toEqual(["zone:eu-west-1a", "zone:eu-west-1b", "zone:eu-west-1c"]);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  test("offers values that begin as typed before those that contain it", () => {
    const values = complete("ns:e", 4, index).map(({ insert }) => insert);
    expect(values.length).toBeGreaterThan(0);
    const begins = values.map((value) => value.startsWith("e"));
    expect(begins).toEqual(begins.toSorted((a, b) => Number(b) - Number(a)));
  });

  test("counts a security group's name as often as its id", () => {
    const byName = complete("sg:check", 8, index)[0];
    const matches = parseQuery(`sg:${byName?.insert} (kind:eni OR kind:policy OR kind:sg)`).query;
    expect(byName?.count).toBe(matches && index.match(matches).total);
  });

  test("offers values of any field for a word that begins one", () => {
    expect(completed("cool|")[0]).toBe("cooling>");
    expect(completed("paym|")).toContain("ns:payments");
    expect(completed("stor|")).toContain("policy:shop/storefront");
    expect(completed("i-0|").every((text) => text.startsWith("instance:i-0"))).toBe(true);
  });

  test("offers choices, durations, and nothing for an unknown field", () => {
    expect(completed("severity>=|")).toContain("severity>=critical");
    expect(completed("age>1|")).toContain("age>10m");
    expect(completed("nope:|")).toEqual([]);
    expect(completed("x|")).toEqual([]);
  });

  test("puts quotes where a value needs them", () => {
    const odd = new SearchIndex({
      at: 0,
      resources: [{ kind: "securityGroup", id: "sg-1", marks: [], name: 'my "own" (group)' }],
    });
    const [first] = complete("sg:my", 5, odd);
    expect(first?.insert).toBe('"my \\"own\\" (group)"');
    expect(parseQuery(`sg:${first?.insert}`).query).toMatchObject({ value: 'my "own" (group)' });
  });

  test("every value it offers can be read and finds something", () => {
    for (const field of fieldNames.filter((name) => fieldOf(name).few)) {
      for (const { insert, count } of complete(`${field}:`, field.length + 1, index)) {
        const { query } = parseQuery(`${field}:${insert}`);
        expect(query, insert).toBeDefined();
        if (query !== undefined && (count ?? 0) > 0) expect(index.match(query).total, insert).toBeGreaterThan(0);
      }
    }
  });

  test("any text at any caret gets suggestions within the text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.nat(40), (text, place) => {
        const caret = Math.min(place, text.length);
        for (const { from, to } of complete(text, caret, index)) {
          expect(from).toBeLessThanOrEqual(caret);
          expect(to).toBeGreaterThanOrEqual(caret);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
