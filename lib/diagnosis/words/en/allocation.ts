import type { FactsOf } from "../../rule.ts";
import type { allocationFailed, allocationGivenUp, annotationRefused } from "../../rules/allocation.ts";
import { allocationFailedSteps, allocationGivenUpSteps, annotationRefusedSteps } from "../steps/pods.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const meanings = {
  "group-missing": "A security group that a policy names does not exist. Correct the policy's groupIds.",
  "groups-too-many":
    "The policies ask for more security groups than one ENI may have. Merge groups, or raise quota L-2AFB9258.",
  "subnet-short": "The subnet has no free address. Give the nodes a larger subnet, or free addresses in this one.",
  "interface-quota": "The account has as many network interfaces as its quota allows. Raise quota L-DF5E4CA3.",
  throttled: "EC2 limits how fast it is called. Slow the churn of pods, or ask for a higher limit.",
  "not-allowed":
    "The cluster's IAM role may not make this call. Attach the managed policy AmazonEKSVPCResourceController, and look for a service control policy.",
  "vlans-forgotten": "The controller holds VLAN ids for branches that it failed to delete. Replace the node.",
  other: "The message of EC2 says what it refused.",
} as const;

const allocationFailedWords: Words<FactsOf<typeof allocationFailed>> = {
  ...allocationFailedSteps,
  title: "EC2 refuses to create branches",
  describe: ({ facts: { error, pods, attempts, message } }) =>
    `${counted(attempts, "attempt")} to give ${counted(pods.length, "pod")} a branch failed with ${error}: ${listed(pods)}. ${message}`,
  remedy: ({ facts: { meaning } }) =>
    `${meanings[meaning]} Then edit or delete the pods, so that the controller tries again.`,
};

const allocationGivenUpWords: Words<FactsOf<typeof allocationGivenUp>> = {
  ...allocationGivenUpSteps,
  title: "The controller has stopped trying",
  describe: ({ facts: { pods, attempts } }) =>
    `After ${counted(attempts, "attempt")} the controller dropped ${counted(pods.length, "pod")} without a branch: ${listed(pods)}. It looks again when the pod changes, or within 30 minutes.`,
  remedy: () =>
    "Remove the cause first. Then edit the pod in any way, for instance with the annotation below, or delete it.",
};

const annotationRefusedWords: Words<FactsOf<typeof annotationRefused>> = {
  ...annotationRefusedSteps,
  title: "The controller may not write the pod's annotation",
  describe({ facts: { pods, refusedBy, message } }) {
    const who = refusedBy === null ? "" : ` by the admission webhook ${refusedBy}`;
    return `The annotation of ${counted(pods.length, "pod")} was refused${who}, so their branches are deleted again: ${listed(pods)}. ${message}`;
  },
  remedy: () =>
    "Let the user eks:vpc-resource-controller set the annotation vpc.amazonaws.com/pod-eni: make an exception in the policy (Kyverno, Gatekeeper, Pod Security) or restore its RBAC. Then delete the pods.",
};

export const allocation = {
  "allocation-failed": allocationFailedWords,
  "allocation-given-up": allocationGivenUpWords,
  "annotation-refused": annotationRefusedWords,
};
