/**
 * Asks one thing at a time: what is wanted while an answer is under way waits, and only the newest of it is asked then.
 * So no keystroke waits for a timer, and no answer comes that nobody wants any more.
 */
export class Latest<Wanted, Answer> {
  readonly #ask: (wanted: Wanted, signal: AbortSignal) => Promise<Answer>;
  readonly #tell: (answer: Answer, wanted: Wanted) => void;
  readonly #stop = new AbortController();
  #next: { readonly wanted: Wanted } | null = null;
  #isBusy = false;

  constructor(
    ask: (wanted: Wanted, signal: AbortSignal) => Promise<Answer>,
    tell: (answer: Answer, wanted: Wanted) => void,
  ) {
    this.#ask = ask;
    this.#tell = tell;
  }

  want(wanted: Wanted): void {
    this.#next = { wanted };
    if (!this.#isBusy) void this.#run();
  }

  /** Nothing is wanted any more: what is under way is not told. */
  drop(): void {
    this.#next = null;
    this.#dropped += 1;
  }

  stop(): void {
    this.drop();
    this.#stop.abort();
  }

  #dropped = 0;

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#next !== null && !this.#stop.signal.aborted) {
      const { wanted } = this.#next;
      this.#next = null;
      const before = this.#dropped;
      const answer = await this.#ask(wanted, this.#stop.signal);
      if (this.#dropped === before && !this.#stop.signal.aborted) this.#tell(answer, wanted);
    }
    this.#isBusy = false;
  }
}
