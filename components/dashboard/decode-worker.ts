import { decodeSnapshot } from "../../lib/snapshot/columns.ts";

/** Parses and decodes a large snapshot off the main thread. */
self.addEventListener("message", ({ data }: MessageEvent<string>) => {
  self.postMessage(decodeSnapshot(JSON.parse(data)));
});
