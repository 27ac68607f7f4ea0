const mostKept = 20_000;
const kept = new Map<string, object>();

/**
 * One object for all equal ones. Pods of one template repeat labels, containers and owner, which would be most of the memory
 * that 150,000 pods take; items are never changed, so sharing cannot be noticed.
 */
export function shared<T extends object>(value: T): T {
  const key = JSON.stringify(value);
  const known = kept.get(key);
  // Equal JSON means equal shape: every value here is made by the mappers from strings, numbers, booleans, arrays and plain objects.
  if (known !== undefined) return known as T;
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, value);
  return value;
}
