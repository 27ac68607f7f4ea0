import type { en } from "./en.ts";
import { type Language, languageTags } from "./language.ts";
import { momentIn, type Zone } from "./zone.ts";

export type MessageKey = keyof typeof en;
export type Values = Readonly<Record<string, string | number>>;

/** A text, or its forms by the plural categories of its language. */
type Message = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);

/** Every text in one language. A key that is missing does not compile. */
export type Catalogue = Readonly<Record<MessageKey, Message>>;

/** A text of the catalogue with its values filled in. */
export type Translate = (key: MessageKey, values?: Values) => string;

/** How one reader is spoken to: the language, and the zone in which moments are told. */
export interface Messages {
  readonly language: Language;
  readonly zone: Zone;
  readonly t: Translate;
  /** How long, in one unit that is short enough for a chip: `12 s`, `4 min`, `3 h`, `2 d`. */
  age(milliseconds: number): string;
  /** A moment to the second with its zone: `2022-09-29 10:29:58 UTC`. */
  moment(at: number): string;
  number(value: number): string;
}

export function messagesOf(catalogue: Catalogue, language: Language, zone: Zone): Messages {
  const plurals = new Intl.PluralRules(languageTags[language]);
  const numbers = new Intl.NumberFormat(languageTags[language]);
  const formIn = (message: Message, n: string | number | undefined) =>
    typeof message === "string" ? message : (message[plurals.select(Number(n))] ?? message.other);
  const t: Translate = (key, values = {}) =>
    formIn(catalogue[key], values["n"]).replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    );
  return {
    language,
    zone,
    t,
    age: (milliseconds) => ageIn(t, milliseconds),
    moment: (at) => momentIn(zone, at),
    number: (value) => numbers.format(value),
  };
}

function ageIn(t: Translate, milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return t("age.seconds", { n: seconds });
  if (seconds < 3600) return t("age.minutes", { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t("age.hours", { n: Math.floor(seconds / 3600) });
  return t("age.days", { n: Math.floor(seconds / 86_400) });
}
