import { printable } from "../../lib/diagram/printable.ts";
import type { Allocation } from "../../lib/life/latency.ts";
import { useMessages } from "../messages/use-messages.ts";
import { durationIn, spreadIn } from "./duration.ts";

interface AllocationHistogramProps {
  readonly allocation: Allocation;
  /** How many Pods it is about, also those whose time is not known; `null` = not told. */
  readonly pods: number | null;
  readonly title: string;
}

/** How many Pods took how long: every bar has its number and its share as text. */
export function AllocationHistogram({ allocation: { spread, histogram }, pods, title }: AllocationHistogramProps) {
  const messages = useMessages();
  const { number, t } = messages;
  const unknown = (pods ?? 0) - (spread?.count ?? 0);
  const note = pods !== null && unknown > 0 && <p className="quiet">{t("latency.unknown", { n: number(unknown) })}</p>;
  if (spread === null) return note;
  return (
    <>
      <p>{spreadIn(spread, messages)}</p>
      {note}
      <table className="latency-histogram" aria-label={printable(title)}>
        <thead>
          <tr>
            <th scope="col">{t("latency.took")}</th>
            <th scope="col">{t("latency.pods")}</th>
            <th scope="col">{t("latency.share")}</th>
          </tr>
        </thead>
        <tbody>
          {histogram.map(({ upToMs, count }, index) => (
            <tr key={String(upToMs)}>
              <th scope="row">{rangeOf(histogram[index - 1]?.upToMs ?? null, upToMs)}</th>
              <td>{number(count)}</td>
              <td>
                {count > 0 && <i style={{ width: `${(100 * count) / spread.count}%` }} aria-hidden />}
                {percent(count, spread.count)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );

  function rangeOf(fromMs: number | null, toMs: number | null): string {
    const from = fromMs === null ? "" : durationIn(fromMs, messages);
    if (toMs === null) return t("latency.over", { from });
    const to = durationIn(toMs, messages);
    return fromMs === null ? t("latency.upTo", { to }) : t("latency.between", { from, to });
  }

  /** To the tenth below one in ten, so that a few among many are not told as none. */
  function percent(count: number, of: number): string {
    const share = (100 * count) / of;
    return `${number(share < 10 ? Math.round(share * 10) / 10 : Math.round(share))} %`;
  }
}
