"use client";

import { useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import type { Translate } from "../messages/messages.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { fillOf, GroupBars } from "../parts/group-bars.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { Glyph, toneOf } from "../parts/status.tsx";
import type { RelatedList, ShowAll } from "./related-lists.ts";

interface RelationsProps {
  readonly lists: readonly RelatedList[];
  readonly model: Model;
  readonly onSelect: (id: string) => void;
  /** Shows all that a query finds in the table. */
  readonly onShowAll: ShowAll;
}

/** What the selected thing is linked with; each row jumps there. */
export function Relations({ lists, model, onSelect, onShowAll }: RelationsProps) {
  const t = useT();
  return (
    <section className="relations">
      <h3>{t("inspector.relations")}</h3>
      {lists.map((list) => (
        <RelationList key={list.role} list={list} model={model} onSelect={onSelect} onShowAll={onShowAll} />
      ))}
    </section>
  );
}

const shownAtFirst = 10;

function RelationList({
  list: { role, total, ids, rows, query },
  model,
  onSelect,
  onShowAll,
}: Omit<RelationsProps, "lists"> & { readonly list: RelatedList }) {
  const { number, t } = useMessages();
  const [shown, setShown] = useState(shownAtFirst);
  const left = ids.length - shown;
  return (
    <div className="relation">
      <h4>
        {t(`role.${role}`)}
        {total === null ? <span>{t("inspector.counting")}</span> : total > 1 && <span>{number(total)}</span>}
      </h4>
      <ul>
        {ids.slice(0, shown).map((id) => (
          <li key={id}>
            <RelatedRow id={id} other={model.byId.get(id) ?? rows.get(id)} onSelect={onSelect} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button type="button" className="text-button" onClick={() => setShown(shown + 100)}>
          {t("rail.more", { n: number(left) })}
        </button>
      )}
      {query !== null && total !== null && total > shownAtFirst && (
        <button type="button" className="text-button" onClick={() => onShowAll(query.kind, query.text)}>
          {t("inspector.showAll", { n: number(total) })}
        </button>
      )}
    </div>
  );
}

interface RelatedRowProps {
  readonly id: string;
  readonly other: Resource | undefined;
  readonly onSelect: (id: string) => void;
}

function RelatedRow({ id, other, onSelect }: RelatedRowProps) {
  const t = useT();
  if (!other) {
    return (
      <span className="rail-row missing">
        <Name text={id} most={38} className="mono" />
        <em>{t("inspector.missing")}</em>
      </span>
    );
  }
  const isEni = other.kind === "branch" || other.kind === "trunk" || other.kind === "interface";
  return (
    <button type="button" className="rail-row" onClick={() => onSelect(id)}>
      <Sign resource={other} />
      <Name text={labelOf(other)} most={38} className={isEni ? "mono" : ""} />
      <em>
        <Name text={detailOf(other, t)} most={22} />
      </em>
    </button>
  );
}

function Sign({ resource }: { readonly resource: Resource }) {
  switch (resource.kind) {
    case "pod":
      return <Glyph tone={toneOf(resource)} />;
    case "branch":
      return <i className="slot-mini" data-state={resource.state} style={fillOf(resource.groupIds)} />;
    case "securityGroup":
      return <GroupBars ids={[resource.id]} />;
    case "interface":
    case "trunk":
    case "policy":
      return <GroupBars ids={resource.groupIds} />;
    default:
      return null;
  }
}

function detailOf(resource: Resource, t: Translate): string {
  switch (resource.kind) {
    case "instance":
      return resource.instanceType ?? "";
    case "branch":
      return resource.vlan === null ? t("card.vlan.unknown") : t("card.vlan", { vlan: resource.vlan });
    case "interface":
    case "trunk":
      return resource.ip ?? "";
    case "pod":
      return resource.status;
    case "securityGroup":
      return resource.name === undefined ? "" : resource.id;
    case "subnet":
      return resource.cidr ?? "";
    default:
      return "";
  }
}
