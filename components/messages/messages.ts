import { en } from "./en.ts";

export type MessageKey = keyof typeof en;
export type Values = Readonly<Record<string, string | number>>;

const plurals = new Intl.PluralRules("en");

/** A text of the catalogue with its values filled in. */
export function t(key: MessageKey, values: Values = {}): string {
  const message = en[key];
  const text = typeof message === "string" ? message : message[formOf(values["n"])];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

function formOf(n: string | number | undefined): "one" | "other" {
  return plurals.select(Number(n)) === "one" ? "one" : "other";
}

/** How long ago, in one unit that is short enough for a chip: `12 s`, `4 min`, `3 h`, `2 d`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return t("age.seconds", { n: seconds });
  if (seconds < 3600) return t("age.minutes", { n: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t("age.hours", { n: Math.floor(seconds / 3600) });
  return t("age.days", { n: Math.floor(seconds / 86_400) });
}

/** A moment in UTC to the second: `2022-09-29 10:29:58 UTC`. */
export function moment(at: number): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? String(at) : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const numbers = new Intl.NumberFormat("en");

export function number(value: number): string {
  return numbers.format(value);
}
