/** Where the diagram is looked at, outside of React: a frame of panning must not draw components. */
export interface ViewportState {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export class ViewportRef {
  current: ViewportState;
  readonly #listeners = new Set<() => void>();

  constructor(first: ViewportState) {
    this.current = first;
  }

  set(next: Partial<ViewportState>): void {
    this.current = { ...this.current, ...next };
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
