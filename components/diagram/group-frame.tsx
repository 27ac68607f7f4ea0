"use client";

import { type Node, type NodeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import type { Frame } from "../../lib/diagram/layout.ts";
import { printable, shorten } from "../../lib/diagram/printable.ts";
import { useMessages } from "../messages/use-messages.ts";

export type FrameNode = Node<{ readonly frame: Frame; readonly axis: string }, "frame">;

/** A group around cards. Its header keeps its size on the screen at any zoom. */
export const GroupFrame = memo(function GroupFrame({ data: { frame, axis } }: NodeProps<FrameNode>) {
  const { number, t } = useMessages();
  const zoom = useStore(({ transform }) => transform[2]);
  const room = frame.width * zoom;
  const scale = zoom > 1 ? 1 : 1 / zoom;
  return (
    <div className="frame" data-depth={frame.depth}>
      {(frame.depth === 0 ? room > 36 : room > 96 && zoom > 0.25) && (
        <div className="frame-label" style={{ transform: `scale(${scale})`, maxWidth: frame.width / scale - 8 }}>
          {room > 230 && <span className="frame-axis">{axis}</span>}
          <b>
            <bdi>{frame.label === null ? t("diagram.unknownGroup") : shorten(printable(frame.label), 40)}</bdi>
          </b>
          {room > 150 && <span className="frame-count">{number(frame.count)}</span>}
        </div>
      )}
    </div>
  );
});
