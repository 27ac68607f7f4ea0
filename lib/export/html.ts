import type { Format } from "./export.ts";
import { htmlStyle } from "./html-style.ts";
import { type Report, reportOf, type Section } from "./report.ts";
import { escapeXml } from "./xml.ts";

/** The report as one page: no script, nothing fetched, its own policy says so. */
export const html: Format = {
  label: "HTML report",
  extension: "html",
  type: "text/html;charset=utf-8",
  write: (snapshot, view) => page(reportOf(snapshot, view)),
};

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function page({ title, facts, sections }: Report): string {
  const terms = facts.map(([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${text(value)}</dd>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${escapeXml(policy)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<meta name="generator" content="Trunkscope"/>
<title>${escapeXml(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<h1>${text(title)}</h1>
<dl>${terms.join("")}</dl>
</header>
<main>
${sections.map(sectionOf).join("\n")}
</main>
<footer>Written by Trunkscope.</footer>
</body>
</html>
`;
}

function sectionOf({ title, lines, table }: Section): string {
  const parts = [`<h2>${text(title)}</h2>`, ...lines.map((line) => `<p>${text(line)}</p>`)];
  if (table) {
    const head = table.columns.map((column) => `<th scope="col">${escapeXml(column)}</th>`).join("");
    const rows = table.rows.map((row) => `<tr>${row.map((cell) => `<td>${text(cell)}</td>`).join("")}</tr>`);
    parts.push(
      `<div class="table" role="region" tabindex="0" aria-label="${escapeXml(title)}"><table><thead><tr>${head}</tr></thead><tbody>`,
      ...rows,
      "</tbody></table></div>",
    );
  }
  return `<section>\n${parts.join("\n")}\n</section>`;
}

/** Isolated, so that a name in another script does not turn its neighbours round. */
function text(value: string): string {
  return `<bdi>${escapeXml(value)}</bdi>`;
}
