import { setImmediate } from "node:timers/promises";
import type { Item } from "../../recording/collections.ts";
import { malformed } from "./failures.ts";
import { type Fetching, fetchJson, type Trouble, trouble } from "./fetch.ts";
import { listIn, numberIn, objectIn, textIn } from "./fields.ts";
import { itemOf } from "./mapper.ts";
import type { ObjectProblem } from "./outlet.ts";
import type { Watched } from "./resources.ts";

/** A complete list at one resource version. */
export interface Listed {
  readonly path: string;
  readonly resourceVersion: string;
  readonly items: Map<string, Item>;
  /** The uid behind each id. */
  readonly uids: Map<string, string>;
}

const mostRestarts = 3;
const smallestPage = 10;

/**
 * Lists a collection page by page, each projected to items before the next one is asked for. A `continue` token that expired on the way
 * starts it anew, a page too large to hold is asked for in smaller ones, a 404 tries the next older API version.
 */
export async function listAll(
  fetching: Fetching,
  row: Watched,
  report: (problem: ObjectProblem) => void,
): Promise<{ readonly listed: Listed } | { readonly trouble: Trouble }> {
  let version = 0;
  let pageSize = row.pageSize;
  let restarts = 0;
  for (;;) {
    const path = row.paths[version] ?? "";
    const result = await listPages(fetching, path, pageSize, row.fieldSelector, report);
    if ("listed" in result) return result;
    const { status, isTooLarge } = result.trouble;
    if (status === 404 && version + 1 < row.paths.length) version++;
    else if (isTooLarge && pageSize > smallestPage) pageSize = Math.max(smallestPage, Math.floor(pageSize / 5));
    else if (status === 410 && restarts < mostRestarts) restarts++;
    else return result;
  }
}

async function listPages(
  fetching: Fetching,
  path: string,
  pageSize: number,
  fieldSelector: string | null,
  report: (problem: ObjectProblem) => void,
): Promise<{ readonly listed: Listed } | { readonly trouble: Trouble }> {
  const { collection } = fetching;
  const items = new Map<string, Item>();
  const uids = new Map<string, string>();
  let next = "";
  do {
    const page = await fetchJson(fetching, "list", path, {
      limit: String(pageSize),
      ...(fieldSelector === null ? {} : { fieldSelector }),
      ...(next === "" ? {} : { continue: next }),
    });
    if ("trouble" in page) return page;
    const list = objectIn(page.json);
    const metadata = objectIn(list["metadata"]);
    const resourceVersion = textIn(metadata["resourceVersion"]);
    if (resourceVersion === undefined || !("items" in list)) {
      return trouble(malformed(collection, "is no Kubernetes list"), { status: numberIn(list["code"]) ?? 0 });
    }
    for (const object of listIn(list["items"])) {
      const found = itemOf(collection, object);
      if ("item" in found) {
        items.set(found.id, found.item);
        uids.set(found.id, found.uid);
      } else if (!found.unused) report({ collection, message: found.problem });
    }
    next = textIn(metadata["continue"]) ?? "";
    if (next === "") return { listed: { path, resourceVersion, items, uids } };
    await setImmediate();
  } while (!fetching.signal.aborted);
  return trouble({ code: "Stopped", message: "Stopped while listing." });
}
