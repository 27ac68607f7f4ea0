import { parentPort, workerData } from "node:worker_threads";
import { answer } from "./answers.ts";
import type { Feed } from "./feeds/feed.ts";
import { openFeed } from "./feeds/open.ts";
import { type Log, troubleOf } from "./hub.ts";
import type { FromWorker, Question, Task, ToWorker } from "./protocol.ts";

/** The thread of one cluster: sources, history, topology and snapshots run here, so that the web server never waits for them. */

if (!parentPort) throw new Error("cluster-worker runs as a worker thread");
const port = parentPort;
const task = workerData as Task;

/** Changes gather this long before they are sent as one patch. */
const patchMs = 200;
/** Time and freshness are sent this often when nothing else is. */
const beatMs = 10_000;
const statusMs = 1000;

const say = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, [...transfer]);
const log: Log = {
  info: (facts, message) => say({ kind: "log", level: "info", message, facts }),
  warn: (facts, message) => say({ kind: "log", level: "warn", message, facts }),
  error: (facts, message) => say({ kind: "log", level: "error", message, facts }),
};

const stop = new AbortController();
const opened = openFeed(task, log);
port.on("message", (message: ToWorker) => {
  if (message.kind === "stop") stop.abort();
  else void reply(message.id, message.question);
});

try {
  await live(await opened);
} catch (error) {
  const trouble = troubleOf(error);
  if (!trouble) throw error;
  say({ kind: "gave-up", trouble });
}
port.close();

async function live(feed: Feed): Promise<void> {
  const { engine, history } = feed;
  const beat = { patch: Date.now(), status: "" };
  engine.discardNews();
  sayStatus(feed, beat);
  const patches = setInterval(() => sayPatch(feed, beat), patchMs);
  const statuses = setInterval(() => sayStatus(feed, beat), statusMs);
  try {
    await feed.run(stop.signal);
    // A recording has come to its end: it stays open for questions.
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  } finally {
    clearInterval(patches);
    clearInterval(statuses);
    await history.close();
  }
}

function sayPatch({ engine }: Feed, beat: { patch: number }): void {
  const now = Date.now();
  const isLive = task.kind !== "recording";
  if (!engine.hasNews && !(isLive && now - beat.patch >= beatMs)) return;
  beat.patch = now;
  if (engine.isNewsTooMuch) {
    say({ kind: "leap", revision: engine.leap() });
    return;
  }
  const patch = engine.nextPatch();
  say({ kind: "patch", from: patch.from, revision: patch.head.revision, text: JSON.stringify(patch) });
}

function sayStatus({ engine, history }: Feed, beat: { status: string }): void {
  const status = engine.status({
    span: history.span(),
    history: history.status,
    heapBytes: process.memoryUsage().heapUsed,
  });
  const { heapBytes: _, ...rest } = status;
  const text = JSON.stringify(rest);
  if (text === beat.status) return;
  beat.status = text;
  say({ kind: "status", status });
}

async function reply(id: number, question: Question): Promise<void> {
  try {
    const feed = await opened;
    // What has changed belongs to a patch before it belongs to a snapshot, so that no reader misses it.
    if (feed.engine.hasNews) sayPatch(feed, { patch: 0 });
    const found = await answer(feed, question);
    say({ kind: "answer", id, answer: found }, "bytes" in found ? [found.bytes.buffer] : []);
  } catch (error) {
    const trouble = troubleOf(error);
    say({
      kind: "refusal",
      id,
      trouble: trouble ?? { code: "internal", message: "The answer could not be made. The server's log says why." },
    });
    if (!trouble)
      log.error(
        { cluster: task.name, question: question.kind, stack: error instanceof Error ? error.stack : String(error) },
        "a question failed",
      );
  }
}
