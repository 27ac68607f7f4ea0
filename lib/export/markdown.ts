import type { Format } from "./export.ts";
import { reportOf, type Table } from "./report.ts";
import { visible } from "./text.ts";

/** The report in GitHub's Markdown. */
export const markdown: Format = {
  label: "Markdown report",
  extension: "md",
  type: "text/markdown;charset=utf-8",
  write: (snapshot, view) => {
    const { title, facts, sections } = reportOf(snapshot, view);
    const blocks = [
      `# ${escapeMarkdown(title)}`,
      tableOf({ columns: ["", ""], rows: facts }),
      ...sections.flatMap((section) => [
        `## ${escapeMarkdown(section.title)}`,
        ...section.lines.map(escapeMarkdown),
        ...(section.table ? [tableOf(section.table)] : []),
      ]),
      "Written by Trunkscope.",
    ];
    return `${blocks.join("\n\n")}\n`;
  },
};

/** Punctuation that could mean something as a character reference: Markdown reads those as text, wherever they stand. */
export function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[^\p{L}\p{N}\p{M} .,/:;()-]/gu, (character) => `&#${character.codePointAt(0)};`)
    .replace(/:(?=\/\/)/g, "&#58;")
    .replace(/(?<=www)\./gi, "&#46;")
    .replace(/^(?=[ -]|\d+[.)])./u, (character) => `&#${character.codePointAt(0)};`);
}

function tableOf({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  return [line(columns), `|${columns.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
