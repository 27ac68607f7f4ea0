import { expect, test } from "vitest";
import { type Block, parseMarkdown } from "./markdown.ts";

const page = `# SGP-001: A title with \`code\`

- Rule: \`branch-cooling\`
- Needs: interfaces,
  pods

Text that goes on
over a line, see [SGP-084](SGP-084.md).

1. First
2. Second

| error | cause |
|---|---|
| A | b \`c\` |

\`\`\`
kubectl get pods <all>
\`\`\`
`;

const text = (value: string) => ({ kind: "text", text: value });

test("headings, lists, paragraphs, tables and code are told apart", () => {
  expect(parseMarkdown(page)).toEqual([
    { kind: "heading", level: 1, text: [text("SGP-001: A title with "), { kind: "code", text: "code" }] },
    {
      kind: "list",
      isOrdered: false,
      items: [[text("Rule: "), { kind: "code", text: "branch-cooling" }], [text("Needs: interfaces, pods")]],
    },
    {
      kind: "paragraph",
      text: [
        text("Text that goes on over a line, see "),
        { kind: "link", text: "SGP-084", address: "/checks/SGP-084" },
        text("."),
      ],
    },
    { kind: "list", isOrdered: true, items: [[text("First")], [text("Second")]] },
    {
      kind: "table",
      rows: [
        [[text("error")], [text("cause")]],
        [[text("A")], [text("b "), { kind: "code", text: "c" }]],
      ],
    },
    { kind: "code", text: "kubectl get pods <all>" },
  ]);
});

test("a link leads to http, https or the page of a check, and is text else", () => {
  const links = (markdown: string) =>
    parseMarkdown(markdown).flatMap((block: Block) =>
      block.kind === "paragraph" ? block.text.filter(({ kind }) => kind === "link") : [],
    );
  expect(links("[a](https://docs.example/x)")).toHaveLength(1);
  for (const address of ["javascript:alert(1)", "data:text/html,x", "//evil.example", "../x.md", "vbscript:x"]) {
    expect(links(`[a](${address})`)).toEqual([]);
  }
});

test("markup stays text", () => {
  expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([
    { kind: "paragraph", text: [text("<img src=x onerror=alert(1)>")] },
  ]);
});
