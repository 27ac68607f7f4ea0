import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ironman, root, scratchFolder, trunkscope } from "../command-line.fixture.ts";

const fixtures = join(root, "e2e/fixtures/host/ironman-2022");
const files = [join(fixtures, "ip-a.txt"), join(fixtures, "ip-route-show-table-all.txt")];

const scratch = await scratchFolder();

describe("trunkscope host", () => {
  test("says what each file was taken for, and shows what it did not understand", async () => {
    const notes = join(scratch, "notes.txt");
    await writeFile(notes, "0:\tfrom all lookup local\nwhat is\u001b[1m this\n32766:\tfrom all lookup main\n");
    const { code, stdout } = await trunkscope("host", ...files, notes);
    expect(code).toBe(0);
    expect(stdout).toContain("ip-a.txt:1-26  devices of ip: 5");
    expect(stdout).toContain("ip-route-show-table-all.txt:1-40  routes: 40");
    expect(stdout).toContain("not understood  1 line\n    notes.txt:2: what is this");
  });

  test("compares the node that the files are from, by the MACs of its ENIs", async () => {
    const { code, stdout } = await trunkscope("host", ...files, "--recording", ironman);
    expect(code).toBe(0);
    expect(stdout).toContain("ip-192-168-31-166 (i-01ac2403f4932c7ee)");
    expect(stdout).toContain("pod/default/aws-cli, VLAN 1, mode strict");
  });

  test("ends with 1 and names the findings when the node is not as it should be", async () => {
    const rules = join(scratch, "rules.txt");
    await writeFile(
      rules,
      "0:\tfrom all lookup local\n10:\tfrom all iif vlan.eth.7 lookup 107\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n",
    );
    const { code, stdout } = await trunkscope("host", ...files, rules, "--recording", ironman, "--format", "json");
    expect(code).toBe(1);
    const [{ comparison }] = JSON.parse(stdout).host;
    expect(comparison.findings.map((finding: { code: string }) => finding.code)).toEqual(["SGP-100", "SGP-101"]);
  });

  test("prints the commands that gather it, for the node that is named", async () => {
    const { code, stdout } = await trunkscope("host", "--gather", "ip-192-168-31-166", "--recording", ironman);
    expect(code).toBe(0);
    expect(stdout.match(/^# .*$/gm)).toEqual(["# ssh", "# ssm", "# kubectl", "# bundle"]);
    expect(stdout).toContain("ssh ec2-user@192.168.31.166");
    expect(stdout).toContain("--target i-01ac2403f4932c7ee --region eu-west-1");
  });

  test.each([
    [["host", "--gather", "x"], "--gather goes with --recording"],
    [["host"], "name the files of the node"],
    [["host", ...files, "--node", "x"], "--node and --at go with --recording"],
    [["host", ...files, "--recording", ironman, "--node", "x"], "there is no node x"],
    [["host", "nowhere.txt"], "there is no such file"],
    [["host", join(root, "LICENSE"), "--recording", ironman], "say it with --node"],
  ])("%j is bad input and says why", async (args, message) => {
    const { code, stderr } = await trunkscope(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
