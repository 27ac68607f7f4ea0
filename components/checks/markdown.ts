/** The part of Markdown that the pages of the checks are written in. Everything else stays text. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: readonly Span[] }
  | { readonly kind: "paragraph"; readonly text: readonly Span[] }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "table"; readonly rows: readonly (readonly (readonly Span[])[])[] };

export type Span =
  | { readonly kind: "text" | "code" | "strong" | "emphasis"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly address: string };

/** Blocks of a text. A link whose address is neither http, https nor the page of another check is text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r?\n/);
  let at = 0;
  const take = (fits: (line: string) => boolean) => {
    const taken: string[] = [];
    while (at < lines.length && fits(lines[at] ?? "")) taken.push(lines[at++] ?? "");
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,3}) +(.*)$/.exec(line);
    if (line.trim() === "") at += 1;
    else if (heading) {
      const level = (heading[1]?.length ?? 1) as 1 | 2 | 3;
      blocks.push({ kind: "heading", level, text: spansIn(heading[2] ?? "") });
      at += 1;
    } else if (line.startsWith("```")) {
      at += 1;
      blocks.push({ kind: "code", text: take((one) => !one.startsWith("```")).join("\n") });
      at += 1;
    } else if (line.startsWith("|")) {
      const rows = take((one) => one.startsWith("|")).filter((row) => !/^[\s|:-]+$/.test(row));
      blocks.push({
        kind: "table",
        rows: rows.map((row) =>
          row
            .replace(/^\||\|\s*$/g, "")
            .split("|")
            .map((cell) => spansIn(cell.trim())),
        ),
      });
    } else if (bullet.test(line)) {
      const isOrdered = /^\d/.test(line);
      const items: string[] = [];
      for (const one of take((next) => bullet.test(next) || /^\s+\S/.test(next))) {
        if (bullet.test(one)) items.push(one.replace(bullet, ""));
        else items.push(`${items.pop() ?? ""} ${one.trim()}`);
      }
      blocks.push({ kind: "list", isOrdered, items: items.map(spansIn) });
    } else {
      at += 1;
      const taken = [line, ...take((one) => one.trim() !== "" && !starts.test(one))];
      blocks.push({ kind: "paragraph", text: spansIn(taken.join(" ")) });
    }
  }
  return blocks;
}

const bullet = /^(?:- |\d+\. )/;
const starts = /^(?:#{1,3} |```|\||- |\d+\. )/;
const inline = /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w])_([^_]+)_(?![\w])|\[([^\]]+)\]\(([^)\s]+)\)/g;

function spansIn(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(inline)) {
    if (match.index > from) spans.push({ kind: "text", text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const [whole, code, strong, emphasis, label, address] = match;
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (emphasis !== undefined) spans.push({ kind: "emphasis", text: emphasis });
    else {
      const safe = addressOf(address ?? "");
      spans.push(
        safe === null ? { kind: "text", text: label ?? whole } : { kind: "link", text: label ?? "", address: safe },
      );
    }
  }
  if (from < text.length) spans.push({ kind: "text", text: text.slice(from) });
  return spans;
}

function addressOf(address: string): string | null {
  const [, check] = /^(SGP-\d{3})\.md$/.exec(address) ?? [];
  if (check !== undefined) return `/checks/${check}`;
  return /^https?:\/\//i.test(address) ? address : null;
}
