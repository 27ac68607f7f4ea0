import type { annotationDisagrees, podOffItsBranch } from "../../rules/disagreements.ts";
import { deletePod, line, parts, showAnnotation, showInterface } from "../command-line.ts";
import type { Steps } from "./steps.ts";

export const annotationDisagreesSteps: Steps<typeof annotationDisagrees> = {
  commands: ({ facts: { pod } }) => deletePod(pod),
  verify: ({ facts: { pod, eni }, region }) => [...showAnnotation(pod), ...showInterface(region, eni)],
};

export const podOffItsBranchSteps: Steps<typeof podOffItsBranch> = {
  verify: ({ facts: { pod, eni, node }, region }) => {
    const { namespace, name } = parts(pod);
    return [
      ...line`kubectl get pod -n ${namespace} ${name} -o jsonpath={.status.podIPs}`,
      ...showAnnotation(pod),
      ...showInterface(region, eni),
      ...showAwsNodeOn(node),
    ];
  },
};

function showAwsNodeOn(node: string | null): string[] {
  return line`kubectl get pods -n kube-system -l k8s-app=aws-node --field-selector spec.nodeName=${node} -o yaml`;
}
