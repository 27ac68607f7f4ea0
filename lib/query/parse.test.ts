import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuery } from "./parse.ts";
import { printQuery } from "./print.ts";
import { anyQuery } from "./testing.fixture.ts";

const word = (text: string) => ({ kind: "word", text });
const field = (name: string, operator: string, value: string) => ({ kind: "field", field: name, operator, value });

describe("reading a search", () => {
  test.each([
    ["", { kind: "all" }],
    ["   ", { kind: "all" }],
    ["eni-01f7", word("eni-01f7")],
    ["a b", { kind: "and", parts: [word("a"), word("b")] }],
    ["a AND b", { kind: "and", parts: [word("a"), word("b")] }],
    ["a b OR c", { kind: "or", parts: [{ kind: "and", parts: [word("a"), word("b")] }, word("c")] }],
    ["a (b OR c)", { kind: "and", parts: [word("a"), { kind: "or", parts: [word("b"), word("c")] }] }],
    ["-a", { kind: "not", part: word("a") }],
    ["!a", { kind: "not", part: word("a") }],
    ["NOT a", { kind: "not", part: word("a") }],
    ["-(a OR b)", { kind: "not", part: { kind: "or", parts: [word("a"), word("b")] } }],
    ["not and or", { kind: "and", parts: [word("not"), word("and"), word("or")] }],
    ['"a b" "OR"', { kind: "and", parts: [word("a b"), word("OR")] }],
    ["kind:branch", field("kind", ":", "branch")],
    ["NameSpace:x", field("ns", ":", "x")],
    ["nodegroup=a", field("group", "=", "a")],
    ["free<=3", field("free", "<=", "3")],
    ["free < 3", field("free", "<", "3")],
    ["state!=used", field("state", "!=", "used")],
    ['name:"a (b) \\"c\\" \\\\"', field("name", ":", 'a (b) "c" \\')],
    ["mac:02:E1:48", field("mac", ":", "02:E1:48")],
    ["ip:fd00::/64", field("ip", ":", "fd00::/64")],
    ["02:e1:48:75:86:a4", word("02:e1:48:75:86:a4")],
    ["ab:cd:ef:01:02:03", word("ab:cd:ef:01:02:03")],
    ["fd00::1", word("fd00::1")],
    ["arn:aws:ec2:eu-west-1:1:instance/i-0a", word("arn:aws:ec2:eu-west-1:1:instance/i-0a")],
    ["aws:///eu-west-1a/i-0a", word("aws:///eu-west-1a/i-0a")],
    ["-", word("-")],
  ])("reads %s", (text, query) => {
    expect(parseQuery(text)).toEqual({ query });
  });
});

describe("what is wrong with a search", () => {
  test.each([
    ["a (b", { at: 2, length: 1, code: "unclosed-parenthesis" }],
    ["a (", { at: 2, length: 1, code: "unclosed-parenthesis" }],
    ["a) b", { at: 1, length: 1, code: "unopened-parenthesis" }],
    [")", { at: 0, length: 1, code: "unopened-parenthesis" }],
    ["a ( ) b", { at: 2, length: 3, code: "empty-parentheses" }],
    ['x "a b', { at: 2, length: 4, code: "unclosed-quote" }],
    ['name:"a', { at: 5, length: 2, code: "unclosed-quote" }],
    ['a ""', { at: 2, length: 2, code: "empty-quotes" }],
    ["a OR", { at: 2, length: 2, code: "missing-term" }],
    ["a OR OR b", { at: 2, length: 2, code: "missing-term" }],
    ["(a AND) b", { at: 3, length: 3, code: "missing-term" }],
    ["OR a", { at: 0, length: 2, code: "missing-left" }],
    ["a NOT", { at: 2, length: 3, code: "missing-term" }],
    ["a kinds:branch", { at: 2, length: 5, code: "unknown-field", about: "kinds", expected: ["kind"] }],
    ["nod:x", { at: 0, length: 3, code: "unknown-field", expected: ["node", "nodegroup", "nodepool"] }],
    ["sg: x", { at: 3, length: 0, code: "missing-value", about: "sg:" }],
    ['sg:""', { at: 3, length: 2, code: "missing-value" }],
    ["free<", { at: 5, length: 0, code: "missing-value" }],
    ["free<three", { at: 5, length: 5, code: "not-a-number", about: "three" }],
    ["free:1e3", { at: 5, length: 3, code: "not-a-number" }],
    ["age>10", { at: 4, length: 2, code: "not-a-duration" }],
    ["age:10m", { at: 3, length: 1, code: "wrong-operator", about: ":", expected: ["<", "<=", ">", ">="] }],
    ["ns>a", { at: 2, length: 1, code: "wrong-operator" }],
    ["ip:192.168.0.0/33", { at: 3, length: 14, code: "not-a-cidr" }],
    ["ip:192.168/16", { at: 3, length: 10, code: "not-a-cidr" }],
    ["ip:192.168.0.300", { at: 3, length: 13, code: "not-an-address" }],
    ["ip:host", { at: 3, length: 4, code: "not-an-address" }],
    ["mac:02:xy", { at: 4, length: 5, code: "not-a-mac" }],
    ["severity>=hihg", { at: 10, length: 4, code: "not-a-choice" }],
  ])("%s: says where and what", (text, expected) => {
    expect(parseQuery(text).error).toMatchObject(expected);
    expect(parseQuery(text).error?.message).toMatch(/\.$/);
  });

  test("a mistyped kind gets the likeliest one first, then all of them", () => {
    const { error } = parseQuery("kind:brnach");
    expect(error?.expected?.[0]).toBe("branch");
    expect(error?.expected).toContain("policy");
  });

  test("a search has at most 1,000 characters and 50 terms", () => {
    expect(parseQuery("a".repeat(1_000)).error).toBeUndefined();
    expect(parseQuery("a".repeat(1_001)).error).toMatchObject({ code: "too-long", at: 1_000, length: 1 });
    expect(parseQuery("a ".repeat(50)).error).toBeUndefined();
    expect(parseQuery("a ".repeat(51)).error).toMatchObject({ code: "too-many-terms", at: 100, length: 1 });
  });

  test("nesting as deep as a search is long is no trouble", () => {
    expect(parseQuery(`${"(".repeat(499)}a${")".repeat(499)}`).query).toEqual(word("a"));
    expect(parseQuery(`${"!".repeat(999)}a`).error).toBeUndefined();
    expect(parseQuery("(".repeat(1_000)).error?.code).toBe("unclosed-parenthesis");
  });
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    "(",
    ")",
    '"',
    "\\",
    "-",
    "!",
    " ",
    "OR",
    "AND",
    "NOT",
    "kind",
    ":",
    "<",
    "=",
    "!=",
    "*",
    "ip",
    "a",
    "1",
    "/",
    "fd::",
    "é",
  );
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
  );

  test("is a query, or an error within the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { error } = parseQuery(text);
        if (error === undefined) return;
        expect(error.at).toBeGreaterThanOrEqual(0);
        expect(error.at + error.length).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  test("that is a query prints to a text that means the same", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { query } = parseQuery(text);
        if (query !== undefined) expect(parseQuery(printQuery(query))).toEqual({ query });
      }),
      { numRuns: 2_000 },
    );
  });

  test("any query can be written down and read again", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const text = printQuery(query);
        fc.pre(text.length <= 1_000);
        expect(parseQuery(text)).toEqual({ query });
      }),
      { numRuns: 2_000 },
    );
  });
});
