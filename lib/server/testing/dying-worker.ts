import { parentPort } from "node:worker_threads";
import type { FromWorker, ToWorker } from "../protocol.ts";

/** A worker that says it is ready, and dies of the first timeline it is asked for. */
const say = (message: FromWorker) => parentPort?.postMessage(message);

say({
  kind: "status",
  status: {
    region: null,
    about: null,
    revision: Date.now(),
    at: 0,
    span: null,
    counts: { instances: 0, trunks: 0, branches: 0, pods: 0 },
    sources: [],
    history: { state: "memory", message: "" },
    heapBytes: 0,
  },
});
parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "stop") process.exit(0);
  if (message.question.kind === "timeline") throw new Error("a bug");
  if (message.question.kind === "recording")
    say({ kind: "answer", id: message.id, answer: { text: "alive", complete: true } });
});
