import ELK from "elkjs/lib/elk.bundled.js";
import { draw } from "./draw.tsx";
import { fetchGraph, nodeHeight, nodeWidth } from "./graph.ts";

/** React Flow laid out by elkjs in layers, as neighbouring tools do. */
const graph = await fetchGraph();
const laidOut = await new ELK().layout({
  id: "root",
  layoutOptions: { "elk.algorithm": "layered", "elk.direction": "RIGHT" },
  children: graph.nodes.map(({ id }) => ({ id, width: nodeWidth, height: nodeHeight })),
  edges: graph.edges.map(({ source, target }) => ({ id: `${source} ${target}`, sources: [source], targets: [target] })),
});
draw(graph, new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }])));
