/** User timings of the page, for the browser's own tools and for `npm run bench:browser`. */
export type Timing = "trunkscope.whole" | "trunkscope.patch" | "trunkscope.search" | "trunkscope.decode";

/** Measures from a moment (`performance.now()`) to when what follows from it is on the screen. */
export function measureToPaint(name: Timing, start: number): void {
  requestAnimationFrame(() => {
    // The frame is painted before the next task.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => measured(name, start);
    channel.port2.postMessage(null);
  });
}

export function measured(name: Timing, start: number): void {
  performance.measure(name, { start, end: performance.now() });
  // Observers have been told; a page open for days must not collect these.
  performance.clearMeasures(name);
}
