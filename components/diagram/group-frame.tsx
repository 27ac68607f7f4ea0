"use client";

import { type Node, type NodeProps, useStore } from "@xyflow/react";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import type { Frame } from "../../lib/diagram/layout.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { foldedStop } from "../../lib/diagram/stops.ts";
import type { Strip } from "../../lib/diagram/strip.ts";
import { useMessages } from "../messages/use-messages.ts";

export type FrameNode = Node<
  {
    readonly frame: Frame;
    readonly axis: string;
    /** What a group without a value is called. */
    readonly unnamed: string;
    readonly onFold: (group: string) => void;
    readonly tabbable: boolean;
    readonly faded: boolean;
  },
  "frame"
>;

/** A group around cards, or the little that is left of it when collapsed. Its header keeps its size on the screen at any zoom. */
export const GroupFrame = memo(function GroupFrame({ data }: NodeProps<FrameNode>) {
  const { frame, axis, unnamed, onFold, tabbable, faded } = data;
  const { number, t } = useMessages();
  const zoom = useStore(({ transform }) => transform[2]);
  const room = frame.width * zoom;
  const scale = zoom > 1 ? 1 : 1 / zoom;
  const isFolded = frame.strip !== null;
  const name = frame.label === null ? unnamed : shorten(printable(frame.label), 40);
  return (
    <div className="frame" data-depth={frame.depth} data-folded={isFolded} data-faded={faded}>
      {(frame.depth === 0 ? room > 36 : room > 96 && zoom > 0.25) && (
        <div className="frame-label" style={{ transform: `scale(${scale})`, maxWidth: frame.width / scale - 8 }}>
          {frame.depth === 0 && room > 60 && (
            <button
              type="button"
              className="frame-fold"
              aria-expanded={!isFolded}
              aria-label={t(isFolded ? "diagram.expand" : "diagram.collapse", { group: name })}
              title={t(isFolded ? "diagram.expand" : "diagram.collapse", { group: name })}
              tabIndex={tabbable ? 0 : -1}
              {...(isFolded && { "data-card": foldedStop(frame.id) })}
              onClick={(event) => {
                event.stopPropagation();
                onFold(frame.id);
              }}
            >
              {isFolded ? <ChevronRight size={13} aria-hidden /> : <ChevronDown size={13} aria-hidden />}
            </button>
          )}
          {room > 230 && <span className="frame-axis">{axis}</span>}
          <b>
            <bdi>{name}</bdi>
          </b>
          {room > 150 && <span className="frame-count">{number(frame.count)}</span>}
        </div>
      )}
      {frame.strip && <HeatStrip strip={frame.strip} isLegible={room > 200} scale={scale} />}
    </div>
  );
});

const states = ["used", "allocating", "requested", "cooling", "unowned", "orphan", "free"] as const;

function HeatStrip({ strip, isLegible, scale }: { strip: Strip; isLegible: boolean; scale: number }) {
  const { number, t } = useMessages();
  const { slots, byState } = strip;
  const counts = states.filter((state) => byState[state] > 0);
  const text = counts.map((state) => `${number(byState[state])} ${t(`slot.${state}`)}`).join(" · ");
  return (
    <div className="heat-strip" title={slots === 0 ? t("diagram.noSlots") : text}>
      <div className="slot-bar" aria-hidden>
        {counts.map((state) => (
          <i key={state} data-state={state} style={{ flexGrow: byState[state] }} />
        ))}
      </div>
      {isLegible && (
        <p style={{ transform: `scale(${Math.min(scale, 2.4)})` }}>
          {slots === 0
            ? t("diagram.noSlots")
            : t("rail.slots.of", { held: number(slots - byState.free), limit: number(slots) })}
        </p>
      )}
    </div>
  );
}
