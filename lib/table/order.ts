import type { Resource } from "../topology/resources.ts";
import { readerOf } from "./read-path.ts";

export interface Sort {
  /** Of a field. */
  readonly path: string;
  readonly descending: boolean;
}

/** In which order resources are listed: by a field, else by group and then by id. */
export interface Order {
  readonly sort: Sort | null;
  /** The group that a resource is listed under; `null` = under none, listed last. */
  readonly groupOf: (resource: Resource) => string | null;
}

/** Resources in order; always the same for the same resources. What has no value comes last, whichever the direction. */
export function inTableOrder(resources: Iterable<Resource>, { sort, groupOf }: Order): Resource[] {
  const read = sort === null ? groupOf : readerOf(sort.path);
  const rows = Array.from(resources, (resource) => ({ resource, key: keyOf(read(resource)) }));
  const direction = sort?.descending ? -1 : 1;
  rows.sort((a, b) => compareKeys(a.key, b.key, direction) || (a.resource.id < b.resource.id ? -1 : 1));
  return rows.map(({ resource }) => resource);
}

type Key = number | string | null;

function keyOf(value: unknown): Key {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "string") return /^\d{1,3}(\.\d{1,3}){3}(\/\d+)?$/.test(value) ? addressKey(value) : value;
  if (Array.isArray(value)) return value.length === 0 ? null : keyOf(String(value[0]));
  return JSON.stringify(value);
}

/** So that 192.168.9.1 comes before 192.168.31.1. */
function addressKey(address: string): string {
  return address.replace(/\d+/g, (part) => part.padStart(3, "0"));
}

function compareKeys(a: Key, b: Key, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a !== typeof b) return typeof a === "number" ? -direction : direction;
  return a < b ? -direction : a > b ? direction : 0;
}
