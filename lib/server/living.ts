import { setImmediate } from "node:timers/promises";
import { Chronicle, type Followed } from "../life/chronicle.ts";
import { everything, type Latency, latencyIn } from "../life/latency.ts";
import type { Life } from "../life/life.ts";
import { lifeFrom, type Subject } from "../life/life-of.ts";
import { compare } from "../recording/change.ts";
import { emptyObservation } from "../recording/observation.ts";
import type { Resource } from "../topology/resources.ts";
import type { Feed } from "./feeds/feed.ts";
import { TroubleError } from "./hub.ts";

const hour = 3_600_000;
const longestMs = { life: 24 * hour, latency: 6 * hour };
/** Changed items that are looked at for one answer; what is further back is left out, and `since` says so. */
const mostItems = 300_000;
const mostMoments = 10_000;
const atATime = 20;

/** The life of what a resource stands for. Throws `TroubleError` when it has none, or nothing is known of it. */
export async function lifeIn(
  feed: Feed,
  resources: ReadonlyMap<string, Resource>,
  id: string,
  at: number,
): Promise<Life> {
  const subject = subjectOf(id, resources);
  if (subject === null) throw noLife(`${id} has no life that is told: ask for a Pod, a node or an ENI.`);
  const life = await lifeFrom((followed) => read(feed, followed, at, longestMs.life), subject, at);
  if (life === null) throw noLife(`Nothing is known of ${id} in the time that was looked at.`);
  return life;
}

/** How long the steps of the cluster's Pods took in the hours before a moment. */
export async function latencyOfCluster(feed: Feed, at: number): Promise<Latency> {
  return latencyIn(await read(feed, everything, at, longestMs.latency), at);
}

/** Reads the history bit by bit: the worker watches its cluster meanwhile. */
async function read({ engine, history }: Feed, followed: Followed, at: number, longest: number): Promise<Chronicle> {
  const chronicle = new Chronicle(followed, engine.header, at);
  const from = startOf(history, at, longest);
  if (from === null) return chronicle;
  const start = await history.observationAt(from);
  if (start !== null) chronicle.take(compare(emptyObservation, start));
  let count = 0;
  for (const change of history.changesBetween(from, at)) {
    chronicle.take(change);
    if (++count % atATime === 0) await setImmediate();
  }
  return chronicle;
}

/** As far back as it is worth: no further than `longest`, and no more than can be read while somebody waits. */
function startOf(history: Feed["history"], at: number, longest: number): number | null {
  const span = history.span();
  if (span === null || span.from > at) return null;
  const from = Math.max(span.from, at - longest);
  let items = 0;
  let start = at;
  for (const moment of history.moments(from, at, mostMoments).moments.toReversed()) {
    items += moment.changes;
    if (items > mostItems) return start;
    start = moment.at;
  }
  return from;
}

function subjectOf(id: string, resources: ReadonlyMap<string, Resource>): Subject | null {
  if (id.startsWith("pod/")) return { kind: "pod", id: id.slice("pod/".length) };
  if (id.startsWith("eni-")) return { kind: "eni", id };
  if (id.startsWith("node/")) return { kind: "node", id: id.slice("node/".length) };
  const resource = resources.get(id);
  return resource?.kind === "instance" && resource.nodeName !== undefined
    ? { kind: "node", id: resource.nodeName }
    : null;
}

function noLife(message: string): TroubleError {
  return new TroubleError({ code: "no-life", message });
}
