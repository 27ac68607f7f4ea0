import { collect } from "../../lib/collector/collect.ts";
import { applyInPlace, type Change, type MutableObservation } from "../../lib/recording/change.ts";
import { emptyObservation, type Observation } from "../../lib/recording/observation.ts";
import { ec2Client } from "../../lib/sources/ec2/client.ts";
import { ec2Source } from "../../lib/sources/ec2/source.ts";
import { kubernetesClient } from "../../lib/sources/kubernetes/client.ts";
import { kubernetesSource } from "../../lib/sources/kubernetes/source.ts";
import type { Clock } from "../../lib/sources/source.ts";
import type { Lab } from "./lab.ts";

/** Trunkscope's own sources and collector, watching a lab. */
export interface LiveReader {
  readonly observation: Observation;
  /** Every failure so far: `interfaces UnauthorizedOperation`. */
  readonly failures: ReadonlySet<string>;
  /** All that was told of, one JSON line per change. */
  readonly told: readonly Change[];
  /** Resolves as soon as something holds, and rejects when it has not within a time. */
  until(holds: () => boolean, explain?: () => unknown, withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts reading a lab through `kubeconfig`. `hurry`: how many times faster than real the sources' clock runs. */
export function readLab(lab: Lab, kubeconfig: string, { hurry = 1 } = {}): LiveReader {
  process.env.AWS_ENDPOINT_URL_EC2 = lab.ec2.url;
  process.env.AWS_ACCESS_KEY_ID = "lab";
  process.env.AWS_SECRET_ACCESS_KEY = "lab";
  const observation: MutableObservation = { ...emptyObservation, items: {}, failures: {}, readAt: {} };
  const failures = new Set<string>();
  const told: Change[] = [];
  const stopping = new AbortController();
  const clock = fastClock(hurry);
  const waiting = new Set<() => void>();
  const ec2 = ec2Client({ region: lab.feed.region, maxAttempts: 2 });

  const running = collect(
    {
      sources: [
        ec2Source({ client: ec2, clusterName: lab.feed.cluster, clock }),
        kubernetesSource({ client: kubernetesClient({ kubeconfig, now: clock.now }), clock }),
      ],
      observation: () => observation,
      take(change) {
        applyInPlace(observation, change);
        told.push(change);
        for (const [collection, failure] of Object.entries(change.failures)) {
          if (failure) failures.add(`${collection} ${failure.code}`);
        }
        for (const check of waiting) check();
      },
      keep: () => undefined,
      clock,
    },
    stopping.signal,
  );

  return {
    observation,
    failures,
    told,
    until(holds, explain = () => "", withinMs = 10_000) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const check = () => void (holds() && resolve());
      const timer = setInterval(check, 50);
      const deadline = setTimeout(() => reject(new Error(`Not within ${withinMs} ms: ${explain()}`)), withinMs);
      waiting.add(check);
      check();
      return promise.finally(() => {
        clearInterval(timer);
        clearTimeout(deadline);
        waiting.delete(check);
      });
    },
    async stop() {
      stopping.abort();
      await running;
      ec2.destroy();
    },
  };
}

/** A clock that runs `hurry` times as fast: two frozen minutes pass in seconds. */
function fastClock(hurry: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * hurry,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms / hurry);
        signal.addEventListener("abort", done);
      }),
  };
}
