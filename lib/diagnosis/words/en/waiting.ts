import type { FactsOf } from "../../rule.ts";
import type { annotationMissing, podWithoutTrunk, sandboxFailing, trunkFull } from "../../rules/waiting.ts";
import { annotationMissingSteps, podWithoutTrunkSteps, sandboxFailingSteps, trunkFullSteps } from "../steps/pods.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const lacks = {
  "cannot-trunk": "its instance type cannot carry a trunk",
  "not-managed": "the controller does not manage it",
  "no-capacity": "it offers no branch slots",
} as const;

const trunkFullWords: Words<FactsOf<typeof trunkFull>> = {
  ...trunkFullSteps,
  title: "Pods wait for branches that are cooling down",
  describe({ facts: { node, limit, used, cooling, unowned, pods, schedulerFree } }) {
    const held = `${used} used by pods, ${cooling} cooling down${unowned > 0 ? `, ${unowned} without a known owner` : ""}`;
    return `All ${counted(limit, "slot")} of the trunk of ${node} are held: ${held}. The scheduler counts ${schedulerFree} free, so it placed ${counted(pods.length, "pod")} there that must wait.`;
  },
  remedy({ facts: { nextSlotAt, releaseSeconds, coolDownSeconds } }) {
    const expected =
      nextSlotAt === null
        ? `A released slot is free again within ${releaseSeconds} s.`
        : `The next slot is expected by ${utc(nextSlotAt)}.`;
    return `${expected} If this happens often, spread the pods over more nodes or slow the churn. The cool-down of ${coolDownSeconds} s can go down to 30 s, and must not be shorter than ARP entries live on the nodes.`;
  },
};

const podWithoutTrunkWords: Words<FactsOf<typeof podWithoutTrunk>> = {
  ...podWithoutTrunkSteps,
  title: "Pods that need a branch are bound to a node without a trunk",
  describe({ facts: { node, instanceType, pods, reason } }) {
    const type = instanceType === null ? "" : ` (${instanceType})`;
    return `${counted(pods.length, "pod")} on ${node}${type} asked for a branch, but ${lacks[reason]}: ${listed(pods)}. The controller tries again every second and says nothing.`;
  },
  remedy: ({ facts: { reason } }) =>
    reason === "cannot-trunk"
      ? "The pods passed the scheduler by: look for spec.nodeName in their template. Let the scheduler place them on nodes whose type can carry a trunk, and delete these."
      : "Look at why the node has no trunk first: its own findings say so. If the pods have spec.nodeName in their template, take it out and delete them.",
};

const annotationMissingWords: Words<FactsOf<typeof annotationMissing>> = {
  ...annotationMissingSteps,
  title: "The controller gave these pods no branch",
  describe({ facts: { nodes, pods, lastReason, fullNodes } }) {
    const told =
      lastReason === null ? "The controller has said nothing about it." : `Its last word about it was ${lastReason}.`;
    const slots = fullNodes.length > 0 ? ` Every branch slot is held on ${listed(fullNodes)}.` : "";
    return `${counted(pods.length, "pod")} on ${listed(nodes)} asked for a branch more than a minute ago, without an annotation so far: ${listed(pods)}. ${told}${slots}`;
  },
  remedy: () =>
    "Read the events of the pods, then the controller's lease. A pod that the controller has dropped is tried again when anything about it is edited, and at the latest after 30 minutes.",
};

const sandboxFailingWords: Words<FactsOf<typeof sandboxFailing>> = {
  ...sandboxFailingSteps,
  title: "The node cannot set up the network of pods that have their branch",
  describe({ facts: { node, pods, message, awsNodeReady } }) {
    const health = awsNodeReady === false ? " The aws-node pod there is not ready." : "";
    return `${counted(pods.length, "pod")} on ${node ?? "an unknown node"} have a branch and still no sandbox: ${listed(pods)}.${health} kubelet says: ${message}`;
  },
  remedy: () =>
    "The fault is on the node: read ipamd's log there (/var/log/aws-routed-eni/ipamd.log) for the trunk, the link index or the annotation. Restart aws-node on that node, or replace the node.",
};

export const waiting = {
  "trunk-full": trunkFullWords,
  "pod-without-trunk": podWithoutTrunkWords,
  "annotation-missing": annotationMissingWords,
  "sandbox-failing": sandboxFailingWords,
};

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
