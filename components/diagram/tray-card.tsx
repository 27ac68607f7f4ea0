"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import type { Tray } from "../../lib/diagram/tray.ts";
import { severityAt } from "../../lib/diagram/trouble.ts";
import { SeverityBadge } from "../findings/severity-sign.tsx";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOf } from "../parts/label-of.ts";
import { Glyph, toneOf } from "../parts/status.tsx";
import { pickable } from "./pickable.ts";
import { type Lit, useModel } from "./sight.ts";

export type TrayNode = Node<
  { readonly tray: Tray; readonly lit: Lit; readonly selection: string | null; readonly tabbable: boolean },
  "tray"
>;

/** What stands on no instance, one row each. */
export const TrayCard = memo(function TrayCard({ data: { tray, lit, selection, tabbable } }: NodeProps<TrayNode>) {
  const t = useT();
  const model = useModel();
  return (
    <div className="card tray" data-kind={tray.kind} data-stop={tray.id}>
      <div className="tray-title" title={t(`tray.${tray.kind}.about`)} data-card={tray.id} tabIndex={tabbable ? 0 : -1}>
        <b>{t(`tray.${tray.kind}`)}</b>
        <span className="eni-count">
          {tray.total}
          {tray.parts > 1 && ` · ${t("tray.part", { part: tray.part + 1, parts: tray.parts })}`}
        </span>
      </div>
      {tray.resources.map((resource) => (
        <div
          key={resource.id}
          className="tray-row"
          {...pickable(resource.id)}
          data-dim={lit !== null && !lit.has(resource.id)}
          data-selected={selection === resource.id}
          title={printable(labelOf(resource))}
        >
          {resource.kind === "pod" ? (
            <Glyph tone={toneOf(resource)} />
          ) : (
            <i className="slot-mini" data-state={resource.kind === "branch" ? resource.state : "unowned"} />
          )}
          {"groupIds" in resource && <GroupBars ids={resource.groupIds} />}
          <bdi>{shorten(printable(labelOf(resource)), 34)}</bdi>
          <SeverityBadge severity={severityAt(model, resource.id)} />
          <span className="tray-what">
            {resource.kind === "pod" ? shorten(printable(resource.status), 16) : t(`kind.${resource.kind}`)}
          </span>
        </div>
      ))}
    </div>
  );
});
