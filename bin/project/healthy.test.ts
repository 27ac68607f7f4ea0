import { describe, expect, test } from "vitest";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { rules } from "../../lib/diagnosis/register.ts";
import { createWatch } from "../../lib/diagnosis/watch.ts";
import { living } from "../../lib/simulator/living.ts";
import { quiet } from "../../lib/simulator/quiet.ts";
import { scaled } from "../../lib/simulator/scaled.ts";
import type { Scenario } from "../../lib/simulator/scenario.ts";
import { simulate } from "../../lib/simulator/simulate.ts";

const minute = 60_000;
const twoHours = 120;
const isFull = process.env["HEALTHY"] === "full";
const fully = "HEALTHY=full npx vitest run bin/project/healthy.test.ts";

/** What spoke above info at any look of so many minutes, each with an example. */
function accusations(scenario: Scenario, { minutes, everySeconds }: { minutes: number; everySeconds: number }) {
  const simulation = simulate(scenario);
  const watch = createWatch({ rules, cluster: scenario.cluster });
  const spoken = new Map<string, Finding>();
  const until = scenario.start + minutes * minute;
  for (let at = scenario.start; at <= until; at += everySeconds * 1000) {
    const { diagnosis } = watch.advance(simulation.advance(at));
    for (const finding of diagnosis.changed) {
      if (finding.severity !== "info" && !spoken.has(finding.rule)) spoken.set(finding.rule, finding);
    }
  }
  const faults = [...watch.diagnosis.faults.keys()].map(({ id }) => id);
  return { spoken: [...spoken.values()], undecided: watch.diagnosis.undecided, faults };
}

const nothing = { spoken: [], undecided: [], faults: [] };

/** The living cluster, whose proxies have room, whose policies are narrow, and whose branches EC2 lets go. */
function livingWell(): Scenario {
  const scenario = living();
  return {
    ...scenario,
    faults: [],
    nodeGroups: scenario.nodeGroups.map((group) =>
      group.name === "edge" ? { ...group, types: ["m5.large"], desired: 2 } : group,
    ),
    policies: scenario.policies.map((policy) => {
      if (policy.name === "proxies") return { ...policy, groups: ["edge"] };
      const podSelector = { matchExpressions: [{ key: "app.kubernetes.io/name", operator: "Exists" }] };
      return policy.name === "jobs" ? { ...policy, podSelector } : policy;
    }),
  };
}

/** So many nodes with deployments that roll out, jobs that come and go, and nodes that are replaced. */
function busy(nodes: number): Scenario {
  const scenario = scaled({ nodes, branchesPerNode: 6, podsPerNode: 12, churnEveryMs: 20 * minute });
  return {
    ...scenario,
    nodeGroups: scenario.nodeGroups.map((group) => ({
      ...group,
      replaceEveryMs: Math.max(1, 15 - nodes / 100) * minute,
    })),
    policies: [
      ...scenario.policies,
      {
        namespace: "batch",
        name: "jobs",
        serviceAccountSelector: { matchLabels: { team: "batch" } },
        groups: ["team-0"],
      },
    ],
    serviceAccounts: { ...scenario.serviceAccounts, "batch/runner": { team: "batch" } },
    workloads: [
      ...scenario.workloads,
      ...Array.from({ length: Math.max(1, Math.round(nodes / 50)) }, (_, index) => ({
        kind: "CronJob" as const,
        namespace: "batch",
        name: `report-${index}`,
        serviceAccount: "runner",
        everyMs: 5 * minute,
        runSeconds: [15, 40] as const,
        keep: 2,
      })),
    ],
  };
}

describe("nothing is accused through two hours", () => {
  test("of a quiet cluster", () => {
    expect(accusations(quiet(), { minutes: twoHours, everySeconds: 5 })).toEqual(nothing);
  });

  test("of a cluster that lives", { timeout: 60_000 }, () => {
    expect(accusations(livingWell(), { minutes: twoHours, everySeconds: isFull ? 5 : 10 })).toEqual(nothing);
  });

  test("of 10 nodes with rollouts, jobs and replaced nodes", { timeout: 60_000 }, () => {
    expect(accusations(busy(10), { minutes: twoHours, everySeconds: 5 })).toEqual(nothing);
  });

  test("of 1,000 nodes with rollouts, jobs and replaced nodes", { timeout: 1_200_000 }, () => {
    expect(accusations(busy(1000), { minutes: twoHours, everySeconds: isFull ? 5 : 120 })).toEqual(nothing);
  });

  test.runIf(isFull)(`of 5,000 nodes likewise (${fully})`, { timeout: 3_600_000 }, () => {
    expect(accusations(busy(5000), { minutes: twoHours, everySeconds: 15 })).toEqual(nothing);
  });
});
