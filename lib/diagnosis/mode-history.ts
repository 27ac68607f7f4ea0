import type { Item } from "../recording/collections.ts";
import { awsNodeLabel, type EnforcingMode, readAwsNode } from "../topology/aws-node.ts";

/** From when on the aws-node pods of a node were seen to run in a mode: the start of the first of them. */
export interface ModeSight {
  readonly at: number;
  readonly mode: EnforcingMode;
}

export type RememberedModes = readonly (readonly [string, readonly ModeSight[]])[];

const mostPerNode = 10;

/** Which mode aws-node ran in on each node, as far as it was seen: what runs now says nothing of the pods that were there before (domain 10.3). */
export class ModeHistory {
  readonly #byNode: Map<string, readonly ModeSight[]>;

  constructor(known: RememberedModes = []) {
    this.#byNode = new Map(known);
  }

  take(pods: ReadonlyMap<string, Item<"pods"> | null>): void {
    for (const pod of pods.values()) {
      if (pod?.nodeName === undefined || pod.namespace !== "kube-system") continue;
      if (pod.labels["k8s-app"] === awsNodeLabel) this.#see(pod, pod.nodeName);
    }
  }

  /** Oldest first; neighbours differ. */
  of(nodeName: string): readonly ModeSight[] {
    return this.#byNode.get(nodeName) ?? [];
  }

  /** Forgets nodes that are gone. */
  keep(isThere: (nodeName: string) => boolean): void {
    for (const name of this.#byNode.keys()) if (!isThere(name)) this.#byNode.delete(name);
  }

  toJSON(): RememberedModes {
    return [...this.#byNode];
  }

  #see(pod: Item<"pods">, nodeName: string): void {
    const { enforcingMode: mode, startedAt } = readAwsNode(pod);
    const at = pod.startedAt ?? startedAt;
    const sights = this.of(nodeName);
    const last = sights.at(-1);
    // An older aws-node pod that is on its way out tells nothing new.
    if (mode === null || at === null || last?.mode === mode || (last !== undefined && at <= last.at)) return;
    this.#byNode.set(nodeName, [...sights, { at, mode }].slice(-mostPerNode));
  }
}
