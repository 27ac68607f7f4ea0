import type { Bundle } from "../../lib/host/bundle.ts";
import type { HostView } from "../../lib/host/host-view.ts";
import type { Telling } from "../../lib/host/identity.ts";
import type { NodeView } from "../../lib/host/node-view.ts";
import type { ReadSource } from "../../lib/host/sources.ts";

/** Something that was dropped, chosen or pasted. It stays in the browser. */
export interface Given {
  readonly key: number;
  readonly name: string;
  readonly content: Blob;
}

/** Why nothing of it was read. */
export const givenProblems = ["empty", "binary", "unreadable"] as const;
export type GivenProblem = (typeof givenProblems)[number];

/** What became of something given. */
export interface GivenReport extends Pick<Given, "key" | "name"> {
  readonly problem: GivenProblem | null;
  /** False: it is from another node, or from several. */
  readonly isUsed: boolean;
  readonly identified: Pick<ReadSource["identified"], "id" | "by">;
  readonly parts: ReadSource["reading"]["parts"];
  /** The first of them; `notUnderstoodCount` says how many there are. */
  readonly notUnderstood: ReadSource["reading"]["notUnderstood"];
  readonly notUnderstoodCount: number;
  /** Files of which only the beginning was read. */
  readonly cut: readonly string[];
  readonly bundle: Pick<Bundle, "passedOver" | "troubles"> | null;
}

/** What is compared with what. */
export interface HostTask {
  /** An answer bears the turn of its task. */
  readonly turn: number;
  readonly node: NodeView;
  /** `null`: all pods of the node. */
  readonly pod: string | null;
  /** What tells nodes apart. */
  readonly known: readonly (Telling & { readonly id: string })[];
  readonly given: readonly Given[];
}

export interface HostOutcome {
  readonly turn: number;
  readonly view: HostView;
  readonly reports: readonly GivenReport[];
}
