"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { severities } from "../../lib/diagnosis/finding.ts";
import type { Place } from "../../lib/diagram/layout.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { noHue, type Outline, readCell } from "../../lib/snapshot/outline.ts";
import type { Instance } from "../../lib/topology/resources.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { shortNode } from "../parts/label-of.ts";

export type OutlineNode = Node<
  {
    readonly instance: Instance;
    readonly outline: Outline;
    readonly place: Place;
    readonly faded: boolean;
    readonly selection: string | null;
    readonly tabbable: boolean;
  },
  "outline"
>;

/** An instance whose details are on their way: the card they will stand on, with its slots in place. */
export const OutlineCard = memo(function OutlineCard({ data }: NodeProps<OutlineNode>) {
  const t = useT();
  const { instance, outline, place, faded, selection, tabbable } = data;
  const name = printable(instance.nodeName ? shortNode(instance.nodeName) : instance.id);
  return (
    <div
      className="card"
      data-stop={instance.id}
      data-faded={faded}
      data-selected={selection === instance.id}
      aria-busy
    >
      <button
        type="button"
        className="card-head"
        data-id={instance.id}
        data-card={instance.id}
        tabIndex={tabbable ? 0 : -1}
        aria-pressed={selection === instance.id}
        title={printable(instance.nodeName ?? instance.id)}
      >
        <span className="sr-only">{t("kind.instance")} </span>
        <span className="card-name">
          <i className="glyph" data-tone={instance.ready === false ? "bad" : "quiet"} aria-hidden />
          <bdi>{shorten(name, 24)}</bdi>
          <SeverityBadge severity={severities[outline.worst] ?? null} />
        </span>
        <span className="card-type">{instance.instanceType ?? ""}</span>
        <span className="card-line">{instance.zone ?? ""}</span>
      </button>
      {outline.sections.map(({ key, cells }) => {
        const box = place.sections.find((one) => one.key === key);
        return (
          box && (
            <section key={key} className="eni" data-kind={cells ? "trunk" : "interface"} style={{ top: box.y }}>
              <div className="eni-title" />
              <div className="eni-body">
                {cells && (
                  <div className="slots" aria-hidden>
                    {cells.map((code, order) => {
                      const { state, hue, rank } = readCell(code);
                      return (
                        <span
                          // biome-ignore lint/suspicious/noArrayIndexKey: a slot without details is its place in the row
                          key={order}
                          className="slot"
                          data-state={state}
                          data-finding-severity={severities[rank]}
                          style={hue === noHue ? undefined : { background: `var(--sg-${hue})` }}
                        />
                      );
                    })}
                  </div>
                )}
              </div>
            </section>
          )
        );
      })}
    </div>
  );
});
