import { type Resource, resources } from "./resources.ts";

/** What a path of the API names. */
export interface Route {
  readonly resource: Resource;
  readonly namespace: string | null;
  readonly name: string | null;
}

const byPath = new Map(
  resources.map((resource) => [`${resource.group}/${resource.version}/${resource.plural}`, resource]),
);

/** The resource that a path names; `null` for a path that is not served. */
export function routeOf(path: string): Route | null {
  const parts = path.split("/").filter(Boolean).map(decodeURIComponent);
  const [root] = parts;
  if (root !== "api" && root !== "apis") return null;
  const group = root === "api" ? "" : (parts[1] ?? "");
  const [version = "", ...rest] = parts.slice(root === "api" ? 1 : 2);
  const isNamespaced = rest[0] === "namespaces" && rest.length >= 3;
  const [plural = "", name = null, ...beyond] = isNamespaced ? rest.slice(2) : rest;
  const resource = byPath.get(`${group}/${version}/${plural}`);
  if (!resource || beyond.length > 0 || (isNamespaced && !resource.namespaced)) return null;
  if (!isNamespaced && resource.namespaced && name !== null) return null;
  return { resource, namespace: isNamespaced ? (rest[1] ?? null) : null, name };
}
