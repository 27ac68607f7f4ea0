import { addDetails, forgetDetails, isLoaded, type Model } from "../../lib/diagram/model.ts";
import type { Details } from "../../lib/snapshot/overview-wire.ts";
import type { Fetched } from "./fetch-cluster.ts";

interface Options {
  readonly model: () => Model;
  readonly fetch: (ids: readonly string[]) => Promise<Fetched<Details>>;
  /** Called when the model has grown or shrunk. */
  readonly onChange: () => void;
}

/** Instances whose details are kept; those looked at longest ago are forgotten first. */
const mostKept = 300;
const perRequest = 60;

/** Fetches details of what is looked at, one request at a time: what was scrolled past meanwhile is not asked for. */
export class DetailsLoader {
  readonly #options: Options;
  readonly #lastWanted = new Map<string, true>();
  #wanted: readonly string[] = [];
  #isBusy = false;
  #isStopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The instances in view. */
  want(instanceIds: readonly string[]): void {
    const model = this.#options.model();
    if (model.complete) return;
    this.#wanted = instanceIds;
    for (const id of instanceIds) {
      this.#lastWanted.delete(id);
      this.#lastWanted.set(id, true);
    }
    if (!this.#isBusy) void this.#run();
  }

  /** Brings in whatever a resource stands on. False: nothing of that id is known. */
  async bring(id: string): Promise<boolean> {
    const model = this.#options.model();
    if (model.byId.has(id) || model.complete) return model.byId.has(id);
    const answer = await this.#options.fetch([id]);
    if (this.#isStopped || !answer.ok) return false;
    this.#take(answer.value);
    return this.#options.model().byId.has(id);
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    for (;;) {
      const model = this.#options.model();
      const missing = this.#wanted.filter((id) => !isLoaded(model, id)).slice(0, perRequest);
      if (missing.length === 0 || this.#isStopped) break;
      const answer = await this.#options.fetch(missing);
      if (this.#isStopped || !answer.ok) break;
      this.#take(answer.value);
      // An instance that has gone meanwhile has no details: it is not asked for again.
      const asked = new Set(missing);
      const came = new Set(answer.value.hosts);
      this.#wanted = this.#wanted.filter((id) => !asked.has(id) || came.has(id));
    }
    this.#isBusy = false;
  }

  #take(details: Details): void {
    const model = this.#options.model();
    addDetails(model, details);
    for (const host of details.hosts) if (!this.#lastWanted.has(host)) this.#lastWanted.set(host, true);
    const surplus = [...this.#lastWanted.keys()].slice(0, Math.max(0, this.#lastWanted.size - mostKept));
    for (const id of surplus) this.#lastWanted.delete(id);
    forgetDetails(model, surplus);
    this.#options.onChange();
  }
}
