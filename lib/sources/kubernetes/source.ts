import { type Clock, type Source, systemClock } from "../source.ts";
import type { KubernetesClient } from "./client.ts";
import { type Patience, usualPatience } from "./fetch.ts";
import { type ObjectProblem, outletOf } from "./outlet.ts";
import { poll } from "./poller.ts";
import { type Reader, reflect } from "./reflector.ts";
import { type KubernetesCollection, kubernetesCollections, type Named, resources, type Watched } from "./resources.ts";

export type { ObjectProblem } from "./outlet.ts";

export interface KubernetesSourceOptions {
  readonly client: KubernetesClient;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly patience?: Partial<Patience>;
  /** Missing: every Kubernetes collection. */
  readonly collections?: readonly KubernetesCollection[];
  /** Told of each object that could not be used. */
  readonly onProblem?: (problem: ObjectProblem) => void;
}

/** Watches one cluster's API server: one reflector or poller per collection, all on the client's connections. Closes the client when it stops. */
export function kubernetesSource({
  client,
  clock = systemClock,
  random = Math.random,
  patience = {},
  collections = kubernetesCollections,
  onProblem = () => undefined,
}: KubernetesSourceOptions): Source {
  return {
    name: "kubernetes",
    async run(emit, outer) {
      const stop = new AbortController();
      const signal = AbortSignal.any([outer, stop.signal]);
      const waits = { ...usualPatience, ...patience };
      const read = (collection: KubernetesCollection) => {
        const outlet = outletOf(collection, clock, emit, signal);
        const reader: Reader = {
          collection,
          client,
          clock,
          random,
          signal,
          outlet,
          report: onProblem,
          patience: waits,
        };
        const row: Watched | Named = resources[collection];
        return row.how === "watch" ? reflect(reader, row) : poll(reader, row);
      };
      try {
        await Promise.all(collections.map(read));
      } finally {
        stop.abort();
        await client.close();
      }
    },
  };
}
