import type { KeptPatch } from "./hub.ts";

interface Bounds {
  readonly patches: number;
  readonly bytes: number;
}

/** The newest patches of one cluster, so that a reader who was away for a moment can catch up. */
export class Ring {
  readonly #bounds: Bounds;
  readonly #patches: KeptPatch[] = [];
  #bytes = 0;
  #revision: number | null = null;

  constructor(bounds: Bounds = { patches: 1000, bytes: 4_000_000 }) {
    this.#bounds = bounds;
  }

  /** The newest revision; `null` before anything was said. */
  get revision(): number | null {
    return this.#revision;
  }

  /** Starts anew at a revision, when no patch leads there. */
  restart(revision: number): void {
    this.#patches.length = 0;
    this.#bytes = 0;
    this.#revision = revision;
  }

  add(patch: KeptPatch): void {
    if (patch.from !== this.#revision) this.restart(patch.from);
    this.#patches.push(patch);
    this.#bytes += patch.text.length;
    this.#revision = patch.revision;
    while (this.#patches.length > this.#bounds.patches || this.#bytes > this.#bounds.bytes) {
      this.#bytes -= this.#patches.shift()?.text.length ?? 0;
    }
  }

  /** The patches that lead on from a revision, none when it is the newest; `null` when they are not all here. */
  since(revision: number): readonly KeptPatch[] | null {
    if (revision === this.#revision) return [];
    const start = this.#patches.findIndex(({ from }) => from === revision);
    return start === -1 ? null : this.#patches.slice(start);
  }
}
