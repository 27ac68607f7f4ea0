import type { Summary } from "../../lib/snapshot/summary.ts";
import { type Totals, worstIn } from "../../lib/snapshot/troubles.ts";
import type { Messages } from "../messages/messages.ts";

/** The page's title: the cluster, and the one thing to know of its state. */
export function titleOf(
  { t, number }: Messages,
  cluster: string,
  { slots, orphans, waiting, instances }: Summary,
  totals: Totals,
  isBlind: boolean,
): string {
  const held = slots.used + slots.allocating + slots.cooling + slots.unowned + slots.orphan;
  const worst = worstIn(totals);
  const state = isBlind
    ? t("title.state.blind")
    : worst !== null && worst !== "info"
      ? t("title.state.findings", { n: totals.findings - totals.ignored, severity: t(`severity.${worst}`) })
      : orphans.total > 0
        ? t("title.state.orphans", { n: orphans.total })
        : waiting.total > 0
          ? t("title.state.waiting", { n: waiting.total })
          : instances === 0
            ? t("title.state.empty")
            : slots.limit === null
              ? t("title.state.held", { n: held })
              : t("title.state.ok", { held: number(held), limit: number(slots.limit) });
  return `${t("title.cluster", { cluster, state })} · ${t("app.name")}`;
}
