import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { stories } from "../../lib/simulator/stories/stories.ts";
import { decodeSnapshot } from "../../lib/snapshot/columns.ts";
import { ironman, root, scratchFolder, trunkscope } from "../command-line.fixture.ts";

const recordings = join(root, "public/recordings");

const scratch = await scratchFolder();

describe("trunkscope snapshot", () => {
  test("every published recording that no script writes gives the snapshot that is stored beside the tests", async () => {
    const files = (await readdir(recordings)).filter((name) => name.endsWith(".ndjson"));
    for (const file of files.filter((name) => !Object.hasOwn(stories, name.replace(/\.ndjson$/, "")))) {
      const { code, stdout, stderr } = await trunkscope("snapshot", join(recordings, file));
      expect({ file, code, stderr }).toEqual({ file, code: 0, stderr: "" });
      const stored = join(root, "e2e/fixtures/snapshots", file.replace(/ndjson$/, "json"));
      await expect(stdout).toMatchFileSnapshot(stored);
    }
  });

  test("the compact form says the same", async () => {
    const plain = JSON.parse((await trunkscope("snapshot", ironman)).stdout);
    const columns = JSON.parse((await trunkscope("snapshot", ironman, "--format", "columns")).stdout);
    const byId = (resources: readonly { id: string }[]) => new Map(resources.map((one) => [one.id, one]));
    const decoded = decodeSnapshot(columns);
    expect({ ...decoded, resources: byId(decoded.resources) }).toEqual({ ...plain, resources: byId(plain.resources) });
  });

  test("a recording is read from standard input too", async () => {
    const { stdout } = await promisify(execFile)("sh", [
      "-c",
      `cat '${ironman}' | '${root}/bin/trunkscope' snapshot - | head -c 60`,
    ]);
    expect(stdout).toContain('"cluster": "ironman-2022"');
  });

  test("a torn last line is said on stderr and the rest is used", async () => {
    const torn = join(scratch, "torn.ndjson");
    await writeFile(torn, `${await readFile(ironman, "utf8")}{"at":1664447400000,"items":{"pods":{"def`);
    const { code, stdout, stderr } = await trunkscope("snapshot", torn);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).resources.length).toBeGreaterThan(4);
    expect(stderr).toContain("torn.ndjson:3: the last line is torn and was left out");
  });

  test.each([
    [["snapshot"], "name one recording"],
    [["snapshot", "nowhere.ndjson"], "there is no such file"],
    [["snapshot", join(root, "package.json")], "not a Trunkscope recording"],
    [["snapshot", ironman, "--at", "yesterday"], "is not a moment"],
    [["snapshot", ironman, "--at", "2020-01-01T00:00:00Z"], "the recording begins later"],
    [["snapshot", ironman, "--format", "xml"], 'there is no format "xml"'],
  ])("%j is bad input and says why", async (args, message) => {
    const { code, stdout, stderr } = await trunkscope(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
