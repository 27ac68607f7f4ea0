import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { gracePeriodZero } from "./shutdown.ts";
import { withAwsNode } from "./traffic.fixture.ts";

const found = (cluster: Lab) => judge([gracePeriodZero], cluster).findings;
const hasty = (pod: string = lab.podA) => healthy().change("pods", pod, { graceSeconds: 0 });

describe("grace-period-zero", () => {
  test("speaks of a pod on a branch that gets no time to end", () => {
    expect(found(hasty())).toMatchObject([
      {
        code: "SGP-091",
        severity: "medium",
        subjects: [`pod/${lab.podA}`],
        facts: { workload: "ReplicaSet shop/web-5d8f" },
      },
    ]);
  });

  test("is one story per workload", () => {
    const cluster = hasty().change("pods", lab.podB, { graceSeconds: 0 });
    expect(found(cluster)).toMatchObject([{ subjects: [`pod/${lab.podA}`, `pod/${lab.podB}`] }]);
  });

  test.each([
    ["v1.10.2", "high"],
    ["v1.9.3", "high"],
    ["v1.10.3", "medium"],
    ["v1.11.0", "medium"],
  ])("with CNI %s it is %s", (version, severity) => {
    expect(found(withAwsNode(hasty(), { VPC_CNI_VERSION: version }))).toMatchObject([{ severity }]);
  });

  test("is silent about ordinary pods, completed ones, and those with a second to end", () => {
    expect(found(hasty(lab.ordinaryPod))).toEqual([]);
    expect(found(hasty().change("pods", lab.podA, { phase: "Succeeded" }))).toEqual([]);
    expect(found(healthy().change("pods", lab.podA, { graceSeconds: 1 }))).toEqual([]);
    expect(found(healthy().change("pods", lab.podA, { graceSeconds: undefined }))).toEqual([]);
  });
});
