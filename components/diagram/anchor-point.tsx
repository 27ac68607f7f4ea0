import { type Node, Position } from "@xyflow/react";

export type AnchorNode = Node<Record<string, never>, "anchor">;

/** Where a line ends: a point on a card, a row or a slot. It draws nothing. */
export function AnchorPoint() {
  return null;
}

interface AnchorEnd {
  readonly x: number;
  readonly y: number;
  readonly side: "left" | "right";
}

export function anchorAt(id: string, { x, y, side }: AnchorEnd): AnchorNode {
  const handle = { x: 0, y: 0, width: 1, height: 1, position: side === "left" ? Position.Left : Position.Right };
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
    zIndex: 10,
    data: {},
  };
}
