"use client";

import type { Level } from "../../lib/diagram/level.ts";
import type { Section } from "../../lib/diagram/measure.ts";
import type { Card } from "../../lib/snapshot/card-shape.ts";
import type { Slot } from "../../lib/snapshot/slots.ts";
import { useT } from "../messages/use-messages.ts";
import { PodCells } from "./pod-cells.tsx";
import type { Lit } from "./sight.ts";
import { SlotGrid } from "./slot-grid.tsx";
import { SlotRows } from "./slot-rows.tsx";

interface OthersBlockProps {
  readonly card: Card;
  readonly box: Section | undefined;
  readonly level: Level;
  readonly lit: Lit;
  readonly selection: string | null;
}

/** What is on an instance and on none of its interfaces. */
export function OthersBlock({ card, box, level, lit, selection }: OthersBlockProps) {
  const t = useT();
  const { looseBranches, otherPods } = card;
  if (!box || looseBranches.length + otherPods.length === 0) return null;
  const slots = looseBranches.map(
    (branch): Slot => ({ key: branch.id, vlan: branch.vlan, state: branch.state, branch, pods: [] }),
  );
  return (
    <section className="eni" style={{ top: box.y }}>
      <div className="eni-title eni-others">
        <span className="eni-role">{t("card.others")}</span>
        <span className="eni-count">{otherPods.length + looseBranches.length}</span>
      </div>
      <div className="eni-body">
        {slots.length > 0 &&
          (level === "near" ? (
            <SlotRows slots={slots} lit={lit} selection={selection} />
          ) : (
            <SlotGrid slots={slots} lit={lit} selection={selection} />
          ))}
        <PodCells pods={otherPods} level={level} lit={lit} selection={selection} />
      </div>
    </section>
  );
}
