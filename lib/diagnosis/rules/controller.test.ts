import { describe, expect, test } from "vitest";
import { healthy, judge } from "../testing.fixture.ts";
import { controllerAccessMissing, controllerSilent, coolDownSetting, policyCrdMissing } from "./controller.ts";
import { lab, putPods, tell, waitingPod } from "./pods.fixture.ts";
import { annotationMissing } from "./waiting.ts";

const crd = "securitygrouppolicies.vpcresources.k8s.aws";

describe("controller-silent (SGP-074)", () => {
  const stale = (seconds: number) =>
    healthy().put("leases", lab.lease, {
      ...healthy().observation().items.leases?.get(lab.lease),
      renewedAt: lab.start - seconds * 1000,
    } as never);

  test("speaks of a lease that was not renewed for more than a minute", () => {
    expect(judge([controllerSilent], stale(61)).findings).toMatchObject([
      {
        severity: "critical",
        subjects: ["cluster"],
        facts: { limitSeconds: 60, isMissing: false },
        since: { at: lab.start - 61_000 },
      },
    ]);
    expect(judge([controllerSilent], stale(60)).findings).toEqual([]);
  });

  test("needs two readings", () => {
    expect(judge([controllerSilent], stale(50).wait(15)).findings).toEqual([]);
    expect(judge([controllerSilent], stale(61).wait(15)).findings).toHaveLength(1);
  });

  test("goes by when the lease was read, not by what time it is", () => {
    const { readAt, ...rest } = stale(10).observation();
    const later = { ...rest, at: lab.start + 55_000, readAt: { ...readAt, leases: lab.start } };
    expect(judge([controllerSilent], later).findings).toEqual([]);
  });

  test("speaks of a missing lease, unless the controller was heard a moment ago", () => {
    const missing = () => healthy().remove("leases", lab.lease);
    expect(judge([controllerSilent], missing()).findings).toMatchObject([
      { confidence: "likely", facts: { isMissing: true, renewedAt: null } },
    ]);
    const heard = tell(missing(), lab.podA, "ResourceAllocated", { secondsAgo: 20, message: "eniId" });
    expect(judge([controllerSilent], heard).findings).toEqual([]);
  });

  test("is undecided where leases cannot be read", () => {
    expect(judge([controllerSilent], healthy().unread("leases"))).toMatchObject({
      findings: [],
      undecided: [{ code: "SGP-074", lacks: [{ collection: "leases" }] }],
    });
  });

  test("explains the pods that get no branch meanwhile", () => {
    const cluster = putPods(stale(120), waitingPod("a", lab.start, 90));
    expect(judge([annotationMissing, controllerSilent], cluster).findings).toMatchObject([
      { code: "SGP-074", follows: [{ code: "SGP-045" }] },
    ]);
  });
});

describe("controller-access-missing (SGP-075)", () => {
  test("names what is gone", () => {
    const cluster = healthy()
      .remove("clusterRoleBindings", "vpc-resource-controller-rolebinding")
      .remove("roles", "kube-system/eks-vpc-resource-controller-role");
    expect(judge([controllerAccessMissing], cluster).findings).toMatchObject([
      {
        severity: "high",
        facts: {
          missing: ["clusterrolebinding/vpc-resource-controller-rolebinding", "role/eks-vpc-resource-controller-role"],
        },
      },
    ]);
    expect(judge([controllerAccessMissing], healthy()).findings).toEqual([]);
  });

  test("is undecided where a kind of them was not read", () => {
    const partly = healthy().unread("roleBindings");
    expect(judge([controllerAccessMissing], partly)).toMatchObject({ findings: [], undecided: [{ code: "SGP-075" }] });
  });
});

describe("cool-down-setting (SGP-077)", () => {
  test.each([
    ["10", { problem: "too-short", effective: 30 }],
    ["1m", { problem: "not-a-number", effective: null }],
    ["", { problem: "not-a-number", effective: null }],
    ["301", { problem: "too-long", effective: 301 }],
    ["30", null],
    ["300", null],
  ])("with %j", (value, facts) => {
    const cluster = healthy().change("configMaps", "kube-system/amazon-vpc-cni", {
      data: { "branch-eni-cooldown": value },
    });
    const expected = facts === null ? [] : [{ severity: "low", facts: { value, ...facts } }];
    expect(judge([coolDownSetting], cluster).findings).toMatchObject(expected);
  });

  test("is silent where the key, or the whole ConfigMap, is absent: the default counts", () => {
    const unset = healthy().change("configMaps", "kube-system/amazon-vpc-cni", { data: {} });
    expect(judge([coolDownSetting], unset).findings).toEqual([]);
    expect(judge([coolDownSetting], healthy().remove("configMaps", "kube-system/amazon-vpc-cni")).findings).toEqual([]);
  });
});

describe("policy-crd-missing (SGP-078)", () => {
  const without = () => healthy().remove("customResourceDefinitions", crd);

  test("speaks when the definition is gone and the policies with it", () => {
    expect(judge([policyCrdMissing], without().remove("securityGroupPolicies", lab.policy)).findings).toMatchObject([
      { severity: "critical", subjects: ["cluster"] },
    ]);
    const failing = without().fail("securityGroupPolicies", { code: "NotInstalled", message: "404" });
    expect(judge([policyCrdMissing], failing).findings).toHaveLength(1);
  });

  test("is silent where policies are listed: then the list of definitions was cut", () => {
    expect(judge([policyCrdMissing], without()).findings).toEqual([]);
  });
});
