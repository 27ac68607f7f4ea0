import type { Recording } from "../recording/recording.ts";
import type { Chronicle, Followed } from "./chronicle.ts";
import { branchPodLadder } from "./ladders.ts";
import type { Step, StepCode } from "./life.ts";
import { chronicleOf } from "./life-of.ts";
import { podSteps } from "./lives.ts";
import type { PodTrack } from "./pod-track.ts";

export interface Spread {
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly mostMs: number;
}

export interface Bucket {
  /** Milliseconds; `null` = everything longer than the bucket before. */
  readonly upToMs: number | null;
  readonly count: number;
}

export interface Stuck {
  readonly step: StepCode;
  readonly name: string;
  readonly checks: readonly string[];
  readonly count: number;
  /** Some of them, those that wait longest first. */
  readonly pods: readonly string[];
}

/** From being bound to its annotation: what the controller and EC2 took. */
export interface Allocation {
  readonly spread: Spread | null;
  readonly histogram: readonly Bucket[];
}

/** How long the steps of Pods take, over all Pods seen. */
export interface Latency {
  readonly at: number;
  readonly since: number;
  readonly pods: number;
  /** Pods that are not counted, because there were too many. */
  readonly leftOut: number;
  /** Of each step, the time since the step before. */
  readonly steps: readonly ({ readonly step: StepCode; readonly name: string } & Spread)[];
  readonly allocation: Allocation;
  readonly slowest: readonly { readonly pod: string; readonly uid: string | null; readonly allocationMs: number }[];
  readonly stuck: readonly Stuck[];
  readonly workloads: readonly ({ readonly workload: string; readonly stuck: number } & Allocation)[];
  /** Errors of EC2 calls, where CloudTrail was imported. */
  readonly apiErrors: readonly { readonly call: string; readonly error: string; readonly count: number }[];
}

const edges = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].map((seconds) => seconds * 1000);
const mostListed = 10;
const mostWorkloads = 200;

export const everything: Followed = { pod: () => true, eni: () => true };

/** How long Pods took until a moment (epoch milliseconds), and where they are held up at it. */
export function latencyOf(recording: Recording, at: number): Latency {
  return latencyIn(chronicleOf(recording, everything, at), at);
}

/** The same, of a chronicle of everything. */
export function latencyIn(chronicle: Chronicle, at: number): Latency {
  const lives = [...chronicle.earlierPods, ...chronicle.pods.values()].flatMap((track) => {
    if (!track.asksForBranch) return [];
    const steps = podSteps(chronicle, track, chronicle.enis.get(track.eniIds[0] ?? ""), at);
    return [{ track, steps, allocationMs: allocationOf(steps) }];
  });
  const slowest = lives
    .flatMap(({ track: { id, uid }, allocationMs }) => (allocationMs === null ? [] : [{ pod: id, uid, allocationMs }]))
    .toSorted((a, b) => b.allocationMs - a.allocationMs)
    .slice(0, mostListed);
  const byWorkload = Map.groupBy(lives, ({ track }) => workloadIn(track));
  return {
    at,
    since: chronicle.past.since,
    pods: lives.length,
    leftOut: chronicle.leftOut,
    steps: stepSpreads(lives),
    allocation: allocationIn(lives),
    slowest,
    stuck: stuckIn(lives),
    workloads: [...byWorkload]
      .map(([workload, some]) => ({
        workload,
        stuck: some.filter((one) => heldAt(one) !== undefined).length,
        ...allocationIn(some),
      }))
      .toSorted((a, b) => (b.spread?.p95Ms ?? 0) - (a.spread?.p95Ms ?? 0) || (a.workload < b.workload ? -1 : 1))
      .slice(0, mostWorkloads),
    apiErrors: [...chronicle.apiErrors].map(([key, count]) => {
      const [call = "", error = ""] = key.split(" ");
      return { call, error, count };
    }),
  };
}

interface Told {
  readonly track: PodTrack;
  readonly steps: readonly Step[];
  readonly allocationMs: number | null;
}

function allocationOf(steps: readonly Step[]): number | null {
  const bound = steps.find(({ step }) => step === "P3");
  const annotated = steps.find(({ step }) => step === "P7");
  if (bound?.at == null || annotated?.at == null) return null;
  if (bound.exactness === "before" || annotated.exactness === "before") return null;
  return Math.max(0, annotated.at - bound.at);
}

function allocationIn(lives: readonly Told[]): Allocation {
  const times = lives.flatMap(({ allocationMs }) => allocationMs ?? []);
  const bounds = [...edges, Number.POSITIVE_INFINITY];
  const histogram = bounds.map((upTo, index) => ({
    upToMs: Number.isFinite(upTo) ? upTo : null,
    count: times.filter((ms) => ms <= upTo && ms > (bounds[index - 1] ?? -1)).length,
  }));
  return { spread: spreadOf(times), histogram };
}

function stepSpreads(lives: readonly Told[]): Latency["steps"] {
  const times = new Map<string, number[]>();
  for (const { steps } of lives) {
    const isAsked = steps.some(({ step, state }) => step === "D0" && state === "reached");
    for (const { step, durationMs } of steps) {
      // Before it is asked to end, a Pod simply lives.
      if (durationMs === null || step === "D0" || (step === "D1" && !isAsked)) continue;
      const known = times.get(step) ?? [];
      known.push(durationMs);
      times.set(step, known);
    }
  }
  return branchPodLadder.flatMap(({ step, name }) => {
    const spread = spreadOf(times.get(step) ?? []);
    return spread === null ? [] : [{ step, name, ...spread }];
  });
}

/** Nearest rank: a time that was really seen. */
export function spreadOf(times: readonly number[]): Spread | null {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, medianMs: rank(0.5), p95Ms: rank(0.95), mostMs: sorted.at(-1) ?? 0 };
}

/** The step at which a Pod is held up. Of one that is gone, only what became of its branch still counts. */
function heldAt({ track: { isThere }, steps }: Told): Step | undefined {
  const held = steps.find(({ state }) => state === "overdue" || state === "failed");
  return held !== undefined && (isThere || held.step.startsWith("D")) ? held : undefined;
}

function stuckIn(lives: readonly Told[]): Stuck[] {
  const held = lives.flatMap((one) => {
    const step = heldAt(one);
    return step === undefined ? [] : [{ id: one.track.id, step, since: step.due ?? step.at ?? 0 }];
  });
  return [...Map.groupBy(held, ({ step }) => step.step).values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { step, name, checks } = first.step;
    const pods = some.toSorted((a, b) => a.since - b.since).map(({ id }) => id);
    return [{ step, name, checks, count: some.length, pods: pods.slice(0, mostListed) }];
  });
}

function workloadIn({ id, workload }: PodTrack): string {
  const namespace = id.slice(0, id.indexOf("/"));
  return `${namespace}/${workload ?? id.slice(namespace.length + 1)}`;
}
