import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeFields, describeTypes } from "./describe.ts";
import { allFieldNames, fieldNames, fieldOf, findField } from "./fields.ts";
import { parseQuery } from "./parse.ts";
import { presets } from "./presets.ts";
import { printQuery } from "./print.ts";
import { SearchIndex } from "./search-index.ts";
import { livedCluster } from "./testing.fixture.ts";

const docs = readFileSync(new URL("../../docs/search.md", import.meta.url), "utf8");

test.each(presets)("the preset $id is a query that prints as it is written", ({ query }) => {
  const parsed = parseQuery(query);
  expect(parsed.query && printQuery(parsed.query)).toBe(query);
  expect(docs).toContain(`\`${query}\``);
});

test("presets find what is wrong in a cluster that lives, and leave the rest out", () => {
  const { last } = livedCluster(15);
  const index = new SearchIndex(last);
  const found = Object.fromEntries(
    presets.map(({ id, query }) => {
      const ids = new Set(index.match(parseQuery(query).query ?? { kind: "all" }).ids());
      return [id, last.resources.filter((one) => ids.has(one.id))];
    }),
  );
  expect(found["orphans"]?.length).toBe(1);
  expect(found["orphans"]?.every((one) => one.kind === "branch" && one.state === "orphan")).toBe(true);
  expect(found["pending"]?.length).toBeGreaterThan(0);
  expect(found["pending"]?.every((one) => one.kind === "pod" && one.phase === "Pending")).toBe(true);
  expect(found["unhealthy"]?.some((one) => one.kind === "pod" && one.status === "CrashLoopBackOff")).toBe(true);
  expect(found["unhealthy"]?.some((one) => one.kind === "pod" && one.status === "Completed")).toBe(false);
  expect(found["no-headroom"]?.length).toBeLessThan(last.resources.length / 4);
});

test("no two fields share a name, and every example asks for its own field", () => {
  const names = fieldNames.flatMap((name) => [name, ...(fieldOf(name).aliases ?? [])]);
  expect(new Set(names).size).toBe(names.length);
  expect(allFieldNames()).toEqual(names);
  for (const name of fieldNames) {
    expect(findField(name.toUpperCase())).toBe(name);
    expect(parseQuery(fieldOf(name).example).query).toMatchObject({ kind: "field", field: name });
  }
});

test("the documentation has the tables of the code, and its examples can be read", () => {
  expect(docs).toContain(describeFields());
  expect(docs).toContain(describeTypes());
  const examples = docs.slice(docs.indexOf("## Examples")).matchAll(/^\| `([^`]+)` \|/gm);
  const read = Array.from(examples, ([, text]) => parseQuery(text ?? "").error);
  expect(read.length).toBeGreaterThan(3);
  expect(read.every((error) => error === undefined)).toBe(true);
});
