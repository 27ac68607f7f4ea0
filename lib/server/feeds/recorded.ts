import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { isSingleMoment } from "../../diagnosis/single-moment.ts";
import { openHistory } from "../../history/store.ts";
import { readRecording } from "../../recording/ndjson.ts";
import { Engine, memoryVersion } from "../engine.ts";
import { type Log, TroubleError } from "../hub.ts";
import type { Task } from "../protocol.ts";
import type { Feed } from "./feed.ts";

const maxBytes = 512_000_000;

/** A recording from a file: replayed once into memory, then as good as a live cluster's history. Throws `TroubleError`. */
export async function recordedFeed({ name, file }: Extract<Task, { kind: "recording" }>, log: Log): Promise<Feed> {
  const refuse = (message: string) =>
    new TroubleError({ code: "unusable-recording", message: `${basename(file)}: ${message}` });
  const { size, mtimeMs } = await stat(file);
  if (size > maxBytes) throw refuse(`larger than ${maxBytes / 1_000_000} MB`);
  const { recording, problems } = readRecording(await readFile(file, "utf8"));
  for (const problem of problems.slice(0, 20))
    log.warn({ recording: name, ...problem }, "part of the recording is left out");
  if (!recording) throw refuse(problems[0]?.message ?? "not a recording");
  const { header, changes } = recording;
  const engine = new Engine({
    header,
    mode: "recording",
    cluster: header.eksName ?? header.cluster,
    firstRevision: Math.round(mtimeMs),
    isSingleMoment: isSingleMoment(changes),
  });
  const history = openHistory({
    file: null,
    keepDays: 36_500,
    keepMegabytes: 1_000,
    now: () => engine.observation.at,
    observe: () => engine.observation,
    derive: () => engine.memory(),
    derivedVersion: memoryVersion,
  });
  for (const [index, change] of changes.entries()) {
    engine.take(change);
    history.append(change);
    if (index % 500 === 499) await history.settled();
  }
  return { engine, history, run: async () => undefined };
}
