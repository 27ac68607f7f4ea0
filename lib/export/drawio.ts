import type { Resource } from "../topology/resources.ts";
import { captionLines, captionOf } from "./caption.ts";
import { type Box, boxes, type PlacedNode } from "./drawio-layout.ts";
import type { Format } from "./export.ts";
import { leftOutLines } from "./left-out.ts";
import { visible } from "./text.ts";
import { prune, treeOf, vlanOf } from "./tree.ts";
import { attributes } from "./xml.ts";

/** Past this many shapes diagrams.net takes minutes to open a file. */
const most = 8_000;

/** An uncompressed diagrams.net file. Labels are plain text (`html=0`), so that no name is ever read as markup. */
export const drawio: Format = {
  label: "draw.io",
  extension: "drawio",
  type: "application/vnd.jgraph.mxfile",
  write: (snapshot, view) => {
    const tree = treeOf(snapshot, view);
    const { roots, leftOut } = prune(tree, most);
    const caption = [...captionLines(captionOf(snapshot, view)), ...leftOutLines(tree, leftOut)];
    const captionBox = { x: 0, y: 0, width: 760, height: 24 + caption.length * 18 };
    const cells: string[] = [
      vertex({ id: "caption", label: caption.join("\n"), parent: "1", kind: "caption", box: captionBox }),
    ];
    let last = 0;
    const draw = ({ node, box, children, beside }: PlacedNode, parent: string): string => {
      const id = `n${++last}`;
      const label = [node.name, ...node.facts].map(visible).join(node.kind === "instance" ? "  " : "\n");
      cells.push(vertex({ id, label, parent, kind: node.kind, box, data: dataOf(node.resource) }));
      for (const child of children) draw(child, id);
      for (const child of beside) {
        const other = draw(child, parent);
        cells.push(edge({ id: `e${++last}`, label: vlanOf(child.node) ?? "", parent, source: id, target: other }));
      }
      return id;
    };
    for (const root of boxes(roots, captionBox.height + 40)) draw(root, "1");
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<mxfile host="Trunkscope"><diagram id="trunkscope"${attributes({ name: snapshot.cluster })}>`,
      '<mxGraphModel grid="1" gridSize="10" page="0" math="0"><root><mxCell id="0"/><mxCell id="1" parent="0"/>',
      ...cells,
      "</root></mxGraphModel></diagram></mxfile>",
      "",
    ].join("\n");
  },
};

interface Vertex {
  readonly id: string;
  readonly label: string;
  readonly parent: string;
  readonly kind: keyof typeof styles;
  readonly box: Box;
  readonly data?: Readonly<Record<string, string>>;
}

/** Facts ride along as properties (Edit > Edit Data), under names of our own choosing. */
function vertex({ id, label, parent, kind, box: { x, y, width, height }, data = {} }: Vertex): string {
  const cell = `<mxCell${attributes({ style: styles[kind], parent })} vertex="1"><mxGeometry${attributes({ x, y, width, height })} as="geometry"/></mxCell>`;
  return `<object${attributes({ label, id, "trunkscope-kind": kind, ...data })}>${cell}</object>`;
}

function edge(values: {
  readonly id: string;
  readonly label: string;
  readonly parent: string;
  readonly source: string;
  readonly target: string;
}): string {
  const { id, label, parent, source, target } = values;
  const cell = `<mxCell${attributes({ id, value: label, style: edgeStyle, parent, source, target })} edge="1">`;
  return `${cell}<mxGeometry relative="1" as="geometry"/></mxCell>`;
}

function dataOf(resource: Resource | null): Record<string, string> {
  const data: Record<string, string> = {};
  if (resource === null) return data;
  for (const [field, value] of Object.entries(resource)) {
    if (value === null || value === undefined || field === "kind") continue;
    data[`trunkscope-${field.toLowerCase()}`] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return data;
}

const plain = "html=0;whiteSpace=wrap;overflow=hidden;fontFamily=Helvetica;";
const container = `${plain}swimlane;startSize=28;collapsible=1;recursiveResize=0;rounded=1;arcSize=6;align=left;spacingLeft=10;`;
const box = `${plain}rounded=1;arcSize=12;fontSize=11;align=left;spacingLeft=8;`;

const styles = {
  caption: `text;${plain}align=left;verticalAlign=top;fontSize=12;fontColor=#545A66;`,
  zone: `${container}fillColor=#F1F2F4;strokeColor=#D2D5DC;fontStyle=1;fontSize=14;`,
  instance: `${container}fillColor=#FFFFFF;strokeColor=#696F7C;fontStyle=1;fontSize=12;`,
  interface: `${box}fillColor=#F6F7F8;strokeColor=#A4AAB6;`,
  trunk: `${box}fillColor=#EAEEFE;strokeColor=#3451D6;fontStyle=1;`,
  branch: `${box}fillColor=#E7F4F1;strokeColor=#117A6A;`,
  pod: `${box}fillColor=#FFFFFF;strokeColor=#A4AAB6;arcSize=40;`,
  securityGroup: box,
  policy: box,
  subnet: box,
  unjoined: box,
} as const;

const edgeStyle =
  "html=0;edgeStyle=entityRelationEdgeStyle;endArrow=none;strokeColor=#696F7C;fontSize=10;fontColor=#14161A;labelBackgroundColor=#FFFFFF;";
