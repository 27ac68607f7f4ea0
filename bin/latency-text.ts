import type { Allocation, Latency, Spread } from "../lib/life/latency.ts";
import { printable } from "./host-text.ts";
import { lasting } from "./life-text.ts";

/** How long the steps of Pods take, as text. */
export function* latencyLines({
  since,
  pods,
  leftOut,
  steps,
  allocation,
  slowest,
  stuck,
  workloads,
  apiErrors,
}: Latency) {
  yield `told from ${new Date(since).toISOString()}: ${pods} Pods that asked for a branch${leftOut > 0 ? `, ${leftOut} more are left out` : ""}`;
  if (steps.length > 0) yield "\nsince the step before";
  for (const { step, name, ...spread } of steps) yield `  ${step.padEnd(4)} ${name.padEnd(24)} ${spreadText(spread)}`;
  yield "\nallocation, from being bound to the annotation";
  yield* allocationLines(allocation);
  if (slowest.length > 0) yield "\nslowest";
  for (const { pod, allocationMs } of slowest) yield `  ${lasting(allocationMs).padStart(10)}  ${printable(pod)}`;
  if (stuck.length > 0) yield "\nheld up";
  for (const { step, name, count, checks, pods: some } of stuck)
    yield `  ${step.padEnd(4)} ${name.padEnd(24)} ${String(count).padStart(4)}  ${checks.join(", ")}  ${printable(some.join(", "))}`;
  if (workloads.length > 0) yield "\nworkloads";
  for (const { workload, spread, stuck: held } of workloads)
    yield `  ${printable(workload)}  ${spread === null ? "no time is known" : spreadText(spread)}${held > 0 ? `  held up: ${held}` : ""}`;
  if (apiErrors.length > 0) yield "\nerrors of EC2 calls";
  for (const { call, error, count } of apiErrors)
    yield `  ${String(count).padStart(4)}  ${printable(`${call} ${error}`)}`;
}

function* allocationLines({ spread, histogram }: Allocation): Iterable<string> {
  if (spread === null) {
    yield "  no time is known";
    return;
  }
  yield `  ${spreadText(spread)}`;
  for (const { upToMs, count } of histogram) {
    const bar = "#".repeat(Math.ceil((40 * count) / spread.count));
    yield `  ${(upToMs === null ? "longer" : `<= ${lasting(upToMs)}`).padStart(12)} ${String(count).padStart(5)} ${bar}`.trimEnd();
  }
}

function spreadText({ count, medianMs, p95Ms, mostMs }: Spread): string {
  return `median ${lasting(medianMs)}, p95 ${lasting(p95Ms)}, most ${lasting(mostMs)} (${count})`;
}
