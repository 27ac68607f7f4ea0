"use client";

import { printable } from "../../lib/diagram/printable.ts";
import { severityOfSlot } from "../../lib/diagram/trouble.ts";
import type { Slot } from "../../lib/snapshot/slots.ts";
import { useT } from "../messages/use-messages.ts";
import { fillOf } from "../parts/group-bars.tsx";
import { groupNames, labelOf } from "../parts/label-of.ts";
import { coolingStyle } from "./cooling.ts";
import { pickable } from "./pickable.ts";
import { type Lit, useModel } from "./sight.ts";

interface SlotGridProps {
  readonly slots: readonly Slot[];
  readonly lit: Lit;
  readonly selection: string | null;
}

/** The slots of a trunk as cells numbered by VLAN: state by shape, security groups by colour. */
export function SlotGrid({ slots, lit, selection }: SlotGridProps) {
  const t = useT();
  const model = useModel();
  return (
    <div className="slots">
      {slots.map((slot) => {
        const { branch, pods, state, vlan } = slot;
        const id = branch?.id ?? pods[0]?.id;
        const severity = severityOfSlot(model, slot);
        const title = [
          state === "requested"
            ? t("slot.requested")
            : t("slot.title", { vlan: vlan ?? "?", state: t(`slot.${state}`) }),
          ...pods.map(labelOf),
          ...(severity ? [t("finding.badge", { severity: t(`severity.${severity}`) })] : []),
          ...(branch && branch.groupIds.length > 0 ? [groupNames(model, branch.groupIds)] : []),
        ].map(printable);
        return (
          <span
            key={slot.key}
            className="slot"
            data-state={state}
            {...(id !== undefined && pickable(id))}
            data-dim={lit !== null && !(id !== undefined && isLit(lit, slot))}
            data-selected={selection !== null && (branch?.id === selection || pods.some((pod) => pod.id === selection))}
            data-finding-severity={severity ?? undefined}
            data-marked={(branch !== null && branch.marks.length > 0) || undefined}
            title={title.join("\n")}
            style={{ ...fillOf(branch?.groupIds ?? []), ...coolingStyle(model, slot) }}
          >
            {state === "requested" ? "" : (vlan ?? "?")}
          </span>
        );
      })}
    </div>
  );
}

export function isLit(lit: ReadonlySet<string>, { branch, pods }: Slot): boolean {
  return (branch !== null && lit.has(branch.id)) || pods.some(({ id }) => lit.has(id));
}
