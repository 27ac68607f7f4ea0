import { z } from "zod";
import type { Change } from "./change.ts";
import { type CollectionName, collections, type Item } from "./collections.ts";
import type { Header, Recording } from "./recording.ts";

const format = "trunkscope-recording";
const version = 1;

const header = z.object({
  format: z.literal(format),
  version: z.number().int(),
  cluster: z.string().min(1),
  region: z.string().exactOptional(),
  eksName: z.string().exactOptional(),
  about: z.string().exactOptional(),
  filled: z.record(z.string(), z.string()).exactOptional(),
});

const failure = z.object({ code: z.string(), message: z.string() });
const changeLine = z.object({
  at: z.number(),
  items: z.record(z.string(), z.custom<Readonly<Record<string, unknown>>>(isObject).nullable()).default({}),
  failures: z.record(z.string(), failure.nullable()).default({}),
  readAt: z.record(z.string(), z.number().nullable()).default({}),
});

/** Something of a recording that could not be used, and where it stands. Lines count from 1. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

/** A recording read back: what could be used, and what could not. `recording` is null when the header itself is unusable. */
export interface ReadResult {
  readonly recording: Recording | null;
  readonly problems: readonly Problem[];
}

/** Reads the NDJSON format. A torn or broken line loses that line alone; an item that does not fit its schema loses that item alone. */
export function readRecording(text: string): ReadResult {
  const problems: Problem[] = [];
  const lines = text.split("\n");
  const head = readHeader(lines[0] ?? "", problems);
  if (head === null) return { recording: null, problems };
  const changes: Change[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const isLast = index === lines.length - 1;
    const change = readChange(line, (message) => problems.push({ line: index + 1, message }), isLast);
    if (change) changes.push(notBefore(changes.at(-1), change));
  }
  return { recording: { header: head, changes }, problems };
}

/** The NDJSON text of a recording: a header line, then one change per line, each ended by a newline. */
export function writeRecording(recording: Recording): string {
  return writeHeader(recording.header) + recording.changes.map(writeChange).join("");
}

export function writeHeader(head: Header): string {
  return `${JSON.stringify({ format, version, ...head })}\n`;
}

export function writeChange(change: Change): string {
  const items = mapValues(change.items, (changed) =>
    changed === null ? null : Object.fromEntries(changed as ReadonlyMap<string, Item | null>),
  );
  const { at, failures, readAt } = change;
  return `${JSON.stringify({ at, items, ...unlessEmpty({ failures }), ...unlessEmpty({ readAt }) })}\n`;
}

/** A change from its parsed JSON, each unusable part named through `complain`; `null` when nothing of it can be used. */
export function parseChange(json: unknown, complain: (message: string) => void): Change | null {
  const parsed = changeLine.safeParse(json);
  if (!parsed.success) {
    complain(`not a change: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}`);
    return null;
  }
  const { at, items, failures, readAt } = parsed.data;
  const known: Record<string, ReadonlyMap<string, unknown> | null> = {};
  for (const [collection, changed] of Object.entries(items)) {
    if (!isCollection(collection)) {
      complain(`unknown collection "${collection}" is left out`);
      continue;
    }
    known[collection] = changed === null ? null : readItems(collection, changed, complain);
  }
  return {
    at,
    items: known as Change["items"],
    failures: onlyKnown(failures),
    readAt: onlyKnown(readAt),
  };
}

function readItems(
  collection: CollectionName,
  changed: Readonly<Record<string, unknown>>,
  complain: (message: string) => void,
): Map<string, unknown> {
  const { schema } = collections[collection];
  const items = new Map<string, unknown>();
  for (const [id, value] of Object.entries(changed)) {
    const item = schema.nullable().safeParse(value);
    if (item.success) items.set(id, item.data);
    else complain(`${collection}/${id} is left out: ${z.prettifyError(item.error).replaceAll("\n", " ")}`);
  }
  return items;
}

function readHeader(line: string, problems: Problem[]): Header | null {
  const refuse = (message: string) => {
    problems.push({ line: 1, message });
    return null;
  };
  const json = parseJson(line);
  if (json === undefined) return refuse("the first line is not JSON: this is not a Trunkscope recording");
  const parsed = header.safeParse(json);
  if (!parsed.success) return refuse("the first line is not a recording's header");
  const { format: _, version: found, ...head } = parsed.data;
  if (found > version)
    return refuse(`made by a newer Trunkscope (format version ${found}, this one reads up to ${version})`);
  return head;
}

function readChange(line: string, complain: (message: string) => void, isLast: boolean): Change | null {
  const json = parseJson(line);
  if (json !== undefined) return parseChange(json, complain);
  complain(isLast ? "the last line is torn and was left out" : "this line is not JSON and was left out");
  return null;
}

/** Time never runs backwards in a recording, whatever the clock of the machine did. */
function notBefore(last: Change | undefined, change: Change): Change {
  return last && change.at < last.at ? { ...change, at: last.at } : change;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCollection(name: string): name is CollectionName {
  return Object.hasOwn(collections, name);
}

function onlyKnown<T>(record: Readonly<Record<string, T>>): { [C in CollectionName]?: T } {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isCollection(name)));
}

function mapValues<V, R>(
  record: { readonly [key: string]: V | undefined },
  change: (value: V) => R,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, change(value)]])),
  );
}

function unlessEmpty<T extends Readonly<Record<string, object>>>(record: T): Partial<T> {
  const [value] = Object.values(record);
  return value && Object.keys(value).length > 0 ? record : {};
}
