"use client";

import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { useT } from "../messages/use-messages.ts";
import { GroupBars } from "../parts/group-bars.tsx";
import { labelOf, labelOfId } from "../parts/label-of.ts";
import { useModel } from "./sight.ts";

export const hubWidth = 232;
export const hubHeight = 44;

export type HubNode = Node<
  { readonly about: string; readonly scale: number; readonly isSelected: boolean; readonly note: string | null },
  "hub"
>;

/** What no card shows, such as a policy or a rule's peer, set beside what it is linked with. */
export const HubCard = memo(function HubCard({ data: { about, scale, isSelected, note } }: NodeProps<HubNode>) {
  const t = useT();
  const resource = useModel().byId.get(about);
  const name = printable(resource ? labelOf(resource) : labelOfId(about));
  const kind = resource?.kind ?? (about.startsWith("sg-") ? "securityGroup" : null);
  return (
    <div
      className="hub"
      data-selected={isSelected}
      style={{ transform: `scale(${scale})`, width: hubWidth, height: hubHeight }}
      {...(resource && { "data-id": about })}
      title={note ? `${name}\n${note}` : name}
    >
      <span>
        {kind ? t(`kind.${kind}`) : t("diagram.peer")}
        {note && <em className="mono"> {shorten(note, 18)}</em>}
      </span>
      <b>
        {kind === "securityGroup" && <GroupBars ids={[about]} />}
        {resource?.kind === "policy" && <GroupBars ids={resource.groupIds} />}
        <bdi>{shorten(name, 30)}</bdi>
      </b>
    </div>
  );
});
