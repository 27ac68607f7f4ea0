"use client";

import { printable, shorten } from "../../lib/diagram/printable.ts";
import { severityAt } from "../../lib/diagram/trouble.ts";
import type { Slot } from "../../lib/snapshot/slots.ts";
import type { Pod } from "../../lib/topology/resources.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { fillOf, GroupBars } from "../parts/group-bars.tsx";
import { groupNames, labelOf } from "../parts/label-of.ts";
import { Glyph, toneOf } from "../parts/status.tsx";
import { coolingStyle } from "./cooling.ts";
import { pickable } from "./pickable.ts";
import { type Lit, useModel } from "./sight.ts";
import { isLit } from "./slot-grid.tsx";

interface SlotRowsProps {
  readonly slots: readonly Slot[];
  readonly lit: Lit;
  readonly selection: string | null;
}

/** The unfolded trunk: one row per held slot, from the VLAN over the branch to its pod. */
export function SlotRows({ slots, lit, selection }: SlotRowsProps) {
  const held = slots.filter(({ state }) => state !== "free");
  return (
    <div className="rows">
      {held.map((slot) => (
        <SlotRow key={slot.key} slot={slot} dim={lit !== null && !isLit(lit, slot)} selection={selection} />
      ))}
    </div>
  );
}

/** The ordinary state needs no word. */
function shortStatus({ status }: Pod): string {
  return status === "Running" ? "" : shorten(printable(status), 17);
}

function SlotRow({
  slot,
  dim,
  selection,
}: {
  readonly slot: Slot;
  readonly dim: boolean;
  readonly selection: string | null;
}) {
  const t = useT();
  const model = useModel();
  const { branch, pods, state, vlan } = slot;
  const [pod] = pods;
  const onPath = selection !== null && (branch?.id === selection || pods.some(({ id }) => id === selection));
  return (
    <div className="row" data-dim={dim} data-selected={onPath} data-state={state}>
      <span className="row-branch" {...pickable(branch?.id ?? pod?.id ?? slot.key)}>
        <i
          className="slot-mini"
          data-state={state}
          style={{ ...fillOf(branch?.groupIds ?? []), ...coolingStyle(model, slot) }}
        />
        <i className="row-wire" />
        <span className="row-vlan mono">{t("card.vlan", { vlan: vlan ?? "?" })}</span>
        <i className="row-wire" />
        <GroupBars ids={branch?.groupIds ?? []} title={branch ? groupNames(model, branch.groupIds) : ""} />
        <span className="row-eni mono" title={branch?.id}>
          {branch ? shorten(branch.id, 12) : "—"}
        </span>
        <SeverityBadge severity={branch ? severityAt(model, branch.id) : null} />
        <span className="row-ip mono">{branch?.ip ?? branch?.ipv6 ?? ""}</span>
      </span>
      <i className="row-wire" data-open={pods.length === 0} />
      {pod ? (
        <span className="row-pod" {...pickable(pod.id)} title={`${printable(labelOf(pod))}\n${printable(pod.status)}`}>
          <bdi>{shorten(printable(labelOf(pod)), Math.max(16, 33 - shortStatus(pod).length))}</bdi>
          <SeverityBadge severity={severityAt(model, pod.id)} />
          {pods.length > 1 && <b className="row-more">+{pods.length - 1}</b>}
          <span className="row-status" data-tone={toneOf(pod)}>
            <Glyph tone={toneOf(pod)} />
            {shortStatus(pod)}
          </span>
        </span>
      ) : (
        <span className="row-pod row-none">{t(`slot.${state}`)}</span>
      )}
    </div>
  );
}
