import { describe, expect, test } from "vitest";
import { eventItem, healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { cniFlagsClash, cniLacksPermission, podEniSwitchedOff } from "./cni.ts";
import { podOffItsBranch } from "./disagreements.ts";

const rules = [podEniSwitchedOff, cniFlagsClash, cniLacksPermission, podOffItsBranch];

function withEnv(env: Record<string, string>, l = healthy()): Lab {
  const [main] = l.get("pods", lab.awsNode).containers;
  return l.change("pods", lab.awsNode, { containers: [{ ...main, name: "aws-node", env }] });
}

function everywhere(l: Lab): Lab {
  const { containers } = l.get("pods", lab.awsNode);
  return l.change("daemonSets", "kube-system/aws-node", { containers });
}

describe("pod-eni-switched-off (SGP-031)", () => {
  test("is a story of the whole cluster when the DaemonSet says so", () => {
    expect(judge(rules, everywhere(withEnv({ ENABLE_POD_ENI: "false" }))).findings).toMatchObject([
      {
        code: "SGP-031",
        severity: "critical",
        confidence: "certain",
        subjects: ["cluster", lab.instance, `pod/${lab.podA}`, `pod/${lab.podB}`],
        facts: { nodes: [lab.node], pods: 2, value: "false", isEverywhere: true },
      },
    ]);
  });

  test("is a story of one node when only its aws-node pod is behind", () => {
    expect(judge(rules, withEnv({ ENABLE_POD_ENI: "0" })).findings).toMatchObject([
      { subjects: [lab.instance, `pod/${lab.podA}`, `pod/${lab.podB}`], facts: { isEverywhere: false } },
    ]);
  });

  test("explains the pods that are off their branch", () => {
    const l = withEnv({ ENABLE_POD_ENI: "false" }).change("pods", lab.podA, {
      podIp: "10.0.1.13",
      podIps: ["10.0.1.13"],
    });
    expect(judge(rules, l).findings).toMatchObject([{ code: "SGP-031", follows: [{ code: "SGP-008" }] }]);
  });

  test("reads truth as Go does, and takes another word for the default", () => {
    for (const value of ["1", "t", "T", "TRUE", "True"]) {
      expect(judge(rules, withEnv({ ENABLE_POD_ENI: value })).findings).toEqual([]);
    }
    expect(judge(rules, withEnv({ ENABLE_POD_ENI: "yes" })).of("SGP-031")).toHaveLength(1);
  });

  test("believes a later pod on its branch more than a variable that is not written out", () => {
    const l = withEnv({});
    expect(judge(rules, l).of("SGP-031")).toEqual([]);
    const older = { startedAt: lab.start - 3 * 86_400_000 };
    l.change("pods", lab.podA, older).change("pods", lab.podB, older);
    expect(judge(rules, l).of("SGP-031")).toMatchObject([{ confidence: "likely", facts: { value: null } }]);
  });

  test("is silent where nobody asks for a branch", () => {
    expect(
      judge(rules, withEnv({ ENABLE_POD_ENI: "false" }).remove("pods", lab.podA).remove("pods", lab.podB)).findings,
    ).toEqual([]);
  });
});

describe("cni-flags-clash (SGP-034)", () => {
  const on = { ENABLE_POD_ENI: "true", VPC_CNI_VERSION: "v1.20.4" };

  test.each([
    ["ENABLE_IMDS_ONLY_MODE", { ...on, ENABLE_IMDS_ONLY_MODE: "true" }],
    ["MAX_ENI", { ...on, MAX_ENI: "1" }],
    ["ENABLE_IPv6", { ...on, ENABLE_IPv6: "true", VPC_CNI_VERSION: "v1.15.5" }],
  ])("names %s", (flag, env) => {
    expect(judge(rules, withEnv(env)).findings).toMatchObject([
      { code: "SGP-034", severity: "high", subjects: [lab.instance], facts: { flag } },
    ]);
  });

  test("minds MANAGE_UNTAGGED_ENI only when the trunk has no instance tag", () => {
    const env = { ...on, MANAGE_UNTAGGED_ENI: "false" };
    expect(judge(rules, withEnv(env)).findings).toEqual([]);
    const untagged = withEnv(env).change("interfaces", lab.trunk, { tags: { "kubernetes.io/cluster/lab": "owned" } });
    expect(judge(rules, untagged).findings).toMatchObject([
      { facts: { flag: "MANAGE_UNTAGGED_ENI", instead: "true" } },
    ]);
  });

  test("is silent about harmless values, and where the switch is off", () => {
    const harmless = [
      { ...on, ENABLE_IPv6: "true", VPC_CNI_VERSION: "v1.16.0" },
      { ...on, MAX_ENI: "2", ENABLE_IMDS_ONLY_MODE: "false" },
      { ENABLE_POD_ENI: "false", MAX_ENI: "1" },
    ];
    for (const env of harmless) expect(judge([cniFlagsClash], withEnv(env)).findings).toEqual([]);
  });
});

describe("cni-lacks-permission (SGP-036)", () => {
  const refused = (lastAt: number, about = lab.awsNode): Lab =>
    healthy().put(
      "events",
      "kube-system/1",
      eventItem("Pod", about, {
        reason: "MissingIAMPermissions",
        component: "aws-node",
        message: "Unauthorized operation: failed to call ec2:CreateNetworkInterface due to missing permissions",
        lastAt,
      }),
    );

  test("names the action", () => {
    expect(judge(rules, refused(lab.start - 600_000)).findings).toMatchObject([
      { code: "SGP-036", severity: "high", facts: { action: "ec2:CreateNetworkInterface", nodes: [lab.node] } },
    ]);
  });

  test("lets it rest after an hour, by time alone", () => {
    const l = refused(lab.start - 3_500_000);
    expect(judge(rules, l).findings).toHaveLength(1);
    expect(judge(rules, l.wait(120, 60)).findings).toEqual([]);
  });
});
