import type { History } from "../../history/history.ts";
import type { Engine } from "../engine.ts";

/** What a cluster's worker runs on: where facts come from, and where they are kept. */
export interface Feed {
  readonly engine: Engine;
  readonly history: History;
  /** Settles when `signal` aborts or the recording ends; rejects for bugs. */
  run(signal: AbortSignal): Promise<void>;
}
