import { describe, expect, test } from "vitest";
import { type Change, compare } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { eventItem, healthy, type Lab, lab } from "./healthy.fixture.ts";
import { Memories } from "./remembered.ts";

/** Memories of a lab, told of each moment. */
function remembering(cluster: Lab, known?: Memories) {
  const memories = new Memories(known === undefined ? undefined : JSON.parse(JSON.stringify(known)));
  let before: Observation = emptyObservation;
  const look = (): Change => {
    const now = cluster.observation();
    const change = compare(before, now);
    before = now;
    memories.take(change);
    return change;
  };
  look();
  return { memories, look, now: () => before };
}

const event = (name: string, at: number, reason = "BranchAllocationFailed") =>
  ({ ...eventItem("Pod", lab.podA, { reason, firstAt: at, lastAt: at }), name }) as const;
const reasonsOf = (memories: Memories) => memories.eventsAbout("Pod", "shop", "web-a").map(({ name }) => name);

describe("events", () => {
  test("are kept when Kubernetes forgets them, oldest first, for a day", () => {
    const cluster = healthy().put("events", "shop/b", event("b", lab.start + 1_000));
    const { memories, look } = remembering(cluster);
    cluster.put("events", "shop/a", event("a", lab.start)).now += 1_000;
    look();
    cluster.remove("events", "shop/a").remove("events", "shop/b").now += 3_600_000;
    look();
    expect(reasonsOf(memories)).toEqual(["a", "b"]);
    expect(memories.eventsOf("BranchAllocationFailed")).toHaveLength(2);
    cluster.now += 24 * 3_600_000;
    look();
    expect(reasonsOf(memories)).toEqual([]);
    expect(memories.eventsOf("BranchAllocationFailed")).toEqual([]);
  });

  test("of one object are the newest forty", () => {
    const cluster = healthy();
    for (let n = 0; n < 50; n++) cluster.put("events", `shop/e${n}`, event(`e${n}`, lab.start + n));
    const { memories } = remembering(cluster);
    expect(reasonsOf(memories)).toHaveLength(40);
    expect(reasonsOf(memories)[0]).toBe("e10");
  });

  test("about a node are found by its name, whatever namespace they lie in", () => {
    const cluster = healthy().put("events", "default/n", eventItem("Node", lab.node, { reason: "NodeTrunkInitiated" }));
    const { memories } = remembering(cluster);
    expect(memories.eventsAbout("Node", null, lab.node)).toHaveLength(1);
    expect(memories.eventsAbout("Node", null, "another")).toEqual([]);
  });
});

describe("policies", () => {
  test("are remembered as often as their selectors or groups changed", () => {
    const cluster = healthy();
    const { memories, look } = remembering(cluster);
    cluster.change("securityGroupPolicies", lab.policy, { labels: { team: "shop" } }).now += 1_000;
    look();
    cluster.change("securityGroupPolicies", lab.policy, { groupIds: ["sg-0other"] }).now += 1_000;
    look();
    expect(memories.policyEdits(lab.policy)).toMatchObject([
      { at: lab.start, policy: { groupIds: [lab.podGroup] } },
      { at: lab.start + 2_000, policy: { groupIds: ["sg-0other"] } },
    ]);
  });
});

describe("first sights", () => {
  test("are exact of what was not there one reading earlier", () => {
    const cluster = healthy();
    const { memories, look, now } = remembering(cluster);
    cluster.put("cniNodes", "late", { ...cluster.get("cniNodes", lab.node), name: "late" }).now += 1_000;
    look();
    expect(memories.firstSeen("cniNodes", lab.node, now())).toEqual({ at: lab.start, exact: false });
    expect(memories.firstSeen("cniNodes", "late", now())).toEqual({ at: lab.start + 1_000, exact: true });
    expect(memories.firstSeen("cniNodes", "never", now())).toBeUndefined();
  });

  test("are new when something comes back, and the same after a restart", () => {
    const cluster = healthy();
    const first = remembering(cluster);
    const node = cluster.get("cniNodes", lab.node);
    cluster.remove("cniNodes", lab.node).now += 1_000;
    first.look();
    cluster.put("cniNodes", lab.node, node).now += 1_000;
    first.look();
    const { memories, now } = remembering(cluster, first.memories);
    expect(memories.firstSeen("cniNodes", lab.node, now())).toEqual({ at: lab.start + 2_000, exact: true });
    expect(memories.startedAt).toBe(lab.start);
  });
});

test("readings are counted by collection, and what a restart reads again is not one more", () => {
  const cluster = healthy();
  const first = remembering(cluster);
  cluster.now += 1_000;
  first.look();
  expect(first.memories.readings.of("pods")).toBe(2);
  expect(remembering(cluster, first.memories).memories.readings.of("pods")).toBe(2);
});
