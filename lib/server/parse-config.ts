import { isCollection, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type Config, configSchema } from "./config.ts";
import { crossChecks } from "./config-checks.ts";
import { nearest } from "./nearest.ts";

/** One mistake, and where it stands: `trunkscope.yaml:7` or the name of a variable or flag. */
export interface Mistake {
  readonly where: string;
  readonly message: string;
}

/** A setting from outside the file. `path` as in the file, `from` = the variable or flag that said it. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly from: string;
}

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

type Path = readonly PropertyKey[];

/** Reads the configuration: the file's text (empty when there is none), then overrides. All mistakes are named at once. */
export function parseConfig(text: string, fileName: string, overrides: readonly Override[]): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${fileName}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return {
      ok: false,
      mistakes: document.errors.map((error) => ({ where: at(error.pos[0]), message: error.message })),
    };
  }
  const written: unknown = document.toJS() ?? {};
  const merged = isRecord(written) ? overrides.reduce(put, structuredClone(written)) : written;

  const whereIs = (path: Path): string => {
    const override = overrides.find((one) => startsWith(path, one.path));
    return override ? override.from : at(offsetOf(document, path));
  };
  const parsed = configSchema.safeParse(merged);
  const issues = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue))),
    ...crossChecks(merged),
  ];
  if (parsed.success && issues.length === 0) return { ok: true, config: parsed.data };
  return {
    ok: false,
    mistakes: issues.map(({ path, message }) => ({ where: whereIs(path), message: `${named(path)}${message}` })),
  };
}

interface Issue {
  readonly path: Path;
  readonly message: string;
}

function explain(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== "unrecognized_keys") return [{ path: issue.path, message: lowerFirst(issue.message) }];
  const known = keysAt(configSchema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    const hint = meant ? `did you mean ${meant}?` : `known here: ${known.join(", ")}`;
    return { path: [...issue.path, key], message: `is not a setting; ${hint}` };
  });
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  let here: z.core.$ZodType = unwrapped(schema);
  for (const step of path) {
    if (here instanceof z.ZodArray) here = unwrapped(here.element);
    else if (here instanceof z.ZodObject && here.shape[String(step)]) here = unwrapped(here.shape[String(step)]);
    else return [];
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional) {
    inner = inner.def.innerType;
  }
  return inner;
}

/** Where a key stands in the file; of a missing one, where its nearest parent stands. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (!isCollection(node)) break;
    const pair = node.items.find((item) => isPairOf(item, step));
    if (isRecord(pair) && isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
    const next: unknown = node.get(step, true);
    if (!isNode(next)) break;
    if (pair === undefined && next.range) offset = next.range[0];
    node = next;
  }
  return offset;
}

function isPairOf(item: unknown, step: PropertyKey): boolean {
  return isRecord(item) && isRecord(item.key) && item.key.value === step;
}

function put(target: Record<string, unknown>, { path, value }: Override): Record<string, unknown> {
  let here = target;
  for (const step of path.slice(0, -1)) {
    const next = isRecord(here[step]) ? here[step] : {};
    here[step] = next;
    here = next;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
  return target;
}

function named(path: Path): string {
  const text = path.reduce<string>((before, step) => {
    if (typeof step === "number") return `${before}[${step}]`;
    return before === "" ? String(step) : `${before}.${String(step)}`;
  }, "");
  return text === "" ? "" : `${text} `;
}

function startsWith(path: Path, start: readonly string[]): boolean {
  return start.every((step, index) => path[index] === step);
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
