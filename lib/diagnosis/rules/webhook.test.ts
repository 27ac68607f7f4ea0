import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { eventItem, healthy, judge, type Lab, podItem } from "../testing.fixture.ts";
import { lab, putPods } from "./pods.fixture.ts";
import { admissionDenied, webhookBroken } from "./webhook.ts";

const configuration = "vpc-resource-mutating-webhook";
type Webhook = Item<"webhookConfigurations">["webhooks"][number];

function altered(change: Partial<Webhook>): Lab {
  const cluster = healthy();
  const [webhook] = cluster.get("webhookConfigurations", configuration).webhooks as [Webhook];
  return cluster.change("webhookConfigurations", configuration, { webhooks: [{ ...webhook, ...change }] });
}

describe("webhook-broken (SGP-073)", () => {
  const rule = { operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] };

  test.each<[string, Lab]>([
    ["missing", healthy().remove("webhookConfigurations", configuration)],
    ["no-entry", altered({ name: "other.example.com" })],
    ["no-ca-bundle", altered({ hasCaBundle: false })],
    ["rules", altered({ rules: [{ ...rule, operations: ["UPDATE"] }] })],
    ["rules", altered({ rules: [{ ...rule, resources: ["deployments"] }] })],
    ["namespace-selector", altered({ namespaceSelector: { matchLabels: { sgp: "on" } } })],
    ["object-selector", altered({ objectSelector: { matchLabels: { sgp: "on" } } })],
  ])("speaks: %s", (problem, cluster) => {
    expect(judge([webhookBroken], cluster).findings).toMatchObject([{ severity: "critical", facts: { problem } }]);
  });

  test.each<[string, Lab]>([
    [
      "wildcards",
      altered({ rules: [{ operations: ["*"], apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"] }] }),
    ],
    ["empty selectors", altered({ namespaceSelector: {}, objectSelector: { matchLabels: {} } })],
    [
      "a selector that leaves out a namespace without policies",
      altered({
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system"] }],
        },
      }),
    ],
    [
      "a selector that admits every pod that a policy selects",
      altered({ objectSelector: { matchLabels: { tier: "web" } } }),
    ],
  ])("is silent: %s", (_, cluster) => {
    expect(judge([webhookBroken], cluster).findings).toEqual([]);
  });

  test.each<[string, Lab]>([
    ["namespaces", altered({ namespaceSelector: { matchLabels: { sgp: "on" } } }).unread("namespaces")],
    ["policies", altered({ namespaceSelector: { matchLabels: { sgp: "on" } } }).unread("securityGroupPolicies")],
    ["pods", altered({ objectSelector: { matchLabels: { sgp: "on" } } }).unread("pods")],
  ])("tells of a selector that it cannot judge without %s", (_, cluster) => {
    expect(judge([webhookBroken], cluster).findings).toMatchObject([{ confidence: "cannot-tell" }]);
  });

  test("is undecided where webhooks cannot be read", () => {
    const { findings, undecided } = judge([webhookBroken], healthy().unread("webhookConfigurations"));
    expect([findings.length, undecided.map(({ code }) => code)]).toEqual([0, ["SGP-073"]]);
  });
});

describe("admission-denied (SGP-076)", () => {
  const noAccount =
    'Error creating: admission webhook "mpod.vpc.k8s.aws" denied the request: Failed to get Matching SGP for Pods, rejecting event';
  const restored =
    'Error creating: admission webhook "vpod.vpc.k8s.aws" denied the request: Pod cannot be created with vpc.amazonaws.com/pod-eni annotation';

  function denied(message: string, secondsAgo = 60): Lab {
    const at = lab.start - secondsAgo * 1000;
    const event = eventItem("ReplicaSet", "shop/api-7f9c", {
      reason: "FailedCreate",
      message,
      count: 3,
      firstAt: at,
      lastAt: at,
    });
    return healthy().put("events", "shop/api-7f9c.FailedCreate", event);
  }

  test.each([
    [
      noAccount,
      { webhook: "mpod.vpc.k8s.aws", cause: "service-account", owners: ["ReplicaSet/shop/api-7f9c"], times: 3 },
    ],
    [restored, { webhook: "vpod.vpc.k8s.aws", cause: "annotation-in-template" }],
  ])("reads %s", (message, facts) => {
    expect(judge([admissionDenied], denied(message)).findings).toMatchObject([{ severity: "high", facts }]);
  });

  test("is over when its owner has created a pod since, or gave up long ago", () => {
    const created = podItem("api-1", {
      owner: { kind: "ReplicaSet", name: "api-7f9c" },
      createdAt: lab.start - 30_000,
    });
    expect(judge([admissionDenied], putPods(denied(noAccount), created)).findings).toEqual([]);
    expect(judge([admissionDenied], denied(noAccount, 1300)).findings).toEqual([]);
  });

  test("leaves the refusals of other webhooks alone", () => {
    expect(
      judge([admissionDenied], denied('admission webhook "validate.kyverno.svc" denied the request')).findings,
    ).toEqual([]);
  });
});
