import type { ClusterPort, Listener } from "../hub.ts";
import { Ring } from "../ring.ts";

/** A cluster whose patches come from the test. */
export function scriptedCluster(revision = 100) {
  const ring = new Ring({ patches: 5, bytes: 1_000_000 });
  ring.restart(revision);
  const listeners = new Set<Listener>();
  const never = () => Promise.reject(new Error("this cluster only streams"));
  const port: ClusterPort = {
    summary: { name: "scripted", mode: "live", state: "ready", trouble: null, region: null, about: null, status: null },
    get revision() {
      return ring.revision;
    },
    get subscribers() {
      return listeners.size;
    },
    snapshot: never,
    overview: never,
    details: never,
    compare: never,
    start: never,
    match: never,
    rows: never,
    object: never,
    findings: never,
    answer: never,
    life: never,
    latency: never,
    host: never,
    export: never,
    timeline: never,
    recording: never,
    patchesSince: (since) => ring.since(since),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    port,
    /** Says a patch to the next revision, of so many bytes. */
    say(bytes = 10) {
      const from = ring.revision ?? 0;
      const patch = { from, revision: from + 1, text: JSON.stringify("x".repeat(bytes)) };
      ring.add(patch);
      for (const listener of listeners) listener.patch(patch);
    },
  };
}
