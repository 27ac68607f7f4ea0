"use client";

import { printable, shorten } from "../../lib/diagram/printable.ts";
import { severityAt } from "../../lib/diagram/trouble.ts";
import type { Slot } from "../../lib/snapshot/slots.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { labelOf } from "../parts/label-of.ts";
import { pickable } from "./pickable.ts";
import { type Lit, useModel } from "./sight.ts";

interface PodListProps {
  readonly slots: readonly Slot[];
  /** World units that are left under the slots. */
  readonly room: number;
  readonly lit: Lit;
  readonly selection: string | null;
}

const lineHeight = 24;

/** The pods of the slots by name, in two columns, as far as there is room for them. */
export function PodList({ slots, room, lit, selection }: PodListProps) {
  const t = useT();
  const model = useModel();
  const places = Math.floor(room / lineHeight) * 2;
  const owned = slots.flatMap(({ key, vlan, pods }) => pods.slice(0, 1).map((pod) => ({ key, vlan, pod })));
  if (places === 0 || owned.length === 0) return null;
  const shown = owned.length > places ? owned.slice(0, places - 1) : owned;
  return (
    <div className="pod-list">
      {shown.map(({ key, vlan, pod }) => (
        <span
          key={key}
          {...pickable(pod.id)}
          data-dim={lit !== null && !lit.has(pod.id)}
          data-selected={selection === pod.id}
          title={printable(labelOf(pod))}
        >
          <b className="mono">{vlan ?? "?"}</b>
          <bdi>{shorten(printable(pod.name), 22)}</bdi>
          <SeverityBadge severity={severityAt(model, pod.id)} />
        </span>
      ))}
      {shown.length < owned.length && (
        <span className="quiet">{t("rail.more", { n: owned.length - shown.length })}</span>
      )}
    </div>
  );
}
