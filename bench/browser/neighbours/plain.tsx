import { draw } from "./draw.tsx";
import { fetchGraph, nodeHeight, nodeWidth } from "./graph.ts";

/** Plain React Flow: positions on a grid cost nothing. */
const graph = await fetchGraph();
const columns = Math.ceil(Math.sqrt(graph.nodes.length));
const positions = new Map(
  graph.nodes.map(({ id }, index) => [
    id,
    { x: (index % columns) * nodeWidth * 1.2, y: Math.floor(index / columns) * nodeHeight * 2 },
  ]),
);
draw(graph, positions);
