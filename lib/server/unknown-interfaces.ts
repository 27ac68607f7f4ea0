import type { Resource } from "../topology/resources.ts";

/** The ENIs that pods name and EC2 has not told of, kept up to date by what changes. */
export class UnknownInterfaces {
  readonly #byPod = new Map<string, readonly string[]>();

  note(resource: Resource): void {
    if (resource.kind !== "pod") return;
    if (!resource.marks.includes("annotation-names-unknown-interface")) this.#byPod.delete(resource.id);
    else
      this.#byPod.set(
        resource.id,
        (resource.annotation ?? []).flatMap(({ eniId }) => eniId ?? []),
      );
  }

  forget(id: string): void {
    this.#byPod.delete(id);
  }

  *ids(): Iterable<string> {
    for (const ids of this.#byPod.values()) yield* ids;
  }
}
