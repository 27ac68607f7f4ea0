"use client";

import { allFolded, unfolded } from "../../lib/diagram/fold.ts";
import { groupings, isByMajority } from "../../lib/diagram/grouping.ts";
import { orders } from "../../lib/diagram/order.ts";
import type { View } from "../../lib/diagram/view.ts";
import { useT } from "../messages/use-messages.ts";

interface ArrangePartProps {
  readonly view: Pick<View, "grouping" | "order" | "fold">;
  readonly onChange: (part: Partial<View>) => void;
}

/** How the diagram is arranged: what groups cards, how they stand within a group, and whether groups are open. */
export function ArrangePart({ view: { grouping, order, fold }, onChange }: ArrangePartProps) {
  const t = useT();
  const about = isByMajority(grouping) ? t("rail.group.majority") : undefined;
  return (
    <section className="rail-part arrange">
      <h2>
        <label htmlFor="grouping">{t("rail.group")}</label>
      </h2>
      <select
        id="grouping"
        value={grouping}
        {...(about && { title: about, "aria-description": about })}
        onChange={({ target }) => {
          const chosen = groupings.find((one) => one === target.value);
          if (chosen) onChange({ grouping: chosen, fold: unfolded });
        }}
      >
        {groupings.map((one) => (
          <option key={one} value={one} {...(isByMajority(one) && { title: t("rail.group.majority") })}>
            {t(`rail.group.${one}`)}
          </option>
        ))}
      </select>
      <h2>
        <label htmlFor="order">{t("rail.order")}</label>
      </h2>
      <select
        id="order"
        value={order}
        onChange={({ target }) => {
          const chosen = orders.find((one) => one === target.value);
          if (chosen) onChange({ order: chosen });
        }}
      >
        {orders.map((one) => (
          <option key={one} value={one}>
            {t(`rail.order.${one}`)}
          </option>
        ))}
      </select>
      <p className="arrange-fold">
        <button type="button" className="text-button" onClick={() => onChange({ fold: allFolded })}>
          {t("rail.fold")}
        </button>
        <button
          type="button"
          className="text-button"
          disabled={!fold.all && fold.except.length === 0}
          onClick={() => onChange({ fold: unfolded })}
        >
          {t("rail.unfold")}
        </button>
      </p>
    </section>
  );
}
