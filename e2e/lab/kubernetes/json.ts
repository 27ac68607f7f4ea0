export type Json = { readonly [key: string]: unknown };

/** The object without keys whose value is undefined: the API leaves out what is not set. */
export function without(fields: Json): Json {
  const kept: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

/** Kubernetes prints whole seconds. */
export function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Leases print microseconds. */
export function microTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString().replace("Z", "000Z");
}
