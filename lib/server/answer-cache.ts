import type { EncodedSnapshot } from "./protocol.ts";

const maxEntries = 16;
const maxBytes = 64_000_000;

/** Encoded snapshots, so that ten readers of one revision cost one encoding; the least recently used go first. */
export class AnswerCache {
  readonly #entries = new Map<string, Promise<EncodedSnapshot>>();
  readonly #sizes = new Map<string, number>();

  get(key: string, make: () => Promise<EncodedSnapshot>): Promise<EncodedSnapshot> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const made = make();
    this.#entries.set(key, made);
    made.then(
      ({ bytes }) => {
        if (this.#entries.get(key) === made) this.#sizes.set(key, bytes.length);
        this.#trim();
      },
      () => this.#drop(key),
    );
    return made;
  }

  clear(): void {
    this.#entries.clear();
    this.#sizes.clear();
  }

  #trim(): void {
    for (const key of this.#entries.keys()) {
      const bytes = this.#sizes.values().reduce((sum, size) => sum + size, 0);
      if (this.#entries.size <= maxEntries && bytes <= maxBytes) return;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#entries.delete(key);
    this.#sizes.delete(key);
  }
}
