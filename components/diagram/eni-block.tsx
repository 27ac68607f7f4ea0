"use client";

import { filledReason } from "../../lib/diagram/filled.ts";
import type { Level } from "../../lib/diagram/level.ts";
import { rowHeight, type Section, slotColumns, unit } from "../../lib/diagram/measure.ts";
import { severityAt } from "../../lib/diagram/trouble.ts";
import type { Card, EniSection } from "../../lib/snapshot/card-shape.ts";
import { limitOf } from "../../lib/snapshot/make-card.ts";
import { heldSlots } from "../../lib/snapshot/slots.ts";
import type { Trunk } from "../../lib/topology/resources.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { groupNames } from "../parts/label-of.ts";
import { pickable } from "./pickable.ts";
import { PodCells } from "./pod-cells.tsx";
import { PodList } from "./pod-list.tsx";
import { type Lit, useModel } from "./sight.ts";
import { SlotGrid } from "./slot-grid.tsx";
import { SlotRows } from "./slot-rows.tsx";

interface EniBlockProps {
  readonly card: Card;
  readonly section: EniSection;
  readonly box: Section;
  readonly level: Level;
  readonly lit: Lit;
  readonly selection: string | null;
}

/** One interface of an instance, and under it what it carries. */
export function EniBlock({ card, section, box, level, lit, selection }: EniBlockProps) {
  const t = useT();
  const model = useModel();
  const { eni, order, pods, slots } = section;
  const dim = lit !== null && !lit.has(eni.id);
  const near = level === "near";
  const placeholder = filledReason(model.head, `interfaces/${eni.id}/id`);
  const role = eni.kind === "trunk" ? "card.trunk" : order === 0 ? "card.primary" : "card.secondary";
  return (
    <section className="eni" data-kind={eni.kind} style={{ top: box.y }}>
      <div className="eni-title" {...pickable(eni.id)} data-dim={dim} data-selected={selection === eni.id}>
        <GroupBars ids={eni.groupIds} title={groupNames(model, eni.groupIds)} />
        <span className="eni-name mono" title={t("card.eth.about")}>
          {t("card.eth", { n: order })}
        </span>
        <span className="eni-role">{t(role)}</span>
        {eni.deviceIndex !== undefined && (near || eni.kind === "trunk") && (
          <span className="eni-device mono" title={t("card.device.about", { n: eni.deviceIndex })}>
            {t("card.device", { n: eni.deviceIndex })}
          </span>
        )}
        {near && (
          <span
            className="mono quiet"
            data-filled={placeholder !== undefined}
            title={placeholder && t("inspector.filled.about", { reason: placeholder })}
          >
            {placeholder === undefined ? eni.id : t("inspector.unknown")}
          </span>
        )}
        {level !== "small" && eni.ip && !(level === "middle" && slots) && <span className="mono quiet">{eni.ip}</span>}
        <SeverityBadge severity={severityAt(model, eni.id)} />
        {eni.kind === "trunk" && slots ? (
          <SlotCount trunk={eni} card={card} level={level} />
        ) : (
          pods.length > 0 && (
            <span className="eni-count">{near ? t("card.pods", { n: pods.length }) : pods.length}</span>
          )
        )}
      </div>
      <div className="eni-body">
        {slots &&
          (near ? (
            <SlotRows slots={slots} lit={lit} selection={selection} />
          ) : (
            <>
              <SlotGrid slots={slots} lit={lit} selection={selection} />
              {level === "middle" && pods.length === 0 && (
                <PodList slots={slots} room={roomUnder(box, slots.length)} lit={lit} selection={selection} />
              )}
            </>
          ))}
        {pods.length > 0 && (
          <div
            style={{
              position: "absolute",
              top: slots ? heldSlots(slots).length * rowHeight : 0,
              width: "100%",
            }}
          >
            <PodCells pods={pods} level={level} lit={lit} selection={selection} />
          </div>
        )}
      </div>
    </section>
  );
}

/** What the slot grid leaves of the body, which has a row for every held slot. */
function roomUnder({ rows }: Section, slots: number): number {
  return rows * rowHeight - Math.ceil(slots / slotColumns) * unit;
}

function SlotCount({ trunk, card, level }: { readonly trunk: Trunk; readonly card: Card; readonly level: Level }) {
  const t = useT();
  const { used, allocating, cooling, unowned, orphan } = trunk.slots;
  const held = used + allocating + cooling + unowned + orphan;
  const limit = limitOf(trunk, card.instance);
  const allocatable = card.instance.allocatable?.podEni;
  const parts = (["used", "allocating", "cooling", "unowned", "orphan"] as const)
    .filter((state) => trunk.slots[state] > 0)
    .map((state) => `${trunk.slots[state]} ${t(`slot.${state}`)}`)
    .join(", ");
  const title =
    limit === undefined
      ? t("card.count.unknown", { held, parts })
      : t("card.count.about", { held, limit, parts: parts || t("slot.free") });
  const full = limit !== undefined && held >= limit;
  return (
    <span className="eni-count" data-full={full} title={title}>
      {allocatable !== undefined && limit !== undefined && allocatable !== limit && (
        <span className="differs" title={t("card.allocatable.about", { limit, n: allocatable })}>
          {level === "small" ? `≠${allocatable}` : t("card.allocatable", { n: allocatable })}
        </span>
      )}
      {full && <b className="full">{t("card.full")}</b>}
      <b>{held - cooling}</b>
      {cooling > 0 && (
        <span className="cool"> {level === "small" ? `+${cooling}` : t("card.count.cooling", { n: cooling })}</span>
      )}
      <span className="of"> / {limit ?? "?"}</span>
      {level === "near" && limit !== undefined && held < limit && (
        <span className="of">· {t("slot.freeCount", { n: limit - held })}</span>
      )}
    </span>
  );
}
