import { answerTo } from "../diagnosis/answers/answer.ts";
import { findingsAbout } from "../diagram/finding-list.ts";
import { type HostAnswer, hostAnswer } from "../host/host-answer.ts";
import { compare } from "../recording/change.ts";
import { writeChange, writeHeader } from "../recording/ndjson.ts";
import { emptyObservation } from "../recording/observation.ts";
import { differencesBetween } from "../snapshot/differences.ts";
import { encodeDetails, encodeOverview, startOf } from "../snapshot/overview-wire.ts";
import type { SnapshotHead } from "../snapshot/snapshot.ts";
import { toldOf } from "../snapshot/told.ts";
import { totalsOf } from "../snapshot/troubles.ts";
import { encode, encodeJson, encodeText } from "./encode.ts";
import type { MomentView } from "./engine.ts";
import type { Feed } from "./feeds/feed.ts";
import { TroubleError } from "./hub.ts";
import { objectIn } from "./inspecting.ts";
import { latencyOfCluster, lifeIn } from "./living.ts";
import type { Answers, Question } from "./protocol.ts";
import { fileOf, foundIn, rowsIn } from "./searching.ts";

type Answerer<K extends Question["kind"]> = (
  feed: Feed,
  question: Extract<Question, { kind: K }>,
) => Promise<Answers[K]>;

/** What a cluster's worker can be asked. Each throws `TroubleError` for what it cannot answer. */
const answerers: { readonly [K in Question["kind"]]: Answerer<K> } = {
  async snapshot(feed, { at, form, encoding }) {
    const view = await viewAt(feed, at);
    return stamped(view.head, await encode(view.snapshot(), form, encoding));
  },
  async overview(feed, { at, encoding }) {
    const { head, verdict, overview } = await viewAt(feed, at);
    return stamped(head, await encodeJson(encodeOverview(head, toldOf(verdict()), overview()), encoding));
  },
  async details(feed, { at, ids, encoding }) {
    const { head, detailsOf } = await viewAt(feed, at);
    return stamped(head, await encodeJson(encodeDetails(head, detailsOf(ids)), encoding));
  },
  async compare(feed, { at, to, encoding }) {
    const one = await viewAt(feed, at);
    const other = await viewAt(feed, to);
    const differences = differencesBetween(one.snapshot(), other.snapshot());
    return stamped(one.head, await encodeJson(differences, encoding));
  },
  async start(feed, { at }) {
    const { head, verdict, overview } = await viewAt(feed, at);
    const part = overview();
    const isWhole = part.complete;
    if (isWhole) return { start: startOf(head, toldOf(verdict()), part), isWhole };
    const bare = { ...part, resources: [], outlines: [], troubles: [] };
    return { start: startOf(head, toldOf({ findings: [], undecided: verdict().undecided }), bare), isWhole };
  },
  async match(feed, asked) {
    const view = await viewAt(feed, asked.at);
    return stamped(view.head, await encodeJson(foundIn(view, asked), asked.encoding));
  },
  async rows(feed, asked) {
    const view = await viewAt(feed, asked.at);
    return stamped(view.head, await encodeJson(rowsIn(view, asked), asked.encoding));
  },
  async object(feed, asked) {
    const view = await viewAt(feed, asked.at);
    return stamped(view.head, await encodeJson(await objectIn(feed, view, asked), asked.encoding));
  },
  async life(feed, { at, id, encoding }) {
    const { head, searched } = await viewAt(feed, at);
    return stamped(head, await encodeJson(await lifeIn(feed, searched().resources, id, head.at), encoding));
  },
  async latency(feed, { at, encoding }) {
    const { head } = await viewAt(feed, at);
    return stamped(head, await encodeJson(await latencyOfCluster(feed, head.at), encoding));
  },
  async findings(feed, { at, about, encoding }) {
    const { head, verdict } = await viewAt(feed, at);
    const { findings, undecided } = verdict();
    const asked =
      about === null ? findings : findings.filter((one) => one.id === about || findingsAbout([one], about).length > 0);
    return stamped(
      head,
      await encodeJson({ at: head.at, totals: totalsOf(findings), findings: asked, undecided }, encoding),
    );
  },
  async answer(feed, { at, what, subject, encoding }) {
    const { head, inquiry } = await viewAt(feed, at);
    const { cluster, region } = head;
    const answered = answerTo(inquiry(), { what, subject, about: { cluster, region } });
    return stamped(head, await encodeJson(answered, encoding));
  },
  async host(feed, { at, id, encoding }) {
    const { head, observation, searched } = await viewAt(feed, at);
    const answer: HostAnswer = { ...hostAnswer(observation, searched().resources, id), at: head.at };
    return stamped(head, await encodeJson(answer, encoding));
  },
  async export(feed, asked) {
    const { name, type, content } = fileOf(await viewAt(feed, asked.at), asked);
    return { name, type, bytes: await encodeText(content, asked.encoding) };
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

function stamped({ revision, at }: SnapshotHead, bytes: Uint8Array<ArrayBuffer>) {
  return { revision: revision === 0 ? null : revision, at, bytes };
}

/** Live when no moment is named, or one that has not come yet. Of a recording, its end. */
async function viewAt(feed: Feed, at: number | null): Promise<MomentView> {
  const { engine, history } = feed;
  if (at === null || at >= engine.observation.at) return engine.view();
  const kept = past.get(feed);
  if (kept?.at === at) return kept.view;
  const moment = await history.momentAt(at);
  if (moment) {
    const view = engine.viewOf(moment, at);
    keep(feed, { at, view });
    return view;
  }
  const from = history.span()?.from;
  const since =
    from === undefined ? "nothing has been recorded yet" : `the recording starts at ${new Date(from).toISOString()}`;
  throw new TroubleError({ code: "out-of-span", message: `Nothing is known of that moment: ${since}.` });
}

/** The moment looked at last: a reader asks for its overview, then for details of it. */
const past = new WeakMap<Feed, { readonly at: number; readonly view: MomentView }>();
const keepMs = 60_000;

function keep(feed: Feed, moment: { readonly at: number; readonly view: MomentView }): void {
  past.set(feed, moment);
  setTimeout(() => {
    if (past.get(feed) === moment) past.delete(feed);
  }, keepMs).unref();
}
