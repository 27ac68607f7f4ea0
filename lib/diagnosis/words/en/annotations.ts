import type { FactsOf } from "../../rule.ts";
import type {
  annotationNamesUnknown,
  annotationUnusable,
  completedKeepsAnnotation,
  surplusBranches,
} from "../../rules/annotations.ts";
import { moment } from "../moment.ts";
import {
  annotationNamesUnknownSteps,
  annotationUnusableSteps,
  completedKeepsAnnotationSteps,
  surplusBranchesSteps,
} from "../steps/annotations.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

export const annotations: {
  "annotation-names-unknown": Words<FactsOf<typeof annotationNamesUnknown>>;
  "completed-keeps-annotation": Words<FactsOf<typeof completedKeepsAnnotation>>;
  "surplus-branches": Words<FactsOf<typeof surplusBranches>>;
  "annotation-unusable": Words<FactsOf<typeof annotationUnusable>>;
} = {
  "annotation-names-unknown": {
    ...annotationNamesUnknownSteps,
    title: "Pod names a branch ENI that EC2 does not have",
    describe: ({ facts: { pod, eni, ip, deletedAt, deletedBy, deleteRequest } }) =>
      `The annotation of ${pod} names ${eni}${ip === null ? "" : ` with ${ip}`}, and EC2 has no such ENI${deletedAt === null ? " in several readings" : ""}. The pod has no network, whatever its status says.` +
      `${deletedAt === null ? "" : ` CloudTrail: deleted ${moment(deletedAt)} by ${deletedBy ?? "an identity that the record does not name"}${deleteRequest === null ? "" : `, request ${deleteRequest}`}.`}`,
    remedy: ({ facts: { deletedAt } }) =>
      `Delete the pod, so that its replacement gets a new branch. ${deletedAt === null ? "CloudTrail says who deleted the ENI: look for DeleteNetworkInterface." : "Keep whoever deleted the ENI away from ENIs that carry the cluster's tag."}`,
  },
  "completed-keeps-annotation": {
    ...completedKeepsAnnotationSteps,
    title: "Completed pod keeps its annotation",
    describe: ({ facts: { pods, node } }) =>
      `${counted(pods.length, "completed pod")}${node === null ? "" : ` on ${node}`} still ${pods.length === 1 ? "carries" : "carry"} a pod-eni annotation: ${listed(pods)}. The branch is released all the same, and its VLAN id may be another pod's by now.`,
    remedy: () => "Nothing to do. Do not read the annotation of a completed pod as a claim on an ENI.",
  },
  "surplus-branches": {
    ...surplusBranchesSteps,
    title: "Pod has more branch ENIs than it uses",
    describe: ({ facts: { pod, entries, unused, containers, requests } }) =>
      `${pod} has ${entries} branches and uses the first; unused: ${listed(unused)}. ` +
      `The controller adds up the requests of all containers (${containers.map((name, index) => `${name}: ${requests[index] ?? 0}`).join(", ")}), the CNI takes one.`,
    remedy: () =>
      "Take vpc.amazonaws.com/pod-eni out of the pod template: the webhook puts the one request where it belongs. Then roll the workload out again.",
  },
  "annotation-unusable": {
    ...annotationUnusableSteps,
    title: "Pod's pod-eni annotation cannot be used",
    describe: ({ facts: { pod, problem } }) =>
      `The CNI refuses the annotation of ${pod}: ${problem}. The pod cannot be set up on its branch.`,
    remedy: () =>
      "Delete the pod, so that the controller writes a new annotation. Nobody but the controller may write it; if a backup or a policy tool restored it, leave it out there.",
  },
};
