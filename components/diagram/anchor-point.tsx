"use client";

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";

export type AnchorNode = Node<{ readonly side: "left" | "right" }, "anchor">;

const positions = { left: Position.Left, right: Position.Right } as const;

/** Where a line ends: a point on a card, a row or a slot. */
export const AnchorPoint = memo(function AnchorPoint({ data: { side } }: NodeProps<AnchorNode>) {
  return (
    <>
      <Handle type="source" position={positions[side]} isConnectable={false} className="anchor" />
      <Handle type="target" position={positions[side]} isConnectable={false} className="anchor" />
    </>
  );
});

interface AnchorEnd {
  readonly x: number;
  readonly y: number;
  readonly side: "left" | "right";
}

export function anchorAt(id: string, { x, y, side }: AnchorEnd): AnchorNode {
  const handle = { x: 0, y: 0, width: 1, height: 1, position: positions[side] };
  return {
    id,
    type: "anchor",
    position: { x, y },
    width: 1,
    height: 1,
    measured: { width: 1, height: 1 },
    handles: [
      { ...handle, type: "source" },
      { ...handle, type: "target" },
    ],
    style: { pointerEvents: "none" },
    zIndex: 10,
    data: { side },
  };
}
