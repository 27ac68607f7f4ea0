"use client";

import type { FreshnessState, SourceFreshness } from "../../lib/diagram/freshness.ts";
import { printable } from "../../lib/diagram/printable.ts";
import type { SnapshotHead } from "../../lib/snapshot/snapshot.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { Popover } from "./popover.tsx";

interface FreshnessChipsProps {
  readonly sources: readonly SourceFreshness[];
  readonly head: SnapshotHead;
  readonly now: number;
  readonly isPast: boolean;
}

/** How old each source's facts are; the details name every collection and what to grant. */
export function FreshnessChips({ sources, head, now, isPast }: FreshnessChipsProps) {
  const messages = useMessages();
  const { age, moment, number, t } = messages;
  return (
    <div className="chips">
      {sources.map((source) => (
        <Popover
          key={source.source}
          label={t("source.details", { source: t(`source.short.${source.source}`) })}
          className="chip"
          state={source.state}
          button={
            <>
              <StateShape state={source.state} />
              <span>{t(`source.short.${source.source}`)}</span>
              <span className="chip-age">{ageText(source, head, isPast, messages)}</span>
            </>
          }
        >
          {() => (
            <table className="fresh-table">
              <caption>{t("source.details", { source: t(`source.${source.source}`) })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("source.collection")}</th>
                  <th scope="col">{t("source.items")}</th>
                  <th scope="col">{t("source.age")}</th>
                </tr>
              </thead>
              <tbody>
                {source.collections.map((row) => (
                  <tr key={row.collection} data-state={row.optional && row.state === "unread" ? "quiet" : row.state}>
                    <th scope="row">
                      <StateShape state={row.state} />
                      {row.collection}
                      {row.optional && <em>{t("source.optional")}</em>}
                      {row.failure && (
                        <p>
                          <b className="mono">{printable(row.failure.code)}</b>{" "}
                          {printable(row.failure.message).slice(0, 400)}
                          <br />
                          {t("source.grant", { permission: row.permission })}
                        </p>
                      )}
                    </th>
                    <td className="mono">{number(row.count)}</td>
                    <td className="mono" title={row.readAt === null ? undefined : moment(row.readAt)}>
                      {row.readAt === null ? t("source.never") : age(now - row.readAt)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Popover>
      ))}
    </div>
  );
}

export function StateShape({ state }: { readonly state: FreshnessState }) {
  const t = useT();
  return <i className="state-shape" data-state={state} title={t(`source.state.${state}`)} />;
}

function ageText(source: SourceFreshness, head: SnapshotHead, isPast: boolean, { t, age }: Messages): string {
  if (source.age === null) return t("source.never");
  const watched = source.source === "kubernetes" && head.mode === "live" && !isPast;
  return watched && source.state === "fresh" ? t("source.live") : age(source.age);
}
