import type { Block, Span } from "./markdown.ts";

/** Blocks as elements; their text is never markup. */
export function MarkdownView({ blocks }: { readonly blocks: readonly Block[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change while it is read
  return blocks.map((block, index) => <BlockView key={index} block={block} />);
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading": {
      const Heading = `h${block.level}` as const;
      return (
        <Heading>
          <Spans spans={block.text} />
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p>
          <Spans spans={block.text} />
        </p>
      );
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too
        <pre tabIndex={0}>
          <code className="mono">{block.text}</code>
        </pre>
      );
    case "list": {
      const List = block.isOrdered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item) => (
            <li key={JSON.stringify(item)}>
              <Spans spans={item} />
            </li>
          ))}
        </List>
      );
    }
    case "table": {
      const [head = [], ...rows] = block.rows;
      return (
        <table>
          <thead>
            <tr>
              {head.map((cell) => (
                <th key={JSON.stringify(cell)} scope="col">
                  <Spans spans={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify(row)}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                  <td key={column}>
                    <Spans spans={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    }
  }
}

function Spans({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map((span, index) => {
    const key = `${index} ${span.text}`;
    if (span.kind === "link")
      return (
        <a key={key} className="link" href={span.address} rel="noreferrer">
          {span.text}
        </a>
      );
    if (span.kind === "code")
      return (
        <code key={key} className="mono">
          {span.text}
        </code>
      );
    if (span.kind === "strong") return <strong key={key}>{span.text}</strong>;
    if (span.kind === "emphasis") return <em key={key}>{span.text}</em>;
    return span.text;
  });
}
