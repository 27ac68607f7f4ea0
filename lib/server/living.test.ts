import { describe, expect, test } from "vitest";
import { openHistory } from "../history/store.ts";
import { changedIn } from "../life/past.ts";
import type { Change } from "../recording/change.ts";
import { living } from "../simulator/living.ts";
import { record } from "../simulator/record.ts";
import { simulate } from "../simulator/simulate.ts";
import { Engine } from "./engine.ts";
import type { Feed } from "./feeds/feed.ts";
import { latencyOfCluster, lifeIn } from "./living.ts";

const scenario = living();
const until = scenario.start + 5 * 60_000;
const { header, changes } = record(simulate(scenario), { until, everyMs: 5_000 });

function feedOf(some: readonly Change[]): Feed {
  const engine = new Engine({ header, mode: "live", cluster: header.cluster, firstRevision: 1 });
  const history = openHistory({
    file: null,
    keepDays: 10_000,
    keepMegabytes: 64,
    now: () => engine.observation.at,
    observe: () => engine.observation,
  });
  for (const change of some) {
    engine.take(change);
    history.append(change);
  }
  return { engine, history, run: async () => undefined };
}

const feed = feedOf(changes);
const { resources } = feed.engine.view().searched();
const gone = changes.flatMap((change) =>
  [...changedIn(change, "pods")].flatMap(([id, pod]) => (pod === null ? [{ id, at: change.at }] : [])),
);

describe("lives from the history", () => {
  test("a Pod that is gone is told as the recording tells it", async () => {
    const [first] = gone;
    const life = await lifeIn(feed, resources, `pod/${first?.id}`, until);
    expect(life.steps.find(({ step }) => step === "D1")?.at).toBe(first?.at);
  });

  test("at an earlier moment it is still there", async () => {
    const last = gone.at(-1);
    const life = await lifeIn(feed, resources, `pod/${last?.id}`, (last?.at ?? 0) - 1);
    const shown = life.steps.flatMap(({ evidence }) => evidence.map(({ collection, value }) => [collection, value]));
    expect(shown).not.toContainEqual(["pods", "no longer listed"]);
  });

  test("an instance is told as its node, an ENI as itself", async () => {
    const instance = [...resources.values()].find((one) => one.kind === "instance" && one.nodeName !== undefined);
    const branch = [...resources.values()].find(({ kind }) => kind === "branch");
    expect((await lifeIn(feed, resources, instance?.id ?? "", until)).kind).toBe("node");
    expect((await lifeIn(feed, resources, branch?.id ?? "", until)).id).toBe(branch?.id);
  });

  test("what has no life, and what nobody knows, is refused with a reason", async () => {
    const refused = expect.objectContaining({ code: "no-life" });
    await expect(lifeIn(feed, resources, "subnet-1", until)).rejects.toEqual(refused);
    await expect(lifeIn(feed, resources, "pod/no/body", until)).rejects.toEqual(refused);
  });

  test("the cluster's latency counts the Pods that came while it was watched", async () => {
    const latency = await latencyOfCluster(feed, until);
    expect(latency.allocation.spread?.count).toBeGreaterThan(5);
    expect(latency.since).toBe(scenario.start);
  });
});
