import type { Spread } from "../../lib/life/latency.ts";
import type { Messages } from "../messages/messages.ts";

/** To the tenth of a second below ten: most steps are that short. */
export function durationIn(milliseconds: number, { age, number, t }: Messages): string {
  return milliseconds < 10_000
    ? t("age.seconds", { n: number(Math.round(milliseconds / 100) / 10) })
    : age(milliseconds);
}

/** Median, p95 and the longest time in words. */
export function spreadIn({ medianMs, p95Ms, mostMs }: Spread, messages: Messages): string {
  return messages.t("latency.spread", {
    median: durationIn(medianMs, messages),
    p95: durationIn(p95Ms, messages),
    most: durationIn(mostMs, messages),
  });
}
