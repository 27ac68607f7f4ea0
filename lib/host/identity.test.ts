import { describe, expect, test } from "vitest";
import { buildTopology } from "../topology/topology.ts";
import { observed } from "./host.fixture.ts";
import { outputOf } from "./output.fixture.ts";
import type { HostFile } from "./read-host.ts";
import { isOfNode, readSource } from "./sources.ts";

const { resources } = buildTopology(observed(), { cluster: "c" });
const own = "i-0a1b2c3d4e5f60718";

function source(...texts: readonly (string | HostFile)[]) {
  const files = texts.map((text) => (typeof text === "string" ? { name: "x", text } : text));
  return readSource("files", files, resources);
}

describe("which node files are from", () => {
  test("the instance id of a bundle decides, also one that the recording does not know", () => {
    expect(source("i-0fedcba9876543210\n", ...outputOf()).identified).toMatchObject({
      id: "i-0fedcba9876543210",
      by: "instance-id",
    });
  });

  test("without one, the MACs of its ENIs do", () => {
    expect(source(...outputOf()).identified).toMatchObject({ id: own, by: "mac" });
  });

  test("without those, the host name in a prompt does", () => {
    expect(source("[ec2-user@node-1 ~]$ ip rule\n").identified).toMatchObject({ id: own, by: "host-name" });
    expect(source("[ec2-user@elsewhere ~]$ ip rule\n").identified).toMatchObject({ id: null, by: null });
  });

  test("files of several nodes are of none", () => {
    const both = source("i-0fedcba9876543210\n", `${own}\n`);
    expect(both.identified).toMatchObject({ id: null, by: "several" });
    expect(isOfNode(both, own)).toBe(false);
  });

  test("files that say nothing may be of any node; files that name another are not", () => {
    expect(isOfNode(source("10:\tfrom all iif vlan.eth.1 lookup 101\n"), own)).toBe(true);
    expect(isOfNode(source("i-0fedcba9876543210\n"), own)).toBe(false);
  });
});
