"use client";

import { type ReactNode, useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import type { CollectionName } from "../../lib/recording/origins.ts";
import type { Summary } from "../../lib/snapshot/summary.ts";
import type { ResourceKind } from "../../lib/topology/resources.ts";
import { useMessages } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOfId } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { Glyph, toneOf } from "../parts/status.tsx";
import { Legend } from "./legend.tsx";

interface RailProps {
  readonly model: Model;
  readonly summary: Summary;
  readonly selection: string | null;
  /** How many things are at full strength; `null` = nothing is dimmed. */
  readonly litCount: number | null;
  /** How much was found. */
  readonly findings: ReactNode;
  /** Ready-made searches. */
  readonly presets: ReactNode;
  /** How the diagram is arranged, and what is kept of it. */
  readonly arrange: ReactNode;
  readonly onSelect: (id: string | null) => void;
}

/** What there is at a glance: counts, what waits and is left over, security groups and policies. */
export function Rail({ model, summary, selection, litCount, findings, presets, arrange, onSelect }: RailProps) {
  const { number, t } = useMessages();
  const { slots } = summary;
  const held = slots.used + slots.allocating + slots.cooling + slots.unowned + slots.orphan;
  /** Nothing found is only nothing where it was looked for, and can be now. */
  const knows = (collection: CollectionName) => {
    const known = model.head.freshness[collection];
    return known !== undefined && known.readAt !== null && known.failure === null;
  };
  const toggle = (id: string) => onSelect(selection === id ? null : id);
  return (
    <aside className="rail" aria-label={t("rail.title")}>
      <dl className="counts">
        <Count label={t("rail.instances")} value={summary.instances} />
        <Count label={t("rail.trunks")} value={summary.trunks} />
        <Count label={t("rail.pods")} value={summary.pods} />
        <Count label={t("rail.onBranches")} value={summary.podsOnBranches} />
      </dl>

      {findings}

      <section className="rail-part">
        <h2>
          {t("rail.slots")}
          <span>
            {slots.limit === null
              ? t("rail.slots.held", { held: number(held) })
              : t("rail.slots.of", { held: number(held), limit: number(slots.limit) })}
          </span>
        </h2>
        <SlotBar slots={slots} />
        <Legend counts={slots} />
      </section>

      {presets}

      {litCount !== null && (
        <p className="lit">
          {t("diagram.lit", { n: litCount })}
          <button type="button" className="text-button" onClick={() => onSelect(null)}>
            {t("diagram.clear")}
          </button>
        </p>
      )}

      <RailList
        title={t("rail.orphans")}
        none={t(knows("interfaces") ? "rail.orphans.none" : "rail.unread")}
        count={summary.orphans.total}
        alert
      >
        {summary.orphans.first.map(({ id, note }) => (
          <RailRow key={id} id={id} selection={selection} onSelect={toggle}>
            <i className="slot-mini" data-state="orphan" />
            <span className="mono">{id}</span>
            <em>{note === null ? "" : t("card.vlan", { vlan: note })}</em>
          </RailRow>
        ))}
      </RailList>

      <RailList
        title={t("rail.waiting")}
        none={t(knows("pods") ? "rail.waiting.none" : "rail.unread")}
        count={summary.waiting.total}
        alert
      >
        {summary.waiting.first.map(({ id, note }) => (
          <RailRow key={id} id={id} selection={selection} onSelect={toggle}>
            <Glyph tone={toneOf({ status: note ?? "" })} />
            <Name text={labelOfId(id)} most={22} />
            <em>
              <Name text={note ?? ""} most={12} />
            </em>
          </RailRow>
        ))}
      </RailList>

      {arrange}

      <RailList
        title={t("rail.groups")}
        none={t(knows("securityGroups") ? "rail.groups.none" : "rail.unread")}
        count={summary.groups.length}
      >
        {summary.groups.map(({ id, name, holders }) => (
          <RailRow key={id} id={id} selection={selection} onSelect={toggle} title={`${name ?? ""} ${id}`}>
            <GroupBars ids={[id]} />
            <Name text={name ?? id} most={27} />
            <em title={t("rail.groups.holders", { n: holders })}>{number(holders)}</em>
          </RailRow>
        ))}
      </RailList>

      <RailList
        title={t("rail.policies")}
        none={t(knows("securityGroupPolicies") ? "rail.policies.none" : "rail.unread")}
        count={summary.policies.length}
      >
        {summary.policies.map(({ id, pods }) => {
          const policy = model.byId.get(id);
          return (
            <RailRow key={id} id={id} selection={selection} onSelect={toggle}>
              <GroupBars ids={policy?.kind === "policy" ? policy.groupIds : []} />
              <Name text={labelOfId(id)} most={27} />
              <em title={t("rail.policies.pods", { n: pods })}>{number(pods)}</em>
            </RailRow>
          );
        })}
      </RailList>

      {summary.marked.total > 0 && (
        <RailList title={t("rail.marked")} none={t("rail.marked.none")} count={summary.marked.total} alert>
          {summary.marked.first.map(({ id, note }) => (
            <RailRow key={id} id={id} selection={selection} onSelect={toggle}>
              <i className="mark-sign" />
              <Name text={labelOfId(id)} most={25} />
              <em>{note && t(`kind.${note as ResourceKind}`)}</em>
            </RailRow>
          ))}
        </RailList>
      )}
    </aside>
  );
}

function Count({ label, value }: { readonly label: string; readonly value: number }) {
  const { number } = useMessages();
  return (
    <div>
      <dt>{label}</dt>
      <dd>{number(value)}</dd>
    </div>
  );
}

const barStates = ["used", "allocating", "cooling", "unowned", "orphan", "free"] as const;

function SlotBar({ slots }: { readonly slots: Summary["slots"] }) {
  return (
    <div className="slot-bar" aria-hidden>
      {barStates.map(
        (state) => slots[state] > 0 && <i key={state} data-state={state} style={{ flexGrow: slots[state] }} />,
      )}
    </div>
  );
}

interface RailListProps {
  readonly title: string;
  readonly none: string;
  readonly count: number;
  readonly alert?: boolean;
  readonly children: readonly ReactNode[];
}

const shownAtFirst = 8;

function RailList({ title, none, count, alert = false, children }: RailListProps) {
  const { number, t } = useMessages();
  const [shown, setShown] = useState(shownAtFirst);
  return (
    <section className="rail-part" data-alert={alert && count > 0}>
      <h2>
        {title}
        <span>{count > 0 && number(count)}</span>
      </h2>
      {count === 0 ? <p className="rail-none">{none}</p> : <ul>{children.slice(0, shown)}</ul>}
      {count > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + 100)}>
          {t("rail.more", { n: number(count - shown) })}
        </button>
      )}
    </section>
  );
}

interface RailRowProps {
  readonly id: string;
  readonly selection: string | null;
  readonly onSelect: (id: string) => void;
  readonly title?: string;
  readonly children: ReactNode;
}

function RailRow({ id, selection, onSelect, title, children }: RailRowProps) {
  return (
    <li>
      <button
        type="button"
        className="rail-row"
        aria-pressed={selection === id}
        {...(title && { title })}
        onClick={() => onSelect(id)}
      >
        {children}
      </button>
    </li>
  );
}
