import type { awsNodeOutdated, awsNodeUnhealthy } from "../../rules/aws-node.ts";
import type { cniFlagsClash, cniLacksPermission, podEniSwitchedOff } from "../../rules/cni.ts";
import type { trunkCrowdsPods } from "../../rules/density.ts";
import { line, some } from "../command-line.ts";
import type { Steps } from "./steps.ts";

const showDaemonSet = () => line`kubectl get daemonset -n kube-system aws-node -o yaml`;

export const podEniSwitchedOffSteps: Steps<typeof podEniSwitchedOff> = {
  commands: ({ facts: { isEverywhere, nodes } }) =>
    isEverywhere
      ? line`kubectl set env -n kube-system daemonset/aws-node -c aws-node ENABLE_POD_ENI=true`
      : some(nodes).flatMap(
          (node) => line`kubectl delete pod -n kube-system -l k8s-app=aws-node --field-selector spec.nodeName=${node}`,
        ),
  verify: () => [
    ...line`kubectl get daemonset -n kube-system aws-node -o jsonpath={.spec.template.spec.containers[0].env}`,
    ...line`kubectl get pods -n kube-system -l k8s-app=aws-node -o wide`,
  ],
};

export const awsNodeUnhealthySteps: Steps<typeof awsNodeUnhealthy> = {
  verify: ({ facts: { awsNodePod } }) => [
    ...line`kubectl describe pod -n kube-system ${awsNodePod}`,
    ...line`kubectl logs -n kube-system ${awsNodePod} -c aws-node --tail=50`,
  ],
};

export const awsNodeOutdatedSteps: Steps<typeof awsNodeOutdated> = {
  verify: ({ facts: { awsNodePod } }) => [
    ...line`kubectl rollout status -n kube-system daemonset/aws-node --watch=false`,
    ...line`kubectl get pod -n kube-system ${awsNodePod} -o jsonpath={.spec.containers[*].image}`,
    ...line`kubectl get daemonset -n kube-system aws-node -o jsonpath={.spec.template.spec.containers[*].image}`,
  ],
};

export const cniFlagsClashSteps: Steps<typeof cniFlagsClash> = {
  commands: ({ facts: { flag, instead } }) =>
    instead === null ? [] : line`kubectl set env -n kube-system daemonset/aws-node -c aws-node ${flag}=${instead}`,
  verify: showDaemonSet,
};

export const cniLacksPermissionSteps: Steps<typeof cniLacksPermission> = {
  verify: () => [
    ...line`kubectl get events -n kube-system --field-selector reason=MissingIAMPermissions`,
    ...line`kubectl get serviceaccount -n kube-system aws-node -o yaml`,
  ],
};

export const trunkCrowdsPodsSteps: Steps<typeof trunkCrowdsPods> = {
  verify: ({ facts: { node } }) => [
    ...line`kubectl get node ${node} -o jsonpath={.status.allocatable.pods}`,
    ...line`kubectl get pods --all-namespaces --field-selector spec.nodeName=${node}`,
  ],
};
