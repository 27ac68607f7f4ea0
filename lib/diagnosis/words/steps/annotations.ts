import type {
  annotationNamesUnknown,
  annotationUnusable,
  completedKeepsAnnotation,
  surplusBranches,
} from "../../rules/annotations.ts";
import { deletePod, line, parts, showAnnotation, showInterface, some } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const annotationNamesUnknownSteps: Steps<typeof annotationNamesUnknown> = {
  commands: ({ facts: { pod } }) => deletePod(pod),
  verify: ({ facts: { pod, eni }, region }) => [...showAnnotation(pod), ...showInterface(region, eni)],
};

export const completedKeepsAnnotationSteps: Steps<typeof completedKeepsAnnotation> = {
  verify: ({ facts: { pods } }) => some(pods).flatMap(showAnnotation),
};

export const surplusBranchesSteps: Steps<typeof surplusBranches> = {
  verify: ({ facts: { pod } }) => {
    const { namespace, name } = parts(pod);
    return [
      ...showAnnotation(pod),
      ...line`kubectl get pod -n ${namespace} ${name} -o jsonpath={.spec.containers[*].resources}`,
    ];
  },
};

export const annotationUnusableSteps: Steps<typeof annotationUnusable> = {
  commands: ({ facts: { pod } }) => deletePod(pod),
  verify: ({ facts: { pod } }) => showAnnotation(pod),
};
