import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flows, notes } from "../lib/host/directions.ts";
import { roles } from "../lib/host/expected.ts";
import { hostRules } from "../lib/host/finding.ts";
import { verdicts } from "../lib/host/judged.ts";
import { kinds } from "../lib/host/parse/reader.ts";
import { hopNames } from "../lib/host/path.ts";
import { ironman, root, trunkscope } from "./command-line.fixture.ts";

const api = await readFile(join(root, "docs/api.md"), "utf8");
const words = new Set([...api.matchAll(/`([^`]+)`/g)].map(([, word]) => word));

/** Every key of an object and of what is in it, but for values by name, which differ from one to the next. */
function keysOf(value: unknown, open = new Set(["facts", "expected"])): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => keysOf(one, open));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...(open.has(key) ? [] : keysOf(one, open))]);
}

test("docs/api.md names every field of what path and host print, and every value of theirs", async () => {
  const files = ["ip-a.txt", "ip-route-show-table-all.txt"].map((name) =>
    join(root, "e2e/fixtures/host/ironman-2022", name),
  );
  const path = await trunkscope("path", "pod", "default/aws-cli", ironman, "--host", ...files, "--format", "json");
  const host = await trunkscope("host", ...files, "--recording", ironman, "--format", "json");
  const keys = [path, host].flatMap(({ stdout }) => keysOf(JSON.parse(stdout)));
  const values = [...hopNames, ...roles, ...verdicts, ...kinds, ...flows, ...notes];
  expect([...new Set([...keys, ...values])].filter((word) => !words.has(word))).toEqual([]);
});

test.each(Object.entries(hostRules))(
  "%s has a page of its own with its code and severity",
  async (rule, { code, severity }) => {
    const page = await readFile(join(root, `docs/checks/${code}.md`), "utf8");
    expect(page).toMatch(new RegExp(`^# ${code}: `));
    expect(page).toContain(`- Rule: \`${rule}\``);
    expect(page).toContain(`- Severity: ${severity}`);
  },
);
