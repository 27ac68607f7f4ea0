import type { Change } from "../recording/change.ts";
import type { Memory } from "../topology/memory.ts";
import { createTopology, type Topology, type TopologyChange } from "../topology/topology.ts";
import {
  createDiagnosis,
  type Diagnosis,
  type DiagnosisChange,
  type DiagnosisMemory,
  type DiagnosisOptions,
} from "./diagnosis.ts";

export interface WatchOptions extends Omit<DiagnosisOptions, "memory"> {
  /** What was remembered at the moment of the first observation given. */
  readonly memory?: WatchMemory | undefined;
}

/** What earlier moments told, as JSON. */
export interface WatchMemory {
  readonly topology: readonly (Memory extends ReadonlyMap<infer K, infer V> ? readonly [K, V] : never)[];
  readonly diagnosis: DiagnosisMemory;
}

/** A cluster as it is watched: what there is, and what is wrong with it, moment by moment. */
export interface Watch {
  readonly topology: Topology;
  readonly diagnosis: Diagnosis;
  advance(change: Change): { readonly topology: TopologyChange; readonly diagnosis: DiagnosisChange };
  memory(): WatchMemory;
}

export function createWatch({ memory, ...options }: WatchOptions): Watch {
  const topology = createTopology({
    cluster: options.cluster,
    ...(memory === undefined ? {} : { memory: new Map(memory.topology) }),
  });
  const diagnosis = createDiagnosis({ ...options, ...(memory === undefined ? {} : { memory: memory.diagnosis }) });
  return {
    topology,
    diagnosis,
    advance(change) {
      const changed = topology.advance(change);
      return { topology: changed, diagnosis: diagnosis.advance(changed, change, topology) };
    },
    memory: () => ({ topology: [...topology.memory], diagnosis: diagnosis.memory() }),
  };
}
