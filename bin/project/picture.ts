import { type Layer, layers } from "./layers.ts";

/** The layer table as a Mermaid graph: an arrow leads from a folder to what it imports, unless a path of arrows leads there already. */
export function picture(table: readonly Layer[] = layers): string {
  const boxes = Object.entries(titles).flatMap(([kind, title]) => {
    const folders = table
      .filter((layer) => layer.kind === kind)
      .map(({ folder }) => `    ${idOf(folder)}["${folder}"]`);
    return folders.length === 0 ? [] : [`  subgraph ${kind}["${title}"]`, ...folders, "  end"];
  });
  const arrows = table.flatMap(({ folder }) =>
    nearestOf(folder, table).map((to) => `  ${idOf(folder)} --> ${idOf(to)}`),
  );
  return ["```mermaid", "graph TD", ...boxes, ...arrows, "```", ""].join("\n");
}

const titles: Readonly<Record<Layer["kind"], string>> = {
  entry: "entry points: may import anything",
  react: "React",
  io: "I/O",
  pure: "pure: no I/O, no clock, no React",
};

/** What a folder imports and reaches by no other of its imports. */
function nearestOf(folder: string, table: readonly Layer[]): string[] {
  const direct = importsOf(folder, table);
  return direct.filter((to) => !direct.some((other) => other !== to && reaches(other, to, table)));
}

function reaches(from: string, to: string, table: readonly Layer[]): boolean {
  return importsOf(from, table).some((next) => next === to || reaches(next, to, table));
}

/** Entry points may import anything; they are drawn above what no other folder imports. */
function importsOf(folder: string, table: readonly Layer[]): readonly string[] {
  const layer = table.find((candidate) => candidate.folder === folder);
  if (!layer) return [];
  if (layer.mayImport !== "anything") return layer.mayImport;
  return table.filter(({ kind }) => kind !== "entry").map((candidate) => candidate.folder);
}

function idOf(folder: string): string {
  return folder.replace("lib/", "");
}
