import type { FactsOf } from "../../rule.ts";
import type { maxPodsReached, slotsExhausted, slotsNearlyFull } from "../../rules/scheduling.ts";
import { maxPodsReachedSteps, slotsExhaustedSteps, slotsNearlyFullSteps } from "../steps/pods.ts";
import type { Words } from "../words.ts";
import { counted } from "./counted.ts";

const kinds = { "node-pool": "NodePool", "node-group": "node group", "instance-type": "instance type" } as const;

const remedies = {
  full: "Add nodes, or use instance types with more branch ENIs. Slots of pods that ended come back after the cool-down.",
  "no-trunk": "Nodes of a fitting type are there and have no trunk: their own findings say why.",
  "cannot-trunk":
    "Add nodes whose type can carry a trunk. t3, t3a and t4g cannot, nor can types of the Xen generation.",
  excluded:
    "Nodes with free slots are there: taints, affinity, CPU or memory keep the pods away. Read the scheduler's message.",
  "no-node":
    "No node has the labels that the pods demand. Add such nodes, or change the pods' nodeSelector or affinity.",
} as const;

const slotsExhaustedWords: Words<FactsOf<typeof slotsExhausted>> = {
  ...slotsExhaustedSteps,
  title: "No node has a free branch slot for these pods",
  describe({ facts: { pods, demand, full, cooling, noTrunk, cannotTrunk, cordoned, withFreeSlots } }) {
    const counts = [
      full > 0 && `${counted(full, "node")} full${cooling > 0 ? ` (${counted(cooling, "slot")} cooling down)` : ""}`,
      noTrunk > 0 && `${counted(noTrunk, "node")} without a trunk`,
      cannotTrunk > 0 && `${counted(cannotTrunk, "node")} of a type that cannot carry one`,
      cordoned > 0 && `${counted(cordoned, "node")} cordoned`,
      withFreeSlots > 0 && `${counted(withFreeSlots, "node")} with free slots, kept out by something else`,
    ].filter((part) => part !== false);
    const where = demand === null ? "" : ` with ${demand}`;
    return `${counted(pods, "pod")} cannot be scheduled. Of the nodes${where}: ${counts.length > 0 ? counts.join(", ") : "there are none"}.`;
  },
  remedy: ({ facts: { cause } }) => remedies[cause],
};

const slotsNearlyFullWords: Words<FactsOf<typeof slotsNearlyFull>> = {
  ...slotsNearlyFullSteps,
  title: "Branch slots are nearly used up",
  describe: ({ facts: { pool, poolKind, used, slots, percent, nodes } }) =>
    `${used} of ${counted(slots, "branch slot")} on ${counted(nodes, "node")} of ${kinds[poolKind]} ${pool} are requested (${percent} %). The next pods may find no place.`,
  remedy: () => "Add nodes to this pool before it is full, or use larger instance types.",
};

const maxPodsReachedWords: Words<FactsOf<typeof maxPodsReached>> = {
  ...maxPodsReachedSteps,
  title: "max-pods keeps free branch slots from being used",
  describe: ({ facts: { node, pods, maxPods, freeSlots, pending } }) =>
    `${node} runs ${pods} of ${counted(maxPods, "pod")} and has ${counted(freeSlots, "branch slot")} free, while ${counted(pending.length, "pod")} that would use them wait.`,
  remedy: () =>
    "Pods on branches use no secondary IP, yet they count against max-pods. Raise max-pods of the kubelet, where CPU and memory allow it.",
};

export const scheduling = {
  "slots-exhausted": slotsExhaustedWords,
  "slots-nearly-full": slotsNearlyFullWords,
  "max-pods-reached": maxPodsReachedWords,
};
