import type { Resource } from "../topology/resources.ts";

/** Something read once from every resource. Rows are numbered from 0 and stay; `undefined` = the row is empty now. */
export interface Column {
  put(row: number, resource: Resource | undefined): void;
}

/** The array with room for a row, half as large again when it must grow. `width`: elements a row takes. */
export function withRoom<T extends Int32Array | Uint16Array | Uint8Array>(array: T, row: number, width = 1): T {
  const needed = (row + 1) * width;
  if (needed <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(needed, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
