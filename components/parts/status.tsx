import type { Pod } from "../../lib/topology/resources.ts";

export type Tone = "good" | "wait" | "bad" | "quiet";

const tones: Readonly<Record<string, Tone>> = {
  Completed: "quiet",
  Succeeded: "quiet",
  Terminating: "quiet",
  Pending: "wait",
  ContainerCreating: "wait",
  PodInitializing: "wait",
  Unschedulable: "bad",
  Failed: "bad",
  Error: "bad",
  Evicted: "bad",
  OOMKilled: "bad",
};

export function toneOf({ status, ready }: Pick<Pod, "status" | "ready">): Tone {
  const known = tones[status];
  if (known) return known;
  if (status === "Running") return ready === false ? "wait" : "good";
  return /Err|BackOff|Fail|Invalid|Killed|Lost/.test(status) ? "bad" : "wait";
}

/** A state by shape and colour; the word stands beside it. */
export function Glyph({ tone }: { readonly tone: Tone }) {
  return <i className="glyph" data-tone={tone} aria-hidden />;
}
