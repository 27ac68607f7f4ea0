import type { Model } from "../../lib/diagram/model.ts";
import { complete, type Suggestion } from "../../lib/query/complete.ts";
import { parseQuery } from "../../lib/query/parse.ts";
import { SearchIndex } from "../../lib/query/search-index.ts";
import { searchedFindings } from "../../lib/query/searched-findings.ts";
import type { Trouble } from "../../lib/query/trouble.ts";
import { inOrder } from "../../lib/snapshot/searcher.ts";
import type { Resource } from "../../lib/topology/resources.ts";

/** What a search finds of what the page has. */
export interface LocalFound {
  readonly trouble: Trouble | null;
  readonly of: number;
  /** By kind, then by id; `null`: nothing is asked for, or not in a way that can be read. */
  readonly ids: readonly string[] | null;
}

/** Searches what the page has of a cluster. Follows the model at the cost of a look at each resource, and reads what changed. */
export class LocalSearch {
  readonly #known = new Map<string, Resource>();
  #index: SearchIndex | null = null;

  match(model: Model, text: string): LocalFound {
    const index = this.#follow(model);
    const { query, error } = parseQuery(text);
    if (error || query.kind === "all") return { trouble: error ?? null, of: index.size, ids: null };
    return { trouble: null, of: index.size, ids: index.match(query, searchedFindings(model.verdict.findings)).ids() };
  }

  suggest(model: Model, text: string, caret: number): Suggestion[] {
    return complete(text, caret, this.#follow(model));
  }

  #follow({ byId, head }: Model): SearchIndex {
    const changed: Resource[] = [];
    const removed: string[] = [];
    for (const [id, resource] of byId) if (this.#known.get(id) !== resource) changed.push(resource);
    if (this.#known.size + changed.length > byId.size) {
      for (const id of this.#known.keys()) if (!byId.has(id)) removed.push(id);
    }
    for (const id of removed) this.#known.delete(id);
    for (const resource of changed) this.#known.set(resource.id, resource);
    if (this.#index === null) this.#index = new SearchIndex({ at: head.at, resources: inOrder(changed) });
    else if (changed.length + removed.length > 0) this.#index.update({ head, changed, removed });
    this.#index.moveTo(head.at);
    return this.#index;
  }
}
