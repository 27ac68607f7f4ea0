import type { TreeNode } from "./tree.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A node and where it is, from the corner of what contains it. `children` lie inside it, `beside` to the right of it, joined by an edge. */
export interface PlacedNode {
  readonly node: TreeNode;
  readonly box: Box;
  readonly children: readonly PlacedNode[];
  readonly beside: readonly PlacedNode[];
}

const leaf = { width: 240, height: 52 };
const step = { x: leaf.width + 110, y: leaf.height + 12 };
const inset = 20;
const header = 44;

/** Zones one below the other from `top` on; in each its instances in columns; in each a chain interface - branch - pod. */
export function boxes(zones: readonly TreeNode[], top: number): PlacedNode[] {
  let y = top;
  return zones.map((node) => {
    const placed = zone(node, y);
    y += placed.box.height + 40;
    return placed;
  });
}

function zone(node: TreeNode, y: number): PlacedNode {
  const columns = Math.max(1, Math.min(12, Math.ceil(Math.sqrt(node.children.length / 2))));
  const bottoms = Array.from({ length: columns }, () => header);
  const width = 3 * step.x - 110 + 2 * inset;
  const children = node.children.map((child) => {
    const column = bottoms.indexOf(Math.min(...bottoms));
    const at = { x: inset + column * (width + inset), y: bottoms[column] ?? header };
    const placed = child.kind === "instance" ? instance(child, at, width) : chain(child, at);
    bottoms[column] = at.y + ("rows" in placed ? placed.rows * step.y : placed.box.height + inset);
    return "rows" in placed ? placed.placed : placed;
  });
  const box = { x: 0, y, width: inset + columns * (width + inset), height: Math.max(...bottoms) + inset };
  return { node, box, children, beside: [] };
}

function instance(node: TreeNode, { x, y }: Pick<Box, "x" | "y">, width: number): PlacedNode {
  let row = 0;
  const children = node.children.map((child) => {
    const column = columnOf[child.kind] ?? 0;
    const { placed, rows } = chain(child, { x: inset + column * step.x, y: header + row * step.y });
    row += rows;
    return placed;
  });
  return { node, box: { x, y, width, height: header + Math.max(1, row) * step.y + inset - 12 }, children, beside: [] };
}

/** A branch or a pod that hangs on nothing keeps its column. */
const columnOf: { readonly [K in TreeNode["kind"]]?: number } = { branch: 1, pod: 2 };

function chain(node: TreeNode, { x, y }: Pick<Box, "x" | "y">): { readonly placed: PlacedNode; readonly rows: number } {
  let row = 0;
  const column = columnOf[node.kind] ?? 0;
  const beside = node.children.map((child) => {
    const across = (columnOf[child.kind] ?? 0) - column;
    const { placed, rows } = chain(child, { x: x + across * step.x, y: y + row * step.y });
    row += rows;
    return placed;
  });
  return { placed: { node, box: { x, y, ...leaf }, children: [], beside }, rows: Math.max(1, row) };
}
