import { describe, expect, test } from "vitest";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { rules } from "../../lib/diagnosis/register.ts";
import { createWatch } from "../../lib/diagnosis/watch.ts";
import type { Change } from "../../lib/recording/change.ts";
import { type CollectionName, collections, type SourceName } from "../../lib/recording/collections.ts";
import { living } from "../../lib/simulator/living.ts";
import { quiet } from "../../lib/simulator/quiet.ts";
import { scaled } from "../../lib/simulator/scaled.ts";
import type { Scenario } from "../../lib/simulator/scenario.ts";
import { simulate } from "../../lib/simulator/simulate.ts";

const minute = 60_000;
const twoHours = 120;
const isFull = process.env["HEALTHY"] === "full";
const fully = "HEALTHY=full npx vitest run bin/project/healthy.test.ts";

interface Looks {
  readonly minutes: number;
  readonly everySeconds: number;
  readonly seenAs?: (change: Change) => Change;
}

const asItIs = (change: Change) => change;

/** What spoke above info at any look of so many minutes, each with an example. */
function accusations(scenario: Scenario, { minutes, everySeconds, seenAs = asItIs }: Looks) {
  const simulation = simulate(scenario);
  const watch = createWatch({ rules, cluster: scenario.cluster });
  const spoken = new Map<string, Finding>();
  const until = scenario.start + minutes * minute;
  for (let at = scenario.start; at <= until; at += everySeconds * 1000) {
    const { diagnosis } = watch.advance(seenAs(simulation.advance(at)));
    for (const finding of diagnosis.changed) {
      if (finding.severity !== "info" && !spoken.has(finding.rule)) spoken.set(finding.rule, finding);
    }
  }
  const faults = [...watch.diagnosis.faults.keys()].map(({ id }) => id);
  return { spoken: [...spoken.values()], undecided: watch.diagnosis.undecided, faults };
}

/** EC2 as it is read: every so many seconds, and each answer a period late. */
function late(seconds: number): (change: Change) => Change {
  let next = Number.NEGATIVE_INFINITY;
  let read = nothingRead();
  let underway = nothingRead();
  return ({ at, items, failures, readAt }) => {
    const isFirst = next === Number.NEGATIVE_INFINITY;
    const told = { items: split(items, "kubernetes"), readAt: split(readAt, "kubernetes") };
    for (const [collection, changed] of Object.entries(split(items, "ec2"))) {
      const known = underway.items[collection] ?? new Map();
      for (const [id, item] of changed ?? []) known.set(id, item);
      underway.items[collection] = known;
    }
    Object.assign(underway.readAt, split(readAt, "ec2"));
    if (at >= next) {
      const arrives = isFirst ? underway : read;
      Object.assign(told.items, arrives.items);
      Object.assign(told.readAt, arrives.readAt);
      read = isFirst ? nothingRead() : underway;
      underway = nothingRead();
      next = at + seconds * 1000;
    }
    return { at, failures, ...told } as Change;
  };
}

function nothingRead() {
  return { items: {} as Record<string, Map<string, unknown>>, readAt: {} as Record<string, number> };
}

function split<T>(all: Readonly<Record<string, T>>, source: SourceName): Record<string, T> {
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => collections[name as CollectionName].source === source),
  );
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

  test.each([
    ["lives", livingWell()],
    ["is busy", busy(20)],
  ])(
    "of a cluster that %s, while EC2 is read every half minute and answers late",
    { timeout: 60_000 },
    (_which, scenario) => {
      const looks = { minutes: isFull ? twoHours : 60, everySeconds: 10, seenAs: late(30) };
      expect(accusations(scenario, looks)).toEqual(nothing);
    },
  );

  test("of 1,000 nodes with rollouts, jobs and replaced nodes", { timeout: 1_200_000 }, () => {
    expect(accusations(busy(1000), { minutes: twoHours, everySeconds: isFull ? 5 : 60 })).toEqual(nothing);
  });

  test.runIf(isFull)(`of 5,000 nodes likewise (${fully})`, { timeout: 3_600_000 }, () => {
    expect(accusations(busy(5000), { minutes: twoHours, everySeconds: 15 })).toEqual(nothing);
  });
});
