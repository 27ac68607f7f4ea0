import { comparer } from "./compare-given.ts";
import type { HostTask } from "./given.ts";

/** Reads what a node showed off the main thread; it ends with the panel, and what was given with it. */
const compare = comparer();

self.addEventListener("message", ({ data }: MessageEvent<HostTask>) => {
  void compare(data).then((outcome) => self.postMessage(outcome));
});
