import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatNames } from "../../lib/export/index.ts";
import { ironman, root, scratchFolder, trunkscope } from "../command-line.fixture.ts";

const scratch = await scratchFolder();

describe("trunkscope export", () => {
  test.each(formatNames)("%s of a published recording names its branch, its moment and itself", async (format) => {
    const { code, stdout, stderr } = await trunkscope("export", ironman, "--format", format);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["Trunkscope", "eni-09a7a909e06fc4be6", "2022-09-29T10:29:58.000Z"]) {
      expect(stdout).toContain(word);
    }
  });

  test("a file is written where it is asked for", async () => {
    const file = join(scratch, "branches.csv");
    const args = ["--kinds", "branch", "--columns", "id,vlan", "--bom", "-o", file];
    expect(await trunkscope("export", ironman, "--format", "csv", ...args)).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    const [header, row] = (await readFile(file, "utf8")).split(/\r\n/);
    expect(header?.startsWith('\ufeffid,vlan,"Trunkscope: cluster ironman-2022')).toBe(true);
    expect(row).toBe("eni-09a7a909e06fc4be6,1,");
  });

  test("a query leaves what matches and is named in the file", async () => {
    const { code, stdout } = await trunkscope("export", ironman, "--format", "json", "--query", "vlan:1 kind:branch");
    const { export: caption, resources } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(resources.map(({ id }: { id: string }) => id)).toEqual(["eni-09a7a909e06fc4be6"]);
    expect(caption.filter).toEqual({ query: "vlan:1 kind:branch", shown: 1, of: 8 });
  });

  test.each([
    [[], "name one recording"],
    [[ironman], "--format is missing: json, csv"],
    [[ironman, "--format", "png"], 'there is no format "png": json, csv, svg'],
    [[ironman, "--format", "csv", "--kinds", "branches"], 'there is no kind "branches": instance'],
    [[ironman, "--format", "svg", "--theme", "blue"], 'there is no theme "blue"'],
    [[ironman, "--format", "svg", "--group", "colour"], 'there is no group "colour": zone'],
    [[ironman, "--format", "csv", "--at", "2020-01-01T00:00:00Z"], "the recording begins later"],
    [[ironman, "--format", "csv", "--query", "kind:branch (a"], "  kind:branch (a\n              ^"],
    [[ironman, "--format", "csv", "-o", join(root, "no", "such", "folder.csv")], "cannot write"],
  ])("%j is bad input and says why", async (args, message) => {
    const { code, stdout, stderr } = await trunkscope("export", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
