import type { Resource } from "../topology/resources.ts";

/** Reads one field by its path, such as `slots.used`: `undefined` = not known, `null` = known to be absent. */
export function readerOf(path: string): (resource: Resource) => unknown {
  const [first = "", ...rest] = path.split(".");
  if ([first, ...rest].some((key) => key in Object.prototype)) return () => undefined;
  return (resource) => {
    let value = (resource as unknown as Fields)[first];
    for (const key of rest) value = (value as Fields | null | undefined)?.[key];
    return value;
  };
}

type Fields = Readonly<Record<string, unknown>>;
