import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PodPath } from "../../lib/host/path.ts";
import { ironman, root, scratchFolder, trunkscope } from "../command-line.fixture.ts";

const fixtures = join(root, "e2e/fixtures/host/ironman-2022");
const addresses = join(fixtures, "ip-a.txt");
const routes = join(fixtures, "ip-route-show-table-all.txt");
const pod = ["path", "pod", "default/aws-cli", ironman];

const scratch = await scratchFolder();

interface Report {
  readonly path: PodPath;
  readonly host: readonly {
    readonly used: boolean;
    readonly notUnderstoodCount: number;
    readonly troubles: readonly { code: string }[];
  }[];
}

async function report(...args: readonly string[]): Promise<Report> {
  return JSON.parse((await trunkscope(...args, "--format", "json")).stdout);
}

function verdicts({ path }: Report): Record<string, string | null> {
  return Object.fromEntries(path.hops.map(({ name, verdict }) => [name, verdict]));
}

describe("trunkscope path", () => {
  test("says where a Pod should be found, without any output of its node", async () => {
    const { code, stdout } = await trunkscope(...pod);
    expect(code).toBe(0);
    expect(stdout).toContain("not-observed  default via 192.168.0.1 dev vlan.eth.1 table 101");
    expect(stdout).not.toContain("confirmed");
  });

  test("confirms what the article shows of its node, and leaves the rest open", async () => {
    const found = await report(...pod, "--host", addresses, routes);
    expect(verdicts(found)).toEqual({
      container: null,
      "host-veth": "confirmed",
      "ip-rules": "not-observed",
      "route-table": "confirmed",
      "vlan-device": "confirmed",
      "trunk-device": "confirmed",
      "trunk-eni": null,
      "branch-eni": null,
    });
    expect(found.path).toMatchObject({ surplus: [], findings: [] });
    expect(found.host[0]).toMatchObject({ used: true, notUnderstoodCount: 0 });
  });

  test("takes --host once for each file as well, and a directory of dumps for a recording", async () => {
    const dump = join(root, "e2e/fixtures/ironman-2022");
    const { code, stdout } = await trunkscope(
      "path",
      "pod",
      "default/aws-cli",
      dump,
      "--host",
      addresses,
      "--host",
      routes,
    );
    expect(code).toBe(0);
    expect(stdout).toContain("confirmed     default via 192.168.0.1 dev vlan.eth.1 table 101");
  });

  test("reads a support bundle, and ends with 1 when something is missing", async () => {
    const folder = join(scratch, "bundle/networking");
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "iproute.txt"),
      (await readFile(routes, "utf8")).replace(/^default via .* table 101\n/m, ""),
    );
    await writeFile(join(folder, "ifconfig.txt"), "lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n");
    const bundle = join(scratch, "eks_i-01ac2403f4932c7ee.tar.gz");
    execFileSync("tar", ["-czf", bundle, "-C", join(scratch, "bundle"), "."]);
    const { code, stdout } = await trunkscope(...pod, "--host", bundle);
    expect(code).toBe(1);
    expect(stdout).toContain("missing       default via 192.168.0.1 dev vlan.eth.1 table 101");
    expect(stdout).toContain(
      "SGP-100  high  On ip-192-168-31-166, default/aws-cli on VLAN 1 lacks part of its network",
    );
  });

  test("does not compare with files of another node", async () => {
    const other = join(scratch, "other.txt");
    await writeFile(other, `i-0ffffffffffffffff\n${await readFile(addresses, "utf8")}`);
    const found = await report(...pod, "--host", other);
    expect(found.host[0]?.used).toBe(false);
    expect(verdicts(found)["vlan-device"]).toBe("not-observed");
  });

  test("tells a bundle that cannot be unpacked", async () => {
    const broken = join(scratch, "broken.tar.gz");
    await writeFile(broken, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    const found = await report(...pod, "--host", broken);
    expect(found.host[0]?.troubles.map(({ code }) => code)).toEqual(["cannot-unpack"]);
  });

  test.each([
    [["path"], "say pod, NAMESPACE/NAME"],
    [["path", "node", "x", ironman], "say pod, NAMESPACE/NAME"],
    [["path", "pod", "default/aws-clo", ironman], "Did you mean default/aws-cli?"],
    [[...pod, "ip-a.txt"], "Files of the node follow --host"],
    [[...pod, "--host", "nowhere.txt"], "there is no such file"],
    [[...pod, "--format", "xml"], 'there is no format "xml"'],
    [[...pod, "--at", "2020-01-01T00:00:00Z"], "the recording begins later"],
  ])("%j is bad input and says why", async (args, message) => {
    const { code, stdout, stderr } = await trunkscope(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
