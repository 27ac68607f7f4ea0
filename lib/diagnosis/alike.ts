/** Structural equality of what rules make: JSON-like values, and maps and sets of them. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Map)
    return b instanceof Map && a.size === b.size && [...a].every(([key, one]) => b.has(key) && alike(one, b.get(key)));
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((one) => b.has(one));
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, index) => alike(one, b[index]));
  if (Array.isArray(b) || b instanceof Map || b instanceof Set) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && alike(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
