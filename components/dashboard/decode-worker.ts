import { decodeSnapshot } from "../../lib/snapshot/columns.ts";
import type { OverviewWire } from "../../lib/snapshot/overview-wire.ts";

/** Parses and decodes the overview of a large cluster off the main thread; outlines stay packed, which is quicker to hand over. */
self.addEventListener("message", ({ data }: MessageEvent<string>) => {
  const { columns, subjectTotals, ...rest } = JSON.parse(data) as OverviewWire;
  const { resources, findings, undecided, ...head } = decodeSnapshot(columns);
  self.postMessage({ ...rest, head, verdict: { findings, undecided, subjectTotals }, resources });
});
