"use client";

import { useState } from "react";
import type { Model } from "../../lib/diagram/model.ts";
import type { Relation } from "../../lib/diagram/relations.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import type { Translate } from "../messages/messages.ts";
import { useMessages, useT } from "../messages/use-messages.ts";
import { fillOf, GroupBars } from "../parts/group-bars.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Name } from "../parts/name.tsx";
import { Glyph, toneOf } from "../parts/status.tsx";

interface RelationsProps {
  readonly relations: readonly Relation[];
  readonly model: Model;
  readonly onSelect: (id: string) => void;
}

/** What the selected thing is linked with; each row jumps there. */
export function Relations({ relations, model, onSelect }: RelationsProps) {
  const t = useT();
  return (
    <section className="relations">
      <h3>{t("inspector.relations")}</h3>
      {relations.map((relation) => (
        <RelationList key={relation.role} relation={relation} model={model} onSelect={onSelect} />
      ))}
    </section>
  );
}

const shownAtFirst = 10;

function RelationList({
  relation: { role, ids },
  model,
  onSelect,
}: Omit<RelationsProps, "relations"> & { readonly relation: Relation }) {
  const { number, t } = useMessages();
  const [shown, setShown] = useState(shownAtFirst);
  return (
    <div className="relation">
      <h4>
        {t(`role.${role}`)}
        {ids.length > 1 && <span>{number(ids.length)}</span>}
      </h4>
      <ul>
        {ids.slice(0, shown).map((id) => {
          const other = model.byId.get(id);
          return (
            <li key={id}>
              {other ? (
                <button type="button" className="rail-row" onClick={() => onSelect(id)}>
                  <Sign resource={other} />
                  <Name
                    text={labelOf(other)}
                    most={38}
                    className={
                      other.kind === "branch" || other.kind === "trunk" || other.kind === "interface" ? "mono" : ""
                    }
                  />
                  <em>
                    <Name text={detailOf(other, t)} most={22} />
                  </em>
                </button>
              ) : (
                <span className="rail-row missing">
                  <Name text={id} most={38} className="mono" />
                  <em>{t("inspector.missing")}</em>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {ids.length > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + 100)}>
          {t("rail.more", { n: number(ids.length - shown) })}
        </button>
      )}
    </div>
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
