import type { Item } from "../../recording/collections.ts";
import { backOffMs, retryAfterMs } from "./back-off.ts";
import { fetchJson, type Trouble } from "./fetch.ts";
import { itemFromObject } from "./mapper.ts";
import type { Reader } from "./reflector.ts";
import type { Named } from "./resources.ts";

const notFound = 404;

/** Reads the objects of a collection by name again and again. A 404 means that one is known to be absent. Runs until the signal aborts. */
export async function poll(reader: Reader, row: Named): Promise<void> {
  const { clock, patience, random, signal } = reader;
  let failures = 0;
  while (!signal.aborted) {
    const trouble = await readOnce(reader, row);
    const usual = row.everySeconds * 1000 * (2 / 3 + (random() * 2) / 3);
    failures = trouble ? failures + 1 : 0;
    const asked = trouble?.retryAfterSeconds ?? null;
    const wait =
      asked !== null
        ? retryAfterMs(asked, random)
        : trouble
          ? backOffMs(failures - 1, random, patience.retryMs)
          : usual;
    await clock.sleep(wait, signal);
  }
}

async function readOnce(reader: Reader, row: Named): Promise<Trouble | null> {
  const { collection, outlet, report, signal } = reader;
  const items = new Map<string, Item>();
  let trouble: Trouble | null = null;
  for (const path of row.paths) {
    const fetched = await fetchJson(reader, "get", path, {});
    if (signal.aborted) return null;
    if ("trouble" in fetched) {
      if (fetched.trouble.status !== notFound) trouble = fetched.trouble;
      continue;
    }
    const found = itemFromObject(fetched.json);
    if ("item" in found && found.collection === collection) items.set(found.id, found.item);
    else
      report({
        collection,
        message: "problem" in found ? found.problem : `${path} answered with another kind of object`,
      });
  }
  if (trouble === null) {
    outlet.all(items);
    return null;
  }
  for (const [id, item] of items) outlet.change(id, item);
  outlet.failed(trouble.failure);
  return trouble;
}
