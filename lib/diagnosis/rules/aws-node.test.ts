import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { awsNodeOutdated, awsNodeUnhealthy } from "./aws-node.ts";

const rules = [awsNodeUnhealthy, awsNodeOutdated];
const minute = 60_000;

describe("aws-node-unhealthy (SGP-033)", () => {
  const unready = (changedAt: number): Lab =>
    healthy().change("pods", lab.awsNode, { conditions: [{ type: "Ready", status: "False", changedAt }] });
  const status = (fields: Partial<NonNullable<Item<"pods">["statuses"]>[number]>): Lab =>
    healthy().change("pods", lab.awsNode, { statuses: [{ name: "aws-node", ready: true, restarts: 0, ...fields }] });

  test("speaks of one that is not ready for two minutes", () => {
    expect(judge(rules, unready(lab.start - 3 * minute)).findings).toMatchObject([
      {
        code: "SGP-033",
        severity: "high",
        subjects: [lab.instance, `pod/${lab.awsNode}`],
        facts: { node: lab.node, trouble: "not-ready", branchPods: 2 },
      },
    ]);
    expect(judge(rules, unready(lab.start - minute)).findings).toEqual([]);
  });

  test("speaks of one that crashes, and of one that keeps restarting", () => {
    const crashing = status({ ready: false, restarts: 7, reason: "CrashLoopBackOff" });
    expect(judge(rules, crashing).findings).toMatchObject([{ facts: { trouble: "crashing", restarts: 7 } }]);
    const restarting = status({ restarts: 4, startedAt: lab.start - 2 * minute });
    expect(judge(rules, restarting).findings).toMatchObject([{ facts: { trouble: "restarting", restarts: 4 } }]);
    expect(judge(rules, status({ restarts: 4, startedAt: lab.start - 60 * minute })).findings).toEqual([]);
  });

  test.each([
    ["a pod that has just been made", (l: Lab) => l.change("pods", lab.awsNode, { createdAt: lab.start - 3 * minute })],
    ["a pod on its way out", (l: Lab) => l.change("pods", lab.awsNode, { deletingSince: lab.start - minute })],
    ["a node without branches", (l: Lab) => l.remove("pods", lab.podA).remove("pods", lab.podB)],
    [
      "a node that is not ready itself",
      (l: Lab) => l.change("nodes", lab.node, { conditions: [{ type: "Ready", status: "False" }] }),
    ],
  ])("leaves alone %s", (_what, alter) => {
    expect(judge(rules, alter(unready(lab.start - 5 * minute))).findings).toEqual([]);
  });
});

describe("aws-node-outdated (SGP-033)", () => {
  const outdated = (): Lab => {
    const l = healthy();
    const [main] = l.get("daemonSets", "kube-system/aws-node").containers;
    return l.change("daemonSets", "kube-system/aws-node", {
      containers: [{ ...main, name: "aws-node", image: "cni:v1.21.0" }],
    });
  };

  test("names both images when no rollout is moving", () => {
    expect(judge(rules, outdated().wait(150, 30)).findings).toMatchObject([
      { code: "SGP-033", rule: "aws-node-outdated", facts: { wanted: "cni:v1.21.0", node: lab.node, branchPods: 2 } },
    ]);
  });

  test("lets a rollout take its time: to begin, and while it moves", () => {
    expect(judge(rules, outdated().wait(90, 30)).findings).toEqual([]);
    const moving = outdated();
    const second = {
      ...moving.get("nodes", lab.node),
      name: "second",
      providerId: "aws:///eu-west-1a/i-0bbbbbbbbbbbbbbb2",
    };
    moving.put("nodes", "second", second).put("pods", "kube-system/aws-node-2", {
      ...moving.get("pods", lab.awsNode),
      name: "aws-node-2",
      nodeName: "second",
      createdAt: lab.start - 5 * minute,
    });
    expect(judge(rules, moving.wait(150, 30)).findings).toEqual([]);
  });
});
