import type { allocationFailed, allocationGivenUp, annotationRefused } from "../../rules/allocation.ts";
import type { maxPodsReached, slotsExhausted, slotsNearlyFull } from "../../rules/scheduling.ts";
import type { annotationMissing, podWithoutTrunk, sandboxFailing, trunkFull } from "../../rules/waiting.ts";
import { aws, deletePod, line, parts, some } from "../command-line.ts";
import { describePod, eventsOf, nodeSlots } from "./objects.ts";
import type { Steps } from "./steps.ts";

export const slotsExhaustedSteps: Steps<typeof slotsExhausted> = {
  verify: ({ subjects }) => [...describePod(subjects[0]?.replace(/^pod\//, "")), ...nodeSlots],
};

export const slotsNearlyFullSteps: Steps<typeof slotsNearlyFull> = {
  verify: () => nodeSlots,
};

export const maxPodsReachedSteps: Steps<typeof maxPodsReached> = {
  verify: ({ facts: { node } }) => line`kubectl get node ${node} -o jsonpath={.status.allocatable}`,
};

export const trunkFullSteps: Steps<typeof trunkFull> = {
  verify: ({ facts: { trunk, pods }, region }) => [
    ...aws(
      region,
    )`aws ec2 describe-network-interfaces --filters Name=tag:vpcresources.k8s.aws/trunk-eni-id,Values=${trunk} --query length(NetworkInterfaces)`,
    ...describePod(pods[0]),
  ],
};

export const podWithoutTrunkSteps: Steps<typeof podWithoutTrunk> = {
  commands: ({ facts: { pods } }) => pods.flatMap(deletePod),
  verify: ({ facts: { node, pods } }) => [...line`kubectl get cninode ${node} -o yaml`, ...describePod(pods[0])],
};

export const annotationMissingSteps: Steps<typeof annotationMissing> = {
  verify: ({ facts: { pods } }) => [
    ...describePod(pods[0]),
    ...line`kubectl get lease -n kube-system cp-vpc-resource-controller -o yaml`,
  ],
};

export const allocationFailedSteps: Steps<typeof allocationFailed> = {
  verify: () => eventsOf("BranchAllocationFailed"),
};

export const allocationGivenUpSteps: Steps<typeof allocationGivenUp> = {
  // Any edit of the pod queues it again.
  commands: ({ facts: { pods, failedAt } }) =>
    pods.flatMap((pod) => {
      const { namespace, name } = parts(pod);
      return line`kubectl annotate pod -n ${namespace} ${name} try-again=${failedAt} --overwrite`;
    }),
  verify: ({ facts: { pods } }) => some(pods).flatMap(describePod),
};

export const annotationRefusedSteps: Steps<typeof annotationRefused> = {
  verify: () => [
    ...eventsOf("BranchENIAnnotationFailed"),
    ...line`kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`,
  ],
};

export const sandboxFailingSteps: Steps<typeof sandboxFailing> = {
  verify: ({ facts: { pods, node } }) => [
    ...describePod(pods[0]),
    ...(node === null
      ? []
      : line`kubectl get pods -n kube-system -l k8s-app=aws-node --field-selector spec.nodeName=${node}`),
  ],
};
