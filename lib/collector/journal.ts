import { type Change, isQuiet } from "../recording/change.ts";
import { joinChanges } from "./join-changes.ts";

/** How long a recording may stay silent while nothing changes but the moment of reading. */
const heartbeatMs = 60_000;

/** Gathers the changes of one tick into one, and holds back those that only say "read again" until a minute is full. */
export class Journal {
  readonly #keep: (change: Change) => void;
  #waiting: Change | null = null;
  #keptAt = 0;

  constructor(keep: (change: Change) => void) {
    this.#keep = keep;
  }

  add(change: Change): void {
    const joined = this.#waiting && joinChanges(this.#waiting, change);
    if (this.#waiting && !joined) this.#write(this.#waiting);
    this.#waiting = joined ?? change;
  }

  /** At the end of a tick. */
  settle(now: number): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    if (isQuiet(waiting) && now - this.#keptAt < heartbeatMs) return;
    this.#keptAt = now;
    this.#write(waiting);
  }

  /** At the end of all: what was held back is worth keeping. */
  finish(): void {
    if (this.#waiting) this.#write(this.#waiting);
  }

  #write(change: Change): void {
    this.#waiting = null;
    this.#keep(change);
  }
}
