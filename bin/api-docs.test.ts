import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { z } from "zod";
import { snapshotHead } from "../lib/snapshot/snapshot.ts";
import { finding, undecided } from "../lib/snapshot/verdict.ts";
import { branchState, mark, resource } from "../lib/topology/resources.ts";

const text = await readFile(join(import.meta.dirname, "../docs/api.md"), "utf8");
const words = new Set([...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word));

function fieldsOf(schema: z.ZodObject): string[] {
  return Object.keys(schema.shape);
}

test("docs/api.md names every field of the snapshot, every kind, mark and state", () => {
  const kinds = resource.options.map((option) => option.shape.kind.value);
  const fields = resource.options.flatMap((option) => fieldsOf(option as z.ZodObject));
  const verdict = [finding, undecided].flatMap((schema) => fieldsOf(schema as unknown as z.ZodObject));
  const all = [
    ...fieldsOf(snapshotHead),
    ...verdict,
    "findings",
    ...kinds,
    ...fields,
    ...mark.options,
    ...branchState.options,
  ];
  expect(all.filter((word) => !words.has(word))).toEqual([]);
});
