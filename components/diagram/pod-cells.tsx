"use client";

import type { Level } from "../../lib/diagram/level.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import type { Pod } from "../../lib/topology/resources.ts";
import { labelOf } from "../parts/label-of.ts";
import { Glyph, toneOf } from "../parts/status.tsx";
import { pickable } from "./pickable.ts";
import type { Lit } from "./sight.ts";

interface PodCellsProps {
  readonly pods: readonly Pod[];
  readonly level: Level;
  readonly lit: Lit;
  readonly selection: string | null;
}

/** Ordinary pods: by name when near, as small marks otherwise. */
export function PodCells({ pods, level, lit, selection }: PodCellsProps) {
  const near = level === "near";
  return (
    <div className={near ? "pod-names" : "pod-pips"}>
      {pods.map((pod) => (
        <span
          key={pod.id}
          {...pickable(pod.id)}
          data-tone={toneOf(pod)}
          data-dim={lit !== null && !lit.has(pod.id)}
          data-selected={selection === pod.id}
          title={`${printable(labelOf(pod))}\n${printable(pod.status)}`}
        >
          {near && (
            <>
              <Glyph tone={toneOf(pod)} />
              <bdi>{shorten(printable(pod.name), 24)}</bdi>
            </>
          )}
        </span>
      ))}
    </div>
  );
}
