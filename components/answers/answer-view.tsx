"use client";

import type { ReactNode } from "react";
import type { AnswerOf } from "../../lib/diagnosis/answers/answer.ts";
import type { AnswerName } from "../../lib/diagnosis/answers/answer-names.ts";
import type { AnswerWords } from "../../lib/diagnosis/answers/words/words.ts";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { type Tell, useSentences } from "../findings/use-sentences.ts";
import { useMessages } from "../messages/use-messages.ts";
import type { AnswerProps } from "./answer-props.ts";
import { HoldersView } from "./holders-view.tsx";
import { LeaksView } from "./leaks-view.tsx";
import { NodeTrunkView } from "./node-trunk-view.tsx";
import { PodGroupsView } from "./pod-groups-view.tsx";
import { PolicyReachView } from "./policy-reach-view.tsx";
import { SettingsView } from "./settings-view.tsx";
import { useAnswer, useAnswerWords } from "./use-answer.ts";

interface AnswerViewProps {
  readonly cluster: string;
  readonly at: number | null;
  readonly what: AnswerName;
  readonly id: string | null;
  readonly model: Model;
  readonly now: number;
  readonly onSelect: (id: string) => void;
}

/** One answer: the sentence first, then what it rests on, then what could not be read. */
export default function AnswerView({ cluster, at, what, id, model, now, onSelect }: AnswerViewProps) {
  const messages = useMessages();
  const { t } = messages;
  const words = useAnswerWords();
  const { tell } = useSentences(model);
  const isLive = at === null && model.head.mode === "live";
  const found = useAnswer({ cluster, at, what, id, isLive });
  if (found !== null && !found.ok) {
    return <p className="findings-note">{t("answer.failed", { message: printable(found.refusal.message) })}</p>;
  }
  const answer = found?.value.answer;
  if (words === null || answer === undefined) return <p className="findings-note">{t("top.loading")}</p>;
  if (answer === null) return null;
  const sentence = sentences[what] as (words: AnswerWords, answer: AnswerOf[AnswerName], tell: Tell) => string | null;
  const View = views[what] as (props: AnswerProps<AnswerName>) => ReactNode;
  const said = sentence(words, answer, tell);
  if (said === null) return null;
  const lacks = words.lacks(answer.lacks);
  return (
    <section className="answer">
      <h3>{t(`answer.${what}`)}</h3>
      <p>{printable(said)}</p>
      <View answer={answer} words={words} messages={messages} now={now} onSelect={onSelect} />
      {lacks !== "" && <p className="quiet">{printable(lacks)}</p>}
    </section>
  );
}

/** Each in one sentence; `null`: there is nothing to say. */
const sentences: {
  readonly [N in AnswerName]: (words: AnswerWords, answer: AnswerOf[N], tell: Tell) => string | null;
} = {
  "pod-groups": (words, answer) => words.podGroups({ ...answer, restart: [] }),
  "pod-waiting": (words, answer, tell) =>
    settled.has(answer.state)
      ? null
      : words.podWaiting(answer, (cause) => tell({ ...cause, id: cause.finding ?? "" }).describe),
  "policy-reach": (words, answer) => words.policyReach(answer),
  "node-trunk": (words, answer) => words.nodeTrunk(answer),
  holders: (words, answer) => words.holders(answer),
  leaks: (words, answer) => words.leaks(answer),
  settings: (words, answer) => words.settings(answer),
};

const settled: ReadonlySet<string> = new Set(["running", "ended"]);

const views: { readonly [N in AnswerName]: (props: AnswerProps<N>) => ReactNode } = {
  "pod-groups": PodGroupsView,
  "pod-waiting": () => null,
  "policy-reach": PolicyReachView,
  "node-trunk": NodeTrunkView,
  holders: HoldersView,
  leaks: LeaksView,
  settings: SettingsView,
};
