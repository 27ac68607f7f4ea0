import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab } from "../testing.fixture.ts";
import { allocationFailed, allocationGivenUp, annotationRefused } from "./allocation.ts";
import { groupMissing } from "./groups.ts";
import { lab, putPods, refusedBy, tell, waitingPod } from "./pods.fixture.ts";
import { subnetShort } from "./subnets.ts";

const rules = [allocationFailed, allocationGivenUp, annotationRefused, groupMissing, subnetShort];

function failing(message: string, secondsAgo = 20, cluster = healthy()): Lab {
  putPods(cluster, waitingPod("a", cluster.now, 120), waitingPod("b", cluster.now, 120));
  tell(cluster, "shop/a", "BranchAllocationFailed", { secondsAgo, message, count: 6 });
  return tell(cluster, "shop/b", "BranchAllocationFailed", { secondsAgo, message });
}

describe("allocation-failed (SGP-046)", () => {
  test("groups pods by the error's code, without its request id", () => {
    const { findings } = judge(rules, failing(refusedBy("UnauthorizedOperation")));
    expect(findings).toMatchObject([
      {
        code: "SGP-046",
        severity: "high",
        subjects: ["pod/shop/a", "pod/shop/b"],
        facts: { error: "UnauthorizedOperation", meaning: "not-allowed", attempts: 7, pods: ["shop/a", "shop/b"] },
      },
    ]);
    expect(findings[0]?.facts.message).not.toContain("RequestID");
  });

  test.each([
    ["InvalidGroup.NotFound", "group-missing"],
    ["InvalidSecurityGroupID.NotFound", "group-missing"],
    ["SecurityGroupsPerInterfaceLimitExceeded", "groups-too-many"],
    ["InsufficientFreeAddressesInSubnet", "subnet-short"],
    ["NetworkInterfaceLimitExceeded", "interface-quota"],
    ["RequestLimitExceeded", "throttled"],
    ["SomethingNew", "other"],
  ])("reads %s as %s", (code, meaning) => {
    expect(judge(rules, failing(refusedBy(code))).of("SGP-046")).toMatchObject([{ facts: { error: code, meaning } }]);
  });

  test("reads VLAN ids that the controller does not give back", () => {
    const message =
      "failed to allocate branch ENI to pod: assigning vlad id, failed to find free vlan id in the available 121 ids";
    expect(judge(rules, failing(message)).of("SGP-046")).toMatchObject([{ facts: { meaning: "vlans-forgotten" } }]);
  });

  test("is over when the pod has its branch, and while the controller tries anew", () => {
    const allocated = tell(healthy(), lab.podA, "BranchAllocationFailed", { secondsAgo: 20, message: refusedBy("X") });
    expect(judge(rules, allocated).findings).toEqual([]);
    const again = failing(refusedBy("X"));
    tell(again, "shop/a", "SecurityGroupRequested", { secondsAgo: 5 });
    tell(again, "shop/b", "SecurityGroupRequested", { secondsAgo: 5 });
    expect(judge(rules, again).findings).toEqual([]);
  });

  test("does not blame a pod for what its predecessor of the same name met", () => {
    const cluster = putPods(healthy(), waitingPod("a", lab.start, 30));
    tell(cluster, "shop/a", "BranchAllocationFailed", { secondsAgo: 300, message: refusedBy("X") });
    expect(judge(rules, cluster).findings).toEqual([]);
  });

  test("follows from the group that does not exist, and from the subnet that is empty", () => {
    const named = healthy().change("securityGroupPolicies", lab.policy, { groupIds: ["sg-0gone"] });
    expect(judge(rules, failing(refusedBy("InvalidGroup.NotFound"), 20, named)).findings).toMatchObject([
      { code: "SGP-062", severity: "critical", follows: [{ code: "SGP-046" }] },
    ]);
    const empty = healthy().change("subnets", lab.subnet, { availableIps: 0 });
    expect(judge(rules, failing(refusedBy("InsufficientFreeAddressesInSubnet"), 20, empty)).findings).toMatchObject([
      { code: "SGP-050", severity: "high", follows: [{ code: "SGP-046" }] },
    ]);
  });
});

describe("allocation-given-up (SGP-047)", () => {
  test("speaks a minute after the last failure, in the story of the error", () => {
    const { findings } = judge(rules, failing(refusedBy("Boom"), 70));
    expect(findings).toMatchObject([
      {
        code: "SGP-046",
        follows: [
          {
            code: "SGP-047",
            facts: { error: "Boom", failedAt: lab.start - 70_000, nextTryAt: lab.start - 70_000 + 1_800_000 },
          },
        ],
      },
    ]);
  });

  test("is silent while retries may still come", () => {
    expect(judge([allocationGivenUp], failing(refusedBy("Boom"), 50)).findings).toEqual([]);
  });

  test("knows an event that Kubernetes has forgotten", () => {
    const cluster = failing(refusedBy("Boom"), 20).wait(60);
    for (const name of ["a", "b"]) cluster.remove("events", `shop/${name}.BranchAllocationFailed`);
    expect(judge([allocationGivenUp], cluster).findings).toHaveLength(1);
  });
});

describe("annotation-refused (SGP-048)", () => {
  const message =
    'failed to annotate pod with branch ENI details: admission webhook "validate.kyverno.svc-fail" denied the request';

  test("names who refuses", () => {
    const cluster = putPods(healthy(), waitingPod("a", lab.start, 120));
    tell(cluster, "shop/a", "BranchENIAnnotationFailed", { secondsAgo: 20, message });
    expect(judge(rules, cluster).findings).toMatchObject([
      { code: "SGP-048", subjects: ["pod/shop/a"], facts: { refusedBy: "validate.kyverno.svc-fail" } },
    ]);
  });

  test("takes the duplicate that follows for the same fault, not for an error of EC2", () => {
    const already = "failed to allocate branch ENI to pod: cannot create new eni entry already exist, older entry : []";
    expect(judge(rules, failing(already)).findings.map(({ code }) => code)).toEqual(["SGP-048"]);
  });

  test("is over when the pod has its annotation", () => {
    const cluster = tell(healthy(), lab.podA, "BranchENIAnnotationFailed", { secondsAgo: 20, message });
    expect(judge(rules, cluster).findings).toEqual([]);
  });
});
