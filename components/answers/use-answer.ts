"use client";

import { useEffect, useState } from "react";
import type { Answered } from "../../lib/diagnosis/answers/answer.ts";
import type { AnswerName } from "../../lib/diagnosis/answers/answer-names.ts";
import type { AnswerWords } from "../../lib/diagnosis/answers/words/words.ts";
import { type Fetched, fetched } from "../dashboard/fetch-cluster.ts";
import type { Language } from "../messages/language.ts";
import { useMessages } from "../messages/use-messages.ts";

interface Asked<N extends AnswerName> {
  readonly cluster: string;
  readonly at: number | null;
  readonly what: N;
  /** `null`: of the cluster as a whole. */
  readonly id: string | null;
  /** The moment shown goes on: it is asked again now and then. */
  readonly isLive: boolean;
}

const againMs = 10_000;

/** The answer to a question; `null` while nothing has come yet. */
export function useAnswer<N extends AnswerName>(asked: Asked<N>): Fetched<Answered<N>> | null {
  const { cluster, at, what, id, isLive } = asked;
  const [answer, setAnswer] = useState<Fetched<Answered<N>> | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const about = id === null ? [] : [["id", id]];
      const found = await fetched(
        { cluster, at, signal: stop.signal },
        `answers/${what}`,
        about,
        (text) => JSON.parse(text) as Answered<N>,
      );
      if (stop.signal.aborted) return;
      setAnswer(found);
      if (isLive) timer = setTimeout(() => void ask(), againMs);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [cluster, at, what, id, isLive]);
  return answer;
}

const load = {
  en: async () => (await import("../../lib/diagnosis/answers/words/en.ts")).en,
  "zh-tw": async () => (await import("../../lib/diagnosis/answers/words/zh-tw.ts")).zhTw,
} satisfies Record<Language, () => Promise<AnswerWords>>;

/** How answers are told in the reader's language; `null` until the words are here. */
export function useAnswerWords(): AnswerWords | null {
  const { language } = useMessages();
  const [words, setWords] = useState<AnswerWords | null>(null);
  useEffect(() => {
    let isCurrent = true;
    load[language]().then(
      (loaded) => isCurrent && setWords(loaded),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  return words;
}
