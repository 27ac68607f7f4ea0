import { expect, test } from "vitest";
import { documentsOf } from "./documents.ts";

test("one document, several in a row, and one per line", () => {
  expect(documentsOf('{"a":1}')).toEqual({ documents: [{ a: 1 }], problems: [] });
  expect(documentsOf('{"a":"}{"}\n[1]\n{\n"b": {"c": 2}}\n')?.documents).toEqual([{ a: "}{" }, [1], { b: { c: 2 } }]);
  expect(documentsOf('{"a":1}\n{"b":2}\n')?.documents).toEqual([{ a: 1 }, { b: 2 }]);
});

test("a broken line loses that line alone", () => {
  const read = documentsOf('{"a":1}\n{"b":\n{"c":3}\n');
  expect(read?.documents).toEqual([{ a: 1 }, { c: 3 }]);
  expect(read?.problems).toEqual(["line 2: not JSON"]);
});

test("a broken document is named with its place, and the next one is read", () => {
  const read = documentsOf('{\n"a": 1}\n{\n"b": oops}\n{\n"c": 3}');
  expect(read?.documents).toEqual([{ a: 1 }, { c: 3 }]);
  expect(read?.problems).toEqual(["line 4, column 6: not JSON"]);
});

test("a torn end is said, and what stands before it is kept", () => {
  const read = documentsOf('{\n"a": 1}\n{\n"b": [1, 2');
  expect(read?.documents).toEqual([{ a: 1 }]);
  expect(read?.problems).toEqual(["line 2, column 8: the text ends inside a document"]);
});

test("what is quoted of a broken document stays out of the message", () => {
  expect(documentsOf('{"password": hunter2}')?.problems.join()).not.toContain("hunter2");
});

test("YAML with one or several documents", () => {
  expect(documentsOf("kind: Pod\n---\nkind: Node\n")?.documents).toEqual([{ kind: "Pod" }, { kind: "Node" }]);
});

test("prose, tables and nothing are not documents", () => {
  for (const text of ["", "hello there", "NAME  READY\nweb   1/1\n", "---------\n| Instances |\n", "a: b: c: [}"]) {
    expect(documentsOf(text)).toBeNull();
  }
});

test("broken YAML that was meant for us is named", () => {
  expect(documentsOf("kind: Pod\nmetadata: {name: [}\n")?.problems[0]).toMatch(/^line \d+: not YAML/);
});
