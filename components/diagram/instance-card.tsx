"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { severities } from "../../lib/diagnosis/finding.ts";
import type { Place } from "../../lib/diagram/layout.ts";
import type { Level } from "../../lib/diagram/level.ts";
import { others } from "../../lib/diagram/measure.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import type { Card } from "../../lib/snapshot/card-shape.ts";
import type { Outline } from "../../lib/snapshot/outline.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { shortNode } from "../parts/label-of.ts";
import { EniBlock } from "./eni-block.tsx";
import { OthersBlock } from "./others-block.tsx";
import type { Lit } from "./sight.ts";

export type InstanceNode = Node<
  {
    readonly card: Card;
    /** Another one when something on the card is found to be wrong, or no more. */
    readonly outline: Outline;
    readonly place: Place;
    readonly level: Level;
    readonly lit: Lit;
    readonly selection: string | null;
    readonly tabbable: boolean;
  },
  "instance"
>;

/** One instance: its interfaces by device index, the trunk's slots under the trunk. */
export const InstanceCard = memo(function InstanceCard({ data }: NodeProps<InstanceNode>) {
  const t = useT();
  const { card, place, level, lit, selection, tabbable } = data;
  const { worst } = data.outline;
  const { instance } = card;
  const name = printable(instance.nodeName ? shortNode(instance.nodeName) : instance.id);
  const readiness =
    instance.ready === undefined ? "card.readyUnknown" : instance.ready ? "card.ready" : "card.notReady";
  const tone = instance.ready === undefined ? "quiet" : instance.ready ? "good" : "bad";
  const faded = lit !== null && !lit.has(card.id);
  const near = level === "near";
  return (
    <div
      className="card"
      data-stop={card.id}
      data-faded={faded}
      data-selected={selection === card.id}
      data-trunkless={card.trunkless ?? undefined}
      data-marked={instance.marks.length > 0 || undefined}
    >
      <button
        type="button"
        className="card-head"
        data-id={card.id}
        data-card={card.id}
        tabIndex={tabbable ? 0 : -1}
        aria-pressed={selection === card.id}
        title={printable(instance.nodeName ?? instance.id)}
      >
        <span className="sr-only">{t("kind.instance")} </span>
        <span className="card-name">
          <i className="glyph" data-tone={tone} aria-hidden />
          <bdi>{shorten(name, near ? 48 : 24)}</bdi>
          <SeverityBadge severity={severities[worst] ?? null} />
          <span className="sr-only"> {t(readiness)}</span>
        </span>
        <span className="card-type">{instance.instanceType ?? (card.trunkless === "not-in-ec2" ? "" : "—")}</span>
        <span className="card-line">
          {instance.ready === false && <b className="bad">{t("card.notReady")}</b>}
          {near && <span className="mono">{instance.id.startsWith("i-") ? instance.id : ""}</span>}
          {(near || level === "middle") && instance.ip && <span className="mono">{instance.ip}</span>}
          <span>{instance.zone ?? ""}</span>
          {near && instance.nodeGroup && <span>{shorten(printable(instance.nodeGroup), 24)}</span>}
        </span>
        {card.trunkless && (
          <span className="card-why" title={t(`card.trunkless.${card.trunkless}.about`)}>
            {t(`card.trunkless.${card.trunkless}`)}
          </span>
        )}
      </button>
      {card.enis.map((section) => {
        const box = place.sections.find(({ key }) => key === section.key);
        return (
          box && (
            <EniBlock
              key={section.eni.id}
              card={card}
              section={section}
              box={box}
              level={level}
              lit={faded ? null : lit}
              selection={selection}
            />
          )
        );
      })}
      <OthersBlock
        card={card}
        box={place.sections.find(({ key }) => key === others)}
        level={level}
        lit={faded ? null : lit}
        selection={selection}
      />
    </div>
  );
});
