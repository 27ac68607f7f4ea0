import { compare } from "../recording/change.ts";
import { writeChange, writeHeader } from "../recording/ndjson.ts";
import { emptyObservation } from "../recording/observation.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { encode } from "./encode.ts";
import type { Feed } from "./feeds/feed.ts";
import { firstPart } from "./first-part.ts";
import { TroubleError } from "./hub.ts";
import type { Answers, Question } from "./protocol.ts";

type Answerer<K extends Question["kind"]> = (
  feed: Feed,
  question: Extract<Question, { kind: K }>,
) => Promise<Answers[K]>;

/** What a cluster's worker can be asked. Each throws `TroubleError` for what it cannot answer. */
const answerers: { readonly [K in Question["kind"]]: Answerer<K> } = {
  async snapshot(feed, { at, form, encoding }) {
    const snapshot = await snapshotAt(feed, at);
    const revision = snapshot.revision === 0 ? null : snapshot.revision;
    return { revision, at: snapshot.at, bytes: await encode(snapshot, form, encoding) };
  },
  async first(feed, { at, limit }) {
    return firstPart(await snapshotAt(feed, at), limit);
  },
  async timeline({ history }, { from, to, limit }) {
    return { span: history.span(), ...history.moments(from, to, limit) };
  },
  async recording({ engine, history }, { from, to, maxBytes }) {
    const start = await history.observationAt(from);
    const lines = [writeHeader(engine.header)];
    let bytes = 0;
    const beginning = start ? [compare(emptyObservation, start)] : [];
    for (const source of [beginning, history.changesBetween(from, to)]) {
      for (const change of source) {
        const line = writeChange(change);
        bytes += line.length;
        if (bytes > maxBytes) return { text: lines.join(""), complete: false };
        lines.push(line);
      }
    }
    return { text: lines.join(""), complete: true };
  },
};

export function answer<K extends Question["kind"]>(
  feed: Feed,
  question: Extract<Question, { kind: K }>,
): Promise<Answers[K]> {
  const answerer = answerers[question.kind] as Answerer<K>;
  return answerer(feed, question);
}

/** Live when no moment is named, or one that has not come yet. Of a recording, its end. */
async function snapshotAt({ engine, history }: Feed, at: number | null): Promise<Snapshot> {
  if (at === null || at >= engine.observation.at) return engine.snapshot();
  const moment = await history.momentAt(at);
  if (moment) return engine.snapshotOf(moment, at);
  const from = history.span()?.from;
  const since =
    from === undefined ? "nothing has been recorded yet" : `the recording starts at ${new Date(from).toISOString()}`;
  throw new TroubleError({ code: "out-of-span", message: `Nothing is known of that moment: ${since}.` });
}
