import { describe, expect, test } from "vitest";
import type { Observation } from "../../recording/observation.ts";
import { branchItem, healthy, judge } from "../testing.fixture.ts";
import { lab, putPods, refusedBy, tell, waitingPod } from "./pods.fixture.ts";
import { allocationSlow, ec2Throttled, interfaceQuota } from "./quotas.ts";

function withInterfaces(count: number): Observation {
  const { items, ...rest } = healthy().observation();
  const interfaces = new Map(items.interfaces);
  for (let n = interfaces.size; n < count; n++)
    interfaces.set(`eni-0n${n}`, { ...branchItem(`eni-0n${n}`, 1, "10.0.2.1"), tags: {}, type: "interface" });
  return { ...rest, items: { ...items, interfaces } };
}

describe("interface-quota (SGP-051)", () => {
  test.each([
    [3999, []],
    [4000, ["medium"]],
    [4750, ["high"]],
    [5001, []],
  ])("with %i interfaces in sight", (count, expected) => {
    const { findings } = judge([interfaceQuota], withInterfaces(count));
    expect(findings.map(({ severity }) => severity)).toEqual(expected);
  });

  test("says that it sees a part, and does not know the quota", () => {
    expect(judge([interfaceQuota], withInterfaces(4100)).findings).toMatchObject([
      { confidence: "likely", facts: { interfaces: 4100, quota: 5000, percent: 82, branches: 2 } },
    ]);
  });
});

describe("ec2-throttled (SGP-052)", () => {
  const message = refusedBy("RequestLimitExceeded");

  test("counts what the controller met within a quarter of an hour", () => {
    const cluster = tell(healthy(), lab.podA, "BranchAllocationFailed", { secondsAgo: 300, message, count: 4 });
    expect(judge([ec2Throttled], cluster).findings).toMatchObject([
      { severity: "medium", subjects: ["cluster"], facts: { controllerErrors: 4, pods: 1, ourReads: [] } },
    ]);
  });

  test("takes our own throttled reads into account", () => {
    const cluster = healthy().fail("interfaces", { code: "RequestLimitExceeded", message: "slow down" });
    expect(judge([ec2Throttled], cluster).findings).toMatchObject([{ facts: { ourReads: ["interfaces"] } }]);
  });

  test("is over a quarter of an hour later, and is not about other errors", () => {
    const old = tell(healthy(), lab.podA, "BranchAllocationFailed", { secondsAgo: 901, message });
    expect(judge([ec2Throttled], old).findings).toEqual([]);
    const other = tell(healthy(), lab.podA, "BranchAllocationFailed", { secondsAgo: 10, message: refusedBy("Boom") });
    expect(judge([ec2Throttled], other).findings).toEqual([]);
    const ends = tell(healthy(), lab.podA, "BranchAllocationFailed", { secondsAgo: 800, message }).wait(150, 50);
    expect(judge([ec2Throttled], ends).findings).toEqual([]);
  });
});

describe("allocation-slow (SGP-053)", () => {
  const allocated = (delays: readonly number[]) => {
    const cluster = healthy();
    for (const [index, delay] of delays.entries()) {
      const name = `p${index}`;
      putPods(
        cluster,
        waitingPod(name, lab.start, 300, { annotations: { "vpc.amazonaws.com/pod-eni": '[{"eniId":"eni-0x"}]' } }),
      );
      tell(cluster, `shop/${name}`, "ResourceAllocated", {
        secondsAgo: 300 - delay,
        message: 'Allocated [{"eniId":"eni-0x"}]',
      });
    }
    return cluster;
  };

  test("speaks when half of the pods waited long", () => {
    expect(judge([allocationSlow], allocated([1, 2, 20, 30, 60])).findings).toMatchObject([
      { severity: "low", facts: { medianSeconds: 20, longestSeconds: 60, pods: 5 } },
    ]);
  });

  test("is silent when most were quick, or few were seen", () => {
    expect(judge([allocationSlow], allocated([1, 2, 3, 30, 60])).findings).toEqual([]);
    expect(judge([allocationSlow], allocated([20, 30, 60])).findings).toEqual([]);
  });
});
