import type { Resource } from "../topology/resources.ts";

/** Where a look at resources is noted. */
interface Viewed {
  lookUp(id: string): Resource | undefined;
  lookAtAll(): ReadonlyMap<string, Resource>;
}

/** Resources by id: one that is looked up is noted as one, and only who walks through all depends on all. */
export class NotedResources implements ReadonlyMap<string, Resource> {
  readonly #view: Viewed;

  constructor(view: Viewed) {
    this.#view = view;
  }

  get(id: string): Resource | undefined {
    return this.#view.lookUp(id);
  }

  has(id: string): boolean {
    return this.#view.lookUp(id) !== undefined;
  }

  get size(): number {
    return this.#view.lookAtAll().size;
  }

  forEach(look: (resource: Resource, id: string, map: ReadonlyMap<string, Resource>) => void): void {
    for (const [id, resource] of this.#view.lookAtAll()) look(resource, id, this);
  }

  entries() {
    return this.#view.lookAtAll().entries();
  }

  keys() {
    return this.#view.lookAtAll().keys();
  }

  values() {
    return this.#view.lookAtAll().values();
  }

  [Symbol.iterator]() {
    return this.entries();
  }
}
