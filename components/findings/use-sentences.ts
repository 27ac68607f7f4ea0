"use client";

import { useEffect, useMemo, useState } from "react";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import type { Dictionary, Told } from "../../lib/diagnosis/words/words.ts";
import type { Model } from "../../lib/diagram/model.ts";
import type { Language } from "../messages/language.ts";
import { useMessages } from "../messages/use-messages.ts";

/** What a finding says in the reader's language. */
export interface Sentences {
  readonly title: string;
  readonly describe: string;
  readonly remedy: string;
  readonly commands: readonly string[];
  readonly verify: readonly string[];
}

/** Tells a finding; until the words are here, by the name of its rule. */
export type Tell = (finding: Tellable) => Sentences;

type Tellable = Pick<Finding, "id" | "rule" | "facts" | "subjects">;

/** Each language is a chunk of its own, loaded when the first finding is to be told. */
const load = {
  en: async () => (await import("../../lib/diagnosis/words/en.ts")).en as unknown as Dictionary,
  "zh-tw": async () => (await import("../../lib/diagnosis/words/zh-tw.ts")).zhTw as unknown as Dictionary,
} satisfies Record<Language, () => Promise<Dictionary>>;

const loaded = new Map<Language, Dictionary>();

export function useSentences(model: Model): { readonly tell: Tell; readonly titleOf: (rule: string) => string } {
  const { language } = useMessages();
  const [dictionary, setDictionary] = useState<Dictionary | undefined>(() => loaded.get(language));
  useEffect(() => {
    let isCurrent = true;
    const known = loaded.get(language);
    if (known) setDictionary(known);
    else
      load[language]().then(
        (words) => {
          loaded.set(language, words);
          if (isCurrent) setDictionary(words);
        },
        // Codes and names of rules are told as they are.
        () => undefined,
      );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  const { cluster, region } = model.head;
  return useMemo(
    () => ({
      titleOf: (rule: string) => dictionary?.[rule]?.title ?? rule,
      tell: (finding: Tellable): Sentences => {
        const words = dictionary?.[finding.rule];
        if (!words) return { title: finding.rule, describe: "", remedy: "", commands: [], verify: [] };
        const told: Told = { facts: finding.facts, subjects: subjectsOf(finding, model), cluster, region };
        return {
          title: words.title,
          describe: words.describe(told),
          remedy: words.remedy(told),
          commands: words.commands?.(told) ?? [],
          verify: words.verify(told),
        };
      },
    }),
    [dictionary, model, cluster, region],
  );
}

/** As many as there are, also where not all are here: sentences count them. */
function subjectsOf({ id, subjects }: Tellable, { verdict }: Model): readonly string[] {
  const total = verdict.subjectTotals[id] ?? subjects.length;
  return total <= subjects.length ? subjects : Array.from({ length: total }, (_, index) => subjects[index] ?? "");
}
