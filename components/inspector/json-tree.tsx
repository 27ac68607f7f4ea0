import { printable } from "../../lib/diagram/printable.ts";
import { podEniAnnotation } from "../../lib/topology/annotation.ts";
import type { Translate } from "../messages/messages.ts";
import { useMessages, useT } from "../messages/use-messages.ts";

interface JsonTreeProps {
  readonly value: unknown;
  /** Its name in what it is part of. */
  readonly name?: string;
  readonly depth?: number;
}

/** Further down, and from so many entries on, it is folded at first. */
const openDepth = 2;
const openEntries = 24;

/** JSON that can be folded; what branches are given out by is marked. */
export function JsonTree({ value, name, depth = 0 }: JsonTreeProps) {
  const t = useT();
  const entries = entriesOf(value);
  if (entries === null) return <Leaf name={name} value={value} depth={depth} />;
  if (entries.length === 0) return <Line name={name}>{Array.isArray(value) ? "[]" : "{}"}</Line>;
  const isOpen = depth < openDepth && entries.length <= openEntries;
  return (
    <details className="json" open={depth === 0 || isOpen} data-marked={isMarked(name)}>
      <summary>
        <Key name={name} />
        <span className="json-count">{countOf(value, entries.length, t)}</span>
      </summary>
      <div>
        {entries.map(([key, part]) => (
          <JsonTree key={key} value={part} name={key} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}

function entriesOf(value: unknown): (readonly [string, unknown])[] | null {
  if (typeof value !== "object" || value === null) return null;
  return Array.isArray(value) ? value.map((part, index) => [String(index), part] as const) : Object.entries(value);
}

function countOf(value: unknown, n: number, t: Translate): string {
  return t(Array.isArray(value) ? "raw.items" : "raw.fields", { n });
}

const marked: ReadonlySet<string> = new Set([podEniAnnotation, "podEni", "podEniRequest", "podEniLimit"]);

function isMarked(name: string | undefined): boolean {
  return name !== undefined && marked.has(name);
}

function Key({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : <span className="json-key">{printable(name)}</span>;
}

function Line({ name, children }: { readonly name: string | undefined; readonly children: React.ReactNode }) {
  return (
    <div className="json-line" data-marked={isMarked(name)}>
      <Key name={name} />
      {children}
    </div>
  );
}

function Leaf({
  name,
  value,
  depth,
}: {
  readonly name: string | undefined;
  readonly value: unknown;
  readonly depth: number;
}) {
  const { moment } = useMessages();
  if (name === podEniAnnotation && typeof value === "string") return <AnnotationLeaf text={value} depth={depth} />;
  return (
    <Line name={name}>
      <span className="json-value" data-type={value === null ? "null" : typeof value}>
        {typeof value === "string" ? `"${printable(value)}"` : String(value)}
      </span>
      {typeof value === "number" && isMoment(name) && <span className="json-moment">{moment(value)}</span>}
    </Line>
  );
}

/** Times of items are epoch milliseconds under such names (`lib/recording/items.ts`). */
function isMoment(name: string | undefined): boolean {
  return name !== undefined && /(At|Since)$/.test(name);
}

/** The annotation is JSON within JSON: it is shown as what it says. */
function AnnotationLeaf({ text, depth }: { readonly text: string; readonly depth: number }) {
  const t = useT();
  const parsed = parse(text);
  return (
    <div className="json-annotation" data-marked>
      <Key name={podEniAnnotation} />
      {parsed === undefined ? (
        <>
          <p className="json-problem">{t("raw.annotation.broken")}</p>
          <span className="json-value" data-type="string">
            {printable(text)}
          </span>
        </>
      ) : (
        <>
          <p className="json-saying">{t("raw.annotation")}</p>
          <JsonTree value={parsed} depth={Math.min(depth, openDepth - 2)} />
        </>
      )}
    </div>
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
