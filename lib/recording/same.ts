/** Structural equality of JSON-like values; key order does not matter, and `undefined` is a missing key. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, index) => same(value, b[index]));
  }
  for (const key in a)
    if (!same(Reflect.get(a, key), Object.hasOwn(b, key) ? Reflect.get(b, key) : undefined)) return false;
  for (const key in b) if (!Object.hasOwn(a, key) && Reflect.get(b, key) !== undefined) return false;
  return true;
}
