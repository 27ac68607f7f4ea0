import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { healthy, judge, type Lab, podItem } from "../testing.fixture.ts";
import { branchWithoutPolicy, groupsDrifted, policiesOverlap, policyNotEnforced } from "./matching.ts";
import { lab, putPods, tell } from "./pods.fixture.ts";
import { webhookBroken } from "./webhook.ts";

type Pod = Item<"pods">;
const rules = [policyNotEnforced, branchWithoutPolicy, groupsDrifted, policiesOverlap];
const policyMadeAt = healthy().get("securityGroupPolicies", lab.policy).createdAt as number;

/** Pods that the policy selects and that have no branch. */
function unprotected(fields: Partial<Pod> = {}, ...names: readonly string[]): Lab {
  const pods = (names.length > 0 ? names : ["bare"]).map((name) =>
    podItem(name, { labels: { tier: "web", "pod-template-hash": "5d8f" }, ...fields }),
  );
  return putPods(healthy(), ...pods);
}

describe("policy-not-enforced (SGP-065)", () => {
  test("a: pods older than the policy, as one story with the workload to restart", () => {
    const cluster = unprotected({ createdAt: policyMadeAt - 60_000 }, "bare-1", "bare-2");
    expect(judge(rules, cluster).findings).toMatchObject([
      {
        code: "SGP-065",
        severity: "high",
        confidence: "certain",
        subjects: ["pod/shop/bare-1", "pod/shop/bare-2"],
        facts: {
          case: "older-than-policy",
          workloads: ["deployment/web"],
          wanted: [lab.podGroup],
          policies: [lab.policy],
        },
      },
    ]);
  });

  test("a: also when both were made in the same breath", () => {
    expect(judge(rules, unprotected({ createdAt: policyMadeAt + 1000 })).findings).toMatchObject([
      { facts: { case: "older-than-policy" }, confidence: "likely" },
    ]);
  });

  test("b: the policy was there first and has not changed", () => {
    expect(judge(rules, unprotected()).findings).toMatchObject([
      { severity: "critical", facts: { case: "webhook-skipped", changed: null } },
    ]);
  });

  test("b: also by the time of its last change", () => {
    const cluster = unprotected().change("securityGroupPolicies", lab.policy, {
      generation: 4,
      specChangedAt: policyMadeAt + 5000,
    });
    expect(judge(rules, cluster).findings).toMatchObject([
      { severity: "critical", facts: { case: "webhook-skipped" } },
    ]);
  });

  test("b is certain by the audit record of a webhook passed over, and refuted by one of a webhook that changed the pod", () => {
    const record = {
      id: "audit-1",
      at: policyMadeAt + 60_000,
      verb: "create",
      resource: "pods",
      namespace: "shop",
      name: "bare",
      uid: "uid-bare",
    };
    const told = (fields: Partial<Item<"auditEvents">>) =>
      judge(rules, unprotected({ uid: "uid-bare" }).put("auditEvents", "audit-1", { ...record, ...fields })).findings;
    const hook = ["mpod.vpc.k8s.aws"];
    const undecided = { facts: { case: "webhook-skipped" }, confidence: "likely" };
    expect(judge(rules, unprotected({ uid: "uid-bare" })).findings).toMatchObject([undecided]);
    const [proven] = told({ failedOpen: hook });
    expect(proven).toMatchObject({ facts: { case: "webhook-skipped" }, confidence: "certain" });
    expect(proven?.evidence).toContainEqual(
      expect.objectContaining({ collection: "auditEvents", id: "audit-1", field: "failedOpen", value: hook }),
    );
    expect(told({ mutatedBy: hook })).toMatchObject([{ facts: { case: "changed-since" }, confidence: "cannot-tell" }]);
    expect(told({})).toMatchObject([undecided]);
    const byAccount = unprotected({ uid: "uid-bare" }).change("securityGroupPolicies", lab.policy, {
      serviceAccountSelector: { matchLabels: {}, matchExpressions: [] },
    });
    expect(
      judge(rules, byAccount.put("auditEvents", "audit-1", { ...record, failedOpen: hook })).findings,
    ).toMatchObject([undecided]);
    const relabelled = unprotected({ uid: "uid-bare", labelsChangedAt: policyMadeAt + 90_000 });
    expect(
      judge(rules, relabelled.put("auditEvents", "audit-1", { ...record, failedOpen: hook })).findings,
    ).toMatchObject([{ facts: { case: "changed-since", changed: "pod-labels" }, confidence: "likely" }]);
    expect(told({ failedOpen: ["other.example.com"] })).toMatchObject([undecided]);
    expect(told({ failedOpen: hook, uid: "uid-of-its-forerunner" })).toMatchObject([undecided]);
    expect(told({ failedOpen: hook, subresource: "binding" })).toMatchObject([undecided]);
  });

  test("b follows from a webhook that is broken", () => {
    const cluster = unprotected().remove("webhookConfigurations", "vpc-resource-mutating-webhook");
    expect(judge([...rules, webhookBroken], cluster).findings).toMatchObject([
      { code: "SGP-073", follows: [{ code: "SGP-065" }] },
    ]);
  });

  test.each<[string, () => Lab, object]>([
    [
      "the policy was edited later",
      () =>
        unprotected().change("securityGroupPolicies", lab.policy, { generation: 2, specChangedAt: lab.start - 60_000 }),
      { confidence: "likely", facts: { changed: "policy" } },
    ],
    [
      "nothing tells when the policy was edited",
      () => unprotected().change("securityGroupPolicies", lab.policy, { generation: 2 }),
      { confidence: "cannot-tell", facts: { changed: null } },
    ],
    [
      "the pod was relabelled",
      () => unprotected({ labelsChangedAt: lab.start - 60_000 }),
      { confidence: "likely", facts: { changed: "pod-labels" } },
    ],
    [
      "no one knows when the pod was made",
      () => unprotected({ createdAt: undefined } as never),
      { confidence: "cannot-tell" },
    ],
  ])("c: %s", (_, cluster, expected) => {
    expect(judge(rules, cluster()).findings).toMatchObject([{ severity: "high", ...expected }]);
    expect(judge(rules, cluster()).findings[0]?.facts.case).toBe("changed-since");
  });

  test("c: an edit that was watched counts, whatever the policy says of itself", () => {
    const cluster = unprotected({ createdAt: lab.start - 30_000 }).change("securityGroupPolicies", lab.policy, {
      podSelector: { matchLabels: { tier: "db" } },
    });
    cluster.wait(60).change("securityGroupPolicies", lab.policy, { podSelector: { matchLabels: { tier: "web" } } });
    const [finding] = judge([policyNotEnforced], cluster.wait(60)).findings;
    expect(finding?.facts).toMatchObject({ case: "changed-since", changed: "policy", pods: ["shop/bare"] });
  });

  test.each<[string, () => Lab]>([
    ["uses the node's network", () => unprotected({ hostNetwork: true })],
    ["is of Fargate", () => unprotected({ labels: { tier: "web", "eks.amazonaws.com/fargate-profile": "p" } })],
    ["is of Windows", () => unprotected({ nodeSelector: { "kubernetes.io/os": "windows" } })],
    ["has ended", () => unprotected({ phase: "Succeeded" })],
    ["is on its way out", () => unprotected({ deletingSince: lab.start - 5000 })],
    ["was made a moment ago", () => unprotected({ createdAt: lab.start - 10_000 })],
    ["is not selected", () => unprotected({ labels: { tier: "db" } })],
    [
      "is on a node of Auto Mode",
      () => unprotected().change("nodes", lab.node, { labels: { "eks.amazonaws.com/compute-type": "auto" } }),
    ],
  ])("is silent when the pod %s", (_, cluster) => {
    expect(judge([policyNotEnforced], cluster()).findings).toEqual([]);
  });

  test("includes pods of kube-system, and is undecided without ServiceAccounts", () => {
    const policy = { ...healthy().get("securityGroupPolicies", lab.policy), namespace: "kube-system", podSelector: {} };
    const system = healthy().put("securityGroupPolicies", "kube-system/web", policy);
    expect(judge([policyNotEnforced], system).findings.flatMap(({ subjects }) => subjects)).toEqual([
      "pod/kube-system/coredns-1",
    ]);
    expect(judge([policyNotEnforced], unprotected().unread("serviceAccounts"))).toMatchObject({
      findings: [],
      undecided: [{ code: "SGP-065" }],
    });
  });
});

describe("branch-without-policy (SGP-066)", () => {
  const without = () => healthy().remove("securityGroupPolicies", lab.policy);

  test("speaks of pods whose policy is gone", () => {
    expect(judge(rules, without()).findings).toMatchObject([
      {
        code: "SGP-066",
        severity: "medium",
        subjects: [`pod/${lab.podA}`, `pod/${lab.podB}`],
        facts: { fellBack: null, actual: [lab.podGroup] },
      },
    ]);
  });

  test("says when the controller fell back to the node's groups", () => {
    const cluster = tell(without(), lab.podA, "SecurityGroupRequested", { secondsAgo: 0, type: "Warning" });
    const { findings } = judge(rules, cluster.remove("pods", lab.podB));
    expect(findings).toMatchObject([{ facts: { fellBack: true } }]);
  });

  test("is silent while the definition of policies is missing, and at the first of two readings", () => {
    const crdless = without().remove("customResourceDefinitions", "securitygrouppolicies.vpcresources.k8s.aws");
    expect(judge(rules, crdless).findings).toEqual([]);
    expect(judge(rules, without().wait(30)).findings).toEqual([]);
  });
});

describe("groups-drifted (SGP-067)", () => {
  const drifted = () =>
    healthy().change("securityGroupPolicies", lab.policy, { groupIds: [lab.podGroup, "sg-0new"], generation: 2 });

  test("tells pods with the same wanted and actual groups as one story", () => {
    expect(judge(rules, drifted()).findings).toMatchObject([
      {
        code: "SGP-067",
        severity: "high",
        subjects: [`pod/${lab.podA}`, `pod/${lab.podB}`],
        facts: {
          added: ["sg-0new"],
          removed: [],
          wanted: ["sg-0new", lab.podGroup].sort(),
          actual: [lab.podGroup],
          policies: [lab.policy],
        },
      },
    ]);
  });

  test("an ENI that only has the pod's IP is not held against it: the one that its annotation names is", () => {
    const { annotations } = healthy().get("pods", lab.podB);
    const text = annotations["vpc.amazonaws.com/pod-eni"]?.replace(lab.branchB, "eni-0new") ?? "";
    const cluster = drifted().change("pods", lab.podB, { annotations: { "vpc.amazonaws.com/pod-eni": text } });
    expect(judge(rules, cluster).findings.map(({ subjects }) => subjects)).toEqual([[`pod/${lab.podA}`]]);
  });

  test("another actual set is another story", () => {
    const cluster = drifted().change("interfaces", lab.branchA, { groups: [{ id: lab.nodeGroup }] });
    expect(judge(rules, cluster).findings).toHaveLength(2);
  });

  test("order does not matter, and one reading is not enough", () => {
    const both = healthy()
      .change("securityGroupPolicies", lab.policy, { groupIds: [lab.podGroup, lab.nodeGroup] })
      .change("interfaces", lab.branchA, { groups: [{ id: lab.nodeGroup }, { id: lab.podGroup }] })
      .change("interfaces", lab.branchB, { groups: [{ id: lab.podGroup }, { id: lab.nodeGroup }] });
    expect(judge(rules, both).findings).toEqual([]);
    const lately = healthy()
      .wait(30)
      .change("securityGroupPolicies", lab.policy, { groupIds: [lab.podGroup, "sg-0new"] });
    expect(judge(rules, lately).of("SGP-067")).toEqual([]);
  });
});

describe("policies-overlap (SGP-068)", () => {
  test("says what each policy adds", () => {
    const extra = { ...healthy().get("securityGroupPolicies", lab.policy), name: "extra", groupIds: [lab.nodeGroup] };
    expect(
      judge([policiesOverlap], healthy().put("securityGroupPolicies", "shop/extra", extra)).findings,
    ).toMatchObject([
      {
        severity: "info",
        facts: {
          policies: ["shop/extra", lab.policy],
          contributes: [lab.nodeGroup, lab.podGroup],
          union: [lab.nodeGroup, lab.podGroup],
          pods: [lab.podA, lab.podB],
        },
      },
    ]);
    expect(judge([policiesOverlap], healthy()).findings).toEqual([]);
  });
});
