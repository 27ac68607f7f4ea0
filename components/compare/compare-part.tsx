"use client";

import { useMessages } from "../messages/use-messages.ts";

interface ComparePartProps {
  readonly cluster: string;
  /** The moment shown, epoch milliseconds. */
  readonly at: number;
  readonly compare: number | null;
  readonly onCompare: (moment: number | null) => void;
}

const minute = 60_000;
const steps = [5 * minute, 60 * minute, 24 * 60 * minute];
const first = "first";

/** Chooses the moment that the one shown is compared with. */
export function ComparePart({ cluster, at, compare, onCompare }: ComparePartProps) {
  const { age, moment, t } = useMessages();
  const choose = async (value: string) => {
    if (value === "") return;
    if (value !== first) return onCompare(Math.max(0, at - Number(value)));
    const from = await firstMomentOf(cluster);
    if (from !== null) onCompare(from);
  };
  return (
    <section className="rail-part">
      <h2>
        <label htmlFor="compare">{t("compare.with")}</label>
      </h2>
      <select id="compare" value="" onChange={({ target }) => void choose(target.value)}>
        <option value="">{compare === null ? t("compare.choose") : moment(compare)}</option>
        {steps.map((step) => (
          <option key={step} value={step}>
            {t("compare.ago", { age: age(step) })}
          </option>
        ))}
        <option value={first}>{t("compare.first")}</option>
      </select>
    </section>
  );
}

/** `null`: nothing was recorded, or the server does not say. */
async function firstMomentOf(cluster: string): Promise<number | null> {
  try {
    const response = await fetch(`/api/clusters/${encodeURIComponent(cluster)}/timeline?limit=1`);
    const { span } = (await response.json()) as { readonly span?: { readonly from: number } | null };
    return span?.from ?? null;
  } catch {
    return null;
  }
}
