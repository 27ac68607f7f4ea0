/** A JSON object, to be looked into without trust. */
export type Unknowns = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Unknowns {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** A list with at least one object in it, and no more than objects. */
export function objectsOf(value: unknown): readonly Unknowns[] | null {
  return Array.isArray(value) && value.length > 0 && value.every(isObject) ? value : null;
}
