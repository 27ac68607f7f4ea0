/** Reads RFC 4180 and nothing else: throws where a lenient reader would guess. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const match = (quoted ? /"((?:[^"]|"")*)"(,|\r\n)/y : /([^",\r\n]*)(,|\r\n)/y) satisfies RegExp;
    match.lastIndex = at;
    const found = match.exec(text);
    if (!found) throw new Error(`no cell at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    const [whole, value = "", end] = found;
    row.push(quoted ? value.replaceAll('""', '"') : value);
    at += whole.length;
    if (end === ",") continue;
    if (rows[0] && rows[0].length !== row.length) throw new Error(`row ${rows.length} has ${row.length} cells`);
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error("the last row has no end");
  return rows;
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

/** Reads one XML element and what is in it, or throws: no entities but the five and numbers, no doctype, no CDATA, no comments. */
export function parseXml(source: string): Element {
  const text = source.replace(/^<\?xml [^?]*\?>\n/, "");
  const root: Element = { name: "", attributes: {}, children: [] };
  const open = [root];
  const token = /<\/([\w:-]+)>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    const parent = open.at(-1);
    if (!found || !parent) throw new Error(`not well-formed at ${at}: ${JSON.stringify(text.slice(at, at + 60))}`);
    at = token.lastIndex;
    const [, closes, opens, attributes = "", empty, characters] = found;
    if (closes !== undefined) {
      if (parent.name !== closes) throw new Error(`</${closes}> closes <${parent.name}>`);
      open.pop();
    } else if (opens !== undefined) {
      const element: Element = { name: opens, attributes: parseAttributes(attributes), children: [] };
      parent.children.push(element);
      if (empty === "") open.push(element);
    } else parent.children.push(decode(characters ?? ""));
  }
  const [first, ...rest] = root.children.filter((child) => typeof child !== "string" || child.trim() !== "");
  if (open.length > 1 || typeof first !== "object" || rest.length > 0) throw new Error("not one element");
  return first;
}

export function* elementsOf(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) if (typeof child === "object") yield* elementsOf(child);
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/\s+([\w:-]+)="([^"<]*)"/g)) {
    if (Object.hasOwn(attributes, name)) throw new Error(`two attributes ${name}`);
    attributes[name] = decode(value);
  }
  return attributes;
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to carry these
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) || !text.isWellFormed()) {
    throw new Error(`a character that XML cannot carry: ${JSON.stringify(text)}`);
  }
  return text.replace(/&([^;]{0,9});?/g, (whole, entity: string) => {
    const number = /^#(\d+)$/.exec(entity)?.[1];
    const character = number === undefined ? named[entity] : String.fromCodePoint(Number(number));
    if (character === undefined || !whole.endsWith(";")) throw new Error(`a bare ampersand: ${whole}`);
    return character;
  });
}
