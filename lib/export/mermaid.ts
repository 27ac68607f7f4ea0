import { captionLines, captionOf } from "./caption.ts";
import type { Format } from "./export.ts";
import { leftOutLines } from "./left-out.ts";
import { visible } from "./text.ts";
import { prune, type TreeNode, treeOf, vlanOf } from "./tree.ts";

/** Mermaid refuses a text of 50,000 characters or 500 edges unless it is told otherwise. */
const mostNodes = 400;
const mostCharacters = 48_000;

/** A Mermaid flowchart: zones and instances as subgraphs, an edge per VLAN. As many nodes as Mermaid draws by default; the rest is counted in the caption. */
export const mermaid: Format = {
  label: "Mermaid",
  extension: "mmd",
  type: "text/vnd.mermaid",
  write: (snapshot, view) => {
    const tree = treeOf(snapshot, view);
    const caption = captionLines(captionOf(snapshot, view));
    for (let most = mostNodes; ; most = Math.floor(most * 0.7)) {
      const { roots, leftOut } = prune(tree, most);
      const text = flowchart(roots, [...caption, ...leftOutLines(tree, leftOut)]);
      if (text.length < mostCharacters || most === 0) return text;
    }
  },
};

/** Every character that could mean something to Mermaid, Markdown or HTML as a character code: `#35;`. */
export function escapeMermaid(text: string): string {
  return [...visible(text)].map((character) => (plain.test(character) ? character : codeOf(character))).join("");
}

const plain = /^[\p{L}\p{N} .,/:()-]$/u;

function codeOf(character: string): string {
  return `#${character.codePointAt(0)};`;
}

function flowchart(roots: readonly TreeNode[], caption: readonly string[]): string {
  const lines = ["flowchart LR", ...caption.map((line) => `  %% ${escapeMermaid(line)}`)];
  const edges: string[] = [];
  const classes = new Map<string, string[]>();
  let last = 0;
  const draw = (node: TreeNode, indent: string): string => {
    const id = `n${++last}`;
    if (node.kind === "zone" || node.kind === "instance") {
      lines.push(`${indent}subgraph ${id}["${labelOf(node)}"]`);
      if (node.children.length === 0) lines.push(`${indent}  ${id}none["nothing on it"]`);
      for (const child of node.children) draw(child, `${indent}  `);
      lines.push(`${indent}end`);
      return id;
    }
    const [open, close] = node.kind === "pod" ? ["([", "])"] : ["[", "]"];
    lines.push(`${indent}${id}${open}"${labelOf(node)}"${close}`);
    classes.set(node.kind, [...(classes.get(node.kind) ?? []), id]);
    for (const child of node.children) {
      const vlan = vlanOf(child);
      const other = draw(child, indent);
      edges.push(`  ${id} ---${vlan === null ? "" : `|"${escapeMermaid(vlan)}"|`} ${other}`);
    }
    return id;
  };
  for (const root of roots) draw(root, "  ");
  const note = `  caption["${caption.map(escapeMermaid).join("<br/>")}"]`;
  const styled = [...classes].map(([kind, ids]) => `  class ${ids.join(",")} ${kind}`);
  return `${[...lines, note, ...edges, ...styles, ...styled, "  class caption caption"].join("\n")}\n`;
}

function labelOf({ name, facts }: TreeNode): string {
  return [name, ...facts].map(escapeMermaid).join("<br/>");
}

const styles = [
  "  classDef trunk fill:#eaeefe,stroke:#3451d6,color:#14161a",
  "  classDef interface fill:#f6f7f8,stroke:#a4aab6,color:#14161a",
  "  classDef branch fill:#e7f4f1,stroke:#117a6a,color:#14161a",
  "  classDef pod fill:#ffffff,stroke:#a4aab6,color:#14161a",
  "  classDef caption fill:none,stroke:none,color:#545a66,text-align:left",
];
