import type { FactsOf } from "../../rule.ts";
import type { annotationDisagrees, podOffItsBranch } from "../../rules/disagreements.ts";
import { annotationDisagreesSteps, podOffItsBranchSteps } from "../steps/disagreements.ts";
import type { Words } from "../words.ts";

export const disagreements: {
  "annotation-disagrees": Words<FactsOf<typeof annotationDisagrees>>;
  "pod-off-its-branch": Words<FactsOf<typeof podOffItsBranch>>;
} = {
  "annotation-disagrees": {
    ...annotationDisagreesSteps,
    title: "Pod's annotation and EC2 disagree",
    describe: ({ facts: { pod, eni, fields, said, actual } }) =>
      `For the branch ${eni} of ${pod} these differ: ${fields.map((field, index) => `${field} ${said[index]} for the pod, ${actual[index]} in EC2`).join("; ")}. Traffic of the pod may go nowhere, or to another.`,
    remedy: ({ facts: { isTrunkOther } }) =>
      isTrunkOther
        ? "The node was most likely made anew under the same name. Delete the pod, so that it gets a branch of the present trunk."
        : "Delete the pod, so that it gets a new branch and a new annotation.",
  },
  "pod-off-its-branch": {
    ...podOffItsBranchSteps,
    title: "Pod does not run on its branch ENI",
    describe: ({ facts: { pod, ips, branchIp, eni, holder } }) =>
      `${pod} has ${ips.join(", ")}, its branch${eni === null ? "" : ` ${eni}`} has ${branchIp}.${holder === null ? "" : ` The pod's address is on ${holder}.`} The security groups of the branch are not enforced for it.`,
    remedy: ({ facts: { podEni, firstContainerAsks } }) =>
      podEni === false
        ? "aws-node on its node runs without ENABLE_POD_ENI=true. Switch it on, then recreate the pod."
        : firstContainerAsks
          ? "When the pod was set up, the CNI did not look at the annotation: see whether aws-node ran without ENABLE_POD_ENI=true then. Recreate the pod."
          : "The CNI looks for the limit vpc.amazonaws.com/pod-eni on the first container only. Leave it to the webhook to put it there, then recreate the pod.",
  },
};
