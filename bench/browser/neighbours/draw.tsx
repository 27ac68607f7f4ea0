import { type Edge, type Node, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { createRoot } from "react-dom/client";
import { type Graph, nodeHeight, nodeWidth } from "./graph.ts";

export type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** React Flow as its documentation starts: every node and edge, its own culling on, fitted to the window. */
export function draw({ nodes, edges }: Graph, positions: Positions): void {
  const shown: Node[] = nodes.map(({ id, label }) => ({
    id,
    position: positions.get(id) ?? { x: 0, y: 0 },
    data: { label },
    width: nodeWidth,
    height: nodeHeight,
  }));
  const lines: Edge[] = edges.map(({ source, target }) => ({ id: `${source} ${target}`, source, target }));
  const element = document.getElementById("root");
  if (!element) throw new Error("the page has no root");
  createRoot(element).render(
    <div style={{ width: "100vw", height: "100vh" }} className="diagram">
      <ReactFlow
        defaultNodes={shown}
        defaultEdges={lines}
        minZoom={0.001}
        fitView
        onlyRenderVisibleElements
        onInit={() => requestAnimationFrame(() => performance.measure("trunkscope.whole", { start: 0 }))}
      />
    </div>,
  );
}
