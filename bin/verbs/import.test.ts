import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "trunkscope-import-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const published = readFileSync(join(root, "public/recordings/ironman-2022.ndjson"), "utf8");
const fixture = "e2e/fixtures/ironman-2022";

function trunkscope(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/trunkscope.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("standard output is the recording and nothing else; what was read goes to standard error", () => {
  const { status, stdout, stderr } = trunkscope("import", fixture);
  expect(status).toBe(0);
  expect(stdout).toBe(published);
  expect(stderr).toContain("read     pod.json: 1 pods");
  expect(stderr).toContain("cluster  ironman-2022, eu-west-1");
});

test("-o writes the file, --at, --cluster and --region are obeyed", () => {
  const file = join(scratch, "out.ndjson");
  const { status, stdout } = trunkscope(
    "import",
    fixture,
    "-o",
    file,
    "--at",
    "2022-10-01",
    "--cluster",
    "x",
    "--region",
    "y",
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  const [header = "", change = ""] = readFileSync(file, "utf8").split("\n");
  expect(JSON.parse(header)).toMatchObject({ cluster: "x", region: "y" });
  expect(JSON.parse(change).at).toBe(Date.UTC(2022, 9, 1));
});

test("nothing usable, a directory that is not there and a wrong command line are exit code 2", () => {
  writeFileSync(join(scratch, "note.txt"), "hello\n");
  const nothing = trunkscope("import", scratch);
  expect(nothing.status).toBe(2);
  expect(nothing.stderr).toContain("note.txt: neither JSON nor YAML");
  expect(trunkscope("import", join(scratch, "gone")).status).toBe(2);
  expect(trunkscope("import").status).toBe(2);
  expect(trunkscope("import", fixture, "--at", "yesterday").stderr).toContain('"yesterday" is no time');
});

test("an output that cannot be written is exit code 1", () => {
  const { status, stderr } = trunkscope("import", fixture, "-o", join(scratch, "no/such/directory/x.ndjson"));
  expect(status).toBe(1);
  expect(stderr).toContain("cannot be written (ENOENT)");
});
