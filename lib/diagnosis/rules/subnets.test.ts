import { describe, expect, test } from "vitest";
import { branchItem, healthy, judge } from "../testing.fixture.ts";
import { lab, putPods, waitingPod } from "./pods.fixture.ts";
import { subnetShort } from "./subnets.ts";

const withFree = (availableIps: number, cidr = "10.0.0.0/19") =>
  healthy().change("subnets", lab.subnet, { availableIps, cidr });

describe("subnet-short (SGP-050)", () => {
  test.each([
    ["two free of a large subnet", 2, "10.0.0.0/19", "high"],
    ["fifteen free of a large subnet", 15, "10.0.0.0/19", "medium"],
    ["under five per cent of a large subnet", 400, "10.0.0.0/19", "medium"],
    ["one free of a /28", 1, "10.0.0.0/28", "high"],
    ["seven free of a /26, which is more than a tenth", 7, "10.0.0.0/26", null],
    ["twelve free of a /24, which is under five per cent and not larger than /24", 12, "10.0.0.0/24", "medium"],
    ["sixteen free of a /24", 16, "10.0.0.0/24", null],
    ["five per cent of a large subnet", 410, "10.0.0.0/19", null],
  ])("%s", (_, free, cidr, severity) => {
    const { findings } = judge([subnetShort], withFree(free, cidr));
    expect(findings.map((finding) => finding.severity)).toEqual(severity === null ? [] : [severity]);
  });

  test("is worse when more pods wait than addresses are free, and says so", () => {
    const pods = ["a", "b", "c", "d"].map((name) => waitingPod(name, lab.start, 20));
    expect(judge([subnetShort], putPods(withFree(3), ...pods)).findings).toMatchObject([
      { severity: "high", subjects: [lab.subnet], facts: { free: 3, waiting: 4, branches: 2, usable: 8187 } },
    ]);
  });

  test("does not look at subnets that hold no branches", () => {
    const cluster = healthy().put("subnets", "subnet-0z", {
      id: "subnet-0z",
      cidr: "10.0.64.0/24",
      availableIps: 0,
      tags: {},
    });
    expect(judge([subnetShort], cluster).findings).toEqual([]);
    cluster.put("interfaces", "eni-0z", branchItem("eni-0z", 9, "10.0.64.9", { subnetId: "subnet-0z" }));
    expect(judge([subnetShort], cluster).findings).toHaveLength(1);
  });
});
