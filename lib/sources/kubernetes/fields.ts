/** Reads fields of foreign JSON: whatever is not of the expected shape counts as not said. Nothing here throws. */
export type Json = Readonly<Record<string, unknown>>;

const nothing: Json = {};
const longestText = 1024;

export function objectIn(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : nothing;
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function objectsIn(value: unknown): readonly Json[] {
  return listIn(value).filter((entry) => objectIn(entry) === entry) as readonly Json[];
}

export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Free text, cut where it is longer than anyone reads. */
export function proseIn(value: unknown): string | undefined {
  const text = textIn(value);
  return text !== undefined && text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

export function numberIn(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function flagIn(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** A port or target port: a number, or the name of one. */
export function portIn(value: unknown): number | string | undefined {
  return numberIn(value) ?? textIn(value);
}

/** RFC 3339 with or without fractions, as epoch milliseconds. */
export function timeIn(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

export function textsIn(value: unknown): string[] {
  return listIn(value).map(written);
}

/** A map of strings; other scalars are kept as they would be written, since objects in dumps may hold them. */
export function dictionaryIn(value: unknown): Record<string, string> {
  const dictionary: Record<string, string> = {};
  for (const [key, entry] of Object.entries(objectIn(value))) {
    if (key !== "__proto__") dictionary[key] = written(entry);
  }
  return dictionary;
}

export function pick(dictionary: Json, keys: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const key of keys) {
    if (Object.hasOwn(dictionary, key)) picked[key] = written(dictionary[key]);
  }
  return picked;
}

/** A Kubernetes quantity as a number: `9`, `"9"`, `"1k"`, `"500m"`, `"2Ki"`. */
export function quantityIn(value: unknown): number | undefined {
  if (typeof value === "number") return numberIn(value);
  const match =
    typeof value === "string" ? /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(value.trim()) : null;
  if (!match) return undefined;
  const scale = scales[match[2] ?? ""];
  return scale === undefined ? undefined : numberIn(Number(match[1]) * scale);
}

const scales: Readonly<Record<string, number>> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

export type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without the keys whose value is not known. */
export function known<T extends object>(fields: T): Known<T> {
  const result: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) result[key] = fields[key];
  // V8 turns an object built key by key into a hash table after a dozen keys; a copy of it is compact again, a third of the size.
  return { ...result } as Known<T>;
}

/** The list in no more memory than it needs: one that grew has room for 17. */
export function compact<T>(list: readonly T[]): T[] {
  return list.slice();
}

export function unlessEmpty<T extends object>(value: T): T | undefined {
  for (const _ in value) return value;
  return undefined;
}

/** A value as text: strings as they are, the rest as JSON. */
export function written(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : (JSON.stringify(value) ?? "");
}
