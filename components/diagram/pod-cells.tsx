"use client";

import type { Level } from "../../lib/diagram/level.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { severityAt } from "../../lib/diagram/trouble.ts";
import type { Pod } from "../../lib/topology/resources.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { labelOf } from "../parts/label-of.ts";
import { Glyph, toneOf } from "../parts/status.tsx";
import { pickable } from "./pickable.ts";
import { type Lit, useModel } from "./sight.ts";

interface PodCellsProps {
  readonly pods: readonly Pod[];
  readonly level: Level;
  readonly lit: Lit;
  readonly selection: string | null;
}

/** Ordinary pods: by name when near, as small marks otherwise. */
export function PodCells({ pods, level, lit, selection }: PodCellsProps) {
  const near = level === "near";
  const t = useT();
  const model = useModel();
  return (
    <div className={near ? "pod-names" : "pod-pips"}>
      {pods.map((pod) => {
        const severity = severityAt(model, pod.id);
        const found = severity ? `\n${t("finding.badge", { severity: t(`severity.${severity}`) })}` : "";
        return (
          <span
            key={pod.id}
            {...pickable(pod.id)}
            data-tone={toneOf(pod)}
            data-dim={lit !== null && !lit.has(pod.id)}
            data-selected={selection === pod.id}
            title={`${printable(labelOf(pod))}\n${printable(pod.status)}${found}`}
            data-finding-severity={near ? undefined : (severity ?? undefined)}
          >
            {near && (
              <>
                <Glyph tone={toneOf(pod)} />
                <bdi>{shorten(printable(pod.name), 24)}</bdi>
                <SeverityBadge severity={severity} />
              </>
            )}
          </span>
        );
      })}
    </div>
  );
}
