import { describe, expect, test } from "vitest";
import { openHistory } from "../history/store.ts";
import { type Change, compare } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { living } from "../simulator/living.ts";
import { simulate } from "../simulator/simulate.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import { Engine } from "./engine.ts";
import type { Feed } from "./feeds/feed.ts";
import { objectIn } from "./inspecting.ts";
import { mainItemOf } from "./item-ids.ts";

function feedOf(changes: Iterable<Change>): Feed {
  const cluster = "prod";
  const engine = new Engine({ header: { cluster, region: "eu-west-1" }, mode: "live", cluster, firstRevision: 1 });
  const history = openHistory({
    file: null,
    keepDays: 10_000,
    keepMegabytes: 64,
    now: () => engine.observation.at,
    observe: () => engine.observation,
  });
  for (const change of changes) {
    engine.take(change);
    history.append(change);
  }
  return { engine, history, run: async () => undefined };
}

function livingFeed(seconds: number) {
  const simulation = simulate({ ...living(), cluster: "prod" });
  const start = simulation.now;
  const changes = [simulation.advance(start)];
  for (let at = start + 5_000; at <= start + seconds * 1_000; at += 5_000) changes.push(simulation.advance(at));
  return feedOf(changes);
}

const lived = livingFeed(300);
const told = new Set([...(lived.engine.observation.items.events?.values() ?? [])].map(({ about }) => about.name));
const ask = (feed: Feed, id: string, links = [] as Parameters<typeof objectIn>[2]["links"]) =>
  objectIn(feed, feed.engine.view(), { id, links });

function first<K extends ResourceKind>(kind: K, fits: (resource: ResourceOf<K>) => boolean = () => true) {
  const found = lived.engine
    .snapshot()
    .resources.find((one: Resource): one is ResourceOf<K> => one.kind === kind && fits(one as ResourceOf<K>));
  if (!found) throw new Error(`the living cluster has no such ${kind}`);
  return found;
}

describe("what is behind a resource", () => {
  test("a pod comes as it was recorded, with its annotation, its source and when that was read", async () => {
    const pod = first("pod", ({ branchIds }) => branchIds.length > 0);
    const { state, sightings, ways } = await ask(lived, pod.id);
    expect(state).toBe("here");
    expect(sightings).toHaveLength(1);
    const [sighting] = sightings;
    expect(sighting).toMatchObject({ collection: "pods", source: "kubernetes", state: "seen", failure: null });
    expect(sighting?.readAt).toBe(lived.engine.observation.readAt.pods);
    expect(JSON.stringify(sighting?.item)).toContain(pod.branchIds[0]);
    expect(ways?.arn).toBe(null);
    expect(ways?.commands.map(({ shows }) => shows)).toEqual(["pod", "annotation", "events"]);
  });

  test("an instance comes with its node and its CNINode; a half that is missing is said to be", async () => {
    const instance = first("instance", ({ inKubernetes }) => inKubernetes === true);
    const { sightings } = await ask(lived, instance.id);
    expect(sightings.map(({ collection }) => collection)).toEqual(["instances", "nodes", "cniNodes"]);
    const bare: Observation = {
      at: 1_000,
      items: {
        nodes: new Map([
          [
            "n1",
            {
              name: "n1",
              labels: {},
              annotations: {},
              addresses: [],
              capacity: {},
              allocatable: {},
              conditions: [],
              taints: [],
            },
          ],
        ]),
        cniNodes: new Map(),
      },
      failures: {},
      readAt: { nodes: 1_000, cniNodes: 1_000 },
    };
    const feed = feedOf([compare(emptyObservation, bare)]);
    const alone = await ask(feed, "node/n1");
    expect(alone.sightings.map(({ collection, state }) => [collection, state])).toEqual([
      ["nodes", "seen"],
      ["cniNodes", "absent"],
    ]);
  });

  test("events are those about it, newest first, each with the resource it is about", async () => {
    const pod = first("pod", ({ name, branchIds }) => branchIds.length > 0 && told.has(name));
    const { events } = await ask(lived, pod.id);
    expect(events.total).toBeGreaterThan(0);
    expect(events.shown.map(({ event }) => event.about.name)).toEqual(events.shown.map(() => pod.name));
    const times = events.shown.map(({ event }) => event.lastAt ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const branch = await ask(lived, pod.branchIds[0] ?? "");
    expect(branch.events.shown.map(({ subject }) => subject)).toEqual(events.shown.map(() => pod.id));
  });

  test("events that Kubernetes has forgotten are still told, and said to be forgotten", async () => {
    const pod = first("pod", ({ name }) => told.has(name));
    const changes = [...lived.history.changesBetween(0, lived.engine.observation.at)];
    const start = await lived.history.observationAt(lived.history.span()?.from ?? 0);
    const events = lived.engine.observation.items.events ?? new Map();
    const forgotten: Change = {
      at: lived.engine.observation.at + 5_000,
      items: { events: new Map([...events.keys()].map((id) => [id, null])) },
      failures: {},
      readAt: {},
    };
    const feed = feedOf([...(start ? [compare(emptyObservation, start)] : []), ...changes, forgotten]);
    const answer = await ask(feed, pod.id);
    expect(answer.events.total).toBeGreaterThan(0);
    expect(answer.events.shown.every(({ isKept }) => !isKept)).toBe(true);
  });

  test("of a group, the first of all that hold it, with how many there are and what finds them", async () => {
    const { groupIds } = first("branch");
    const [id = ""] = groupIds;
    const { relations } = await ask(lived, id);
    const branches = lived.engine
      .snapshot()
      .resources.filter((one) => one.kind === "branch" && one.groupIds.includes(id));
    expect(relations.find(({ kind }) => kind === "branch")).toMatchObject({
      query: `kind:branch sg=${id}`,
      total: branches.length,
    });
  });

  test("links that the operator defined are filled in", async () => {
    const branch = first("branch");
    const links = [{ label: "Runbook", url: "https://runbooks.example/{cluster}/{id}" }];
    const { ways } = await ask(lived, branch.id, links);
    expect(ways?.links).toEqual([{ label: "Runbook", url: `https://runbooks.example/prod/${branch.id}` }]);
    expect(ways?.console[0]?.url).toContain("https://eu-west-1.console.aws.amazon.com/");
  });
});

describe("what is not there", () => {
  const subnet = (id: string) => ({ id, tags: {} });
  const at = (time: number, subnets: Record<string, ReturnType<typeof subnet> | null>): Change => ({
    at: time,
    items: { subnets: new Map(Object.entries(subnets)) },
    failures: {},
    readAt: { subnets: time },
  });
  const hour = 3_600_000;
  const feed = feedOf([
    at(1_000, { "subnet-a": subnet("subnet-a"), "subnet-b": subnet("subnet-b") }),
    at(2_000, { "subnet-c": subnet("subnet-c") }),
    at(3_000, { "subnet-a": null }),
    at(3 * hour, { "subnet-d": subnet("subnet-d") }),
  ]);

  test("is gone when the history had it: with the last reading that had it, and as it was", async () => {
    const gone = await ask(feed, "subnet-a");
    expect(gone).toMatchObject({ state: "gone", resource: null, ways: null });
    expect(gone.past).toMatchObject({ lastSeenAt: 2_000, goneAt: 3_000 });
    expect(gone.sightings[0]).toMatchObject({ collection: "subnets", state: "seen", item: { id: "subnet-a" } });
  });

  test("is later when it only came after the moment shown", async () => {
    const moment = await feed.history.momentAt(1_500);
    if (!moment) throw new Error("the history begins later");
    const later = await objectIn(feed, feed.engine.viewOf(moment, 1_500), { id: "subnet-d", links: [] });
    expect(later.state).toBe("later");
  });

  test("is unknown when nothing of that id was ever there, and when no resource can be called so", async () => {
    expect(await ask(feed, "subnet-x")).toMatchObject({
      state: "unknown",
      past: { goneAt: null, searchedFrom: 1_000 },
    });
    expect(await ask(feed, "<script>")).toMatchObject({ state: "unknown", past: null, sightings: [] });
  });
});

test.each([
  ["i-01", ["instances", "i-01"]],
  ["node/ip-10-0-0-1", ["nodes", "ip-10-0-0-1"]],
  ["pod/shop/web-1", ["pods", "shop/web-1"]],
  ["policy/shop/web", ["securityGroupPolicies", "shop/web"]],
  ["unjoined/cniNodes/a/b", ["cniNodes", "a/b"]],
  ["unjoined/constructor/a", null],
  ["vpc-1", null],
])("%s is there by the item %j", (id, item) => {
  expect(mainItemOf(id)).toEqual(item);
});
