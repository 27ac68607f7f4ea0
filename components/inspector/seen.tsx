import { useId } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import { printable } from "../../lib/diagram/printable.ts";
import { origins } from "../../lib/recording/origins.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/use-messages.ts";
import type { Fact } from "./facts.ts";

interface SeenProps {
  readonly fact: Fact;
  readonly model: Model;
  readonly now: number;
}

/** Where a fact was seen and how long ago; hover and focus say it in full. */
export function Seen({ fact, model, now }: SeenProps) {
  const messages = useMessages();
  const id = useId();
  if (fact.from.length === 0) return null;
  const { short, whole, isFailing } = seenOf(fact, model, now, messages);
  return (
    <>
      <button type="button" className="seen-chip" aria-describedby={id} data-failing={isFailing}>
        {short}
      </button>
      <span role="tooltip" id={id}>
        {whole}
      </span>
    </>
  );
}

function seenOf({ collection, path, from }: Fact, { head: { freshness } }: Model, now: number, messages: Messages) {
  const { age, moment, t } = messages;
  const times = from.map((name) => freshness[name]?.readAt ?? null);
  const readAt = times.some((time) => time === null) ? null : Math.min(...times.map(Number));
  const failing = from.flatMap((name) => freshness[name]?.failure ?? []);
  const when = readAt === null ? null : { moment: moment(readAt), ago: t("age.ago", { age: age(now - readAt) }) };
  const trouble = failing.map(({ code }) => t("inspector.seen.failing", { code: printable(code) }));
  const names = from.join(", ");
  const told = (key: "inspector.seen" | "inspector.seen.concluded", values: Record<string, string>) =>
    when === null ? t(`${key}.never`, values) : t(`${key}.about`, { ...values, ...when });
  if (collection === null) {
    return {
      short: t("inspector.seen.concluded", { age: readAt === null ? "?" : age(now - readAt) }),
      whole: [told("inspector.seen.concluded", { names }), ...trouble].join(" "),
      isFailing: failing.length > 0,
    };
  }
  const { source } = origins[collection];
  const short = t(`source.short.${source}`);
  return {
    short: readAt === null ? short : t("inspector.seen", { source: short, age: age(now - readAt) }),
    whole: [told("inspector.seen", { source: t(`source.${source}`), path: printable(path ?? "") }), ...trouble].join(
      " ",
    ),
    isFailing: failing.length > 0,
  };
}
