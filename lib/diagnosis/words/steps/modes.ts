import type { mixedModes, sameNodeNotFiltered, strictIpvs, strictLocalTrafficPolicy } from "../../rules/modes.ts";
import { line, parts } from "../command-line.ts";
import { describeFirstPod, showAwsNodeEnvironment, showRules } from "./security-groups.ts";
import type { Steps } from "./steps.ts";

export const strictIpvsSteps: Steps<typeof strictIpvs> = {
  verify: () => [
    ...line`kubectl get configmap -n kube-system kube-proxy-config -o jsonpath={.data.config}`,
    ...showAwsNodeEnvironment(),
  ],
};

export const strictLocalTrafficPolicySteps: Steps<typeof strictLocalTrafficPolicy> = {
  verify: ({ facts: { service } }) => {
    const { namespace, name } = parts(service);
    return [...line`kubectl get service -n ${namespace} ${name} -o yaml`, ...showAwsNodeEnvironment()];
  },
};

export const mixedModesSteps: Steps<typeof mixedModes> = {
  verify: ({ facts: { nodes } }) => [
    ...line`kubectl rollout status -n kube-system daemonset/aws-node --watch=false`,
    ...showAwsNodeEnvironment(),
    ...nodes
      .slice(0, 1)
      .flatMap(
        (node) =>
          line`kubectl get pods -n kube-system -l k8s-app=aws-node --field-selector spec.nodeName=${node} -o yaml`,
      ),
  ],
};

export const sameNodeNotFilteredSteps: Steps<typeof sameNodeNotFiltered> = {
  verify: ({ facts: { groupIds, otherGroupIds }, subjects, region }) => [
    ...showRules(region, [...groupIds, ...otherGroupIds]),
    ...describeFirstPod(subjects),
  ],
};
