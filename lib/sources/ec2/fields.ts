/** An object of a foreign API: nothing about it is taken for granted. */
export type Foreign = { readonly [key: string]: unknown };

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without the keys whose value is unknown: a missing key says "unknown". */
export function known<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

export function isForeign(value: unknown): value is Foreign {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** Epoch milliseconds of the SDK's Date or the CLI's ISO 8601 text. */
export function timeOf(value: unknown): number | undefined {
  const at = value instanceof Date ? value.getTime() : typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : undefined;
}

/** The objects of a list; `undefined` when there is no list. */
export function listOf(value: unknown): readonly Foreign[] | undefined {
  return Array.isArray(value) ? value.filter(isForeign) : undefined;
}

/** One text of each object of a list: `textsOf(addresses, "PrivateIpAddress")`. */
export function textsOf(value: unknown, key: string): string[] | undefined {
  return listOf(value)?.flatMap((each) => textOf(each[key]) ?? []);
}

export function objectOf(value: unknown): Foreign {
  return isForeign(value) ? value : {};
}
