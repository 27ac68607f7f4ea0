import type {
  controllerAccessMissing,
  controllerSilent,
  coolDownSetting,
  policyCrdMissing,
} from "../../rules/controller.ts";
import type { allocationSlow, ec2Throttled, interfaceQuota } from "../../rules/quotas.ts";
import type { subnetShort } from "../../rules/subnets.ts";
import type { admissionDenied, webhookBroken } from "../../rules/webhook.ts";
import { aws, line } from "../command-line.ts";
import { eventsOf } from "./objects.ts";
import type { Steps } from "./steps.ts";

export const subnetShortSteps: Steps<typeof subnetShort> = {
  verify: ({ facts: { subnet }, region }) =>
    aws(region)`aws ec2 describe-subnets --subnet-ids ${subnet} --query Subnets[].AvailableIpAddressCount`,
};

export const interfaceQuotaSteps: Steps<typeof interfaceQuota> = {
  verify: ({ region }) => [
    ...aws(region)`aws service-quotas get-service-quota --service-code vpc --quota-code L-DF5E4CA3`,
    ...aws(region)`aws ec2 describe-network-interfaces --query length(NetworkInterfaces)`,
  ],
};

export const ec2ThrottledSteps: Steps<typeof ec2Throttled> = {
  verify: () => eventsOf("BranchAllocationFailed"),
};

export const allocationSlowSteps: Steps<typeof allocationSlow> = {
  verify: () => eventsOf("ResourceAllocated"),
};

export const controllerSilentSteps: Steps<typeof controllerSilent> = {
  verify: () => line`kubectl get lease -n kube-system cp-vpc-resource-controller -o yaml`,
};

export const controllerAccessMissingSteps: Steps<typeof controllerAccessMissing> = {
  verify: ({ facts: { missing } }) => missing.flatMap((name) => line`kubectl get ${name} -n kube-system`),
};

export const coolDownSettingSteps: Steps<typeof coolDownSetting> = {
  commands: () =>
    line`kubectl patch configmap -n kube-system amazon-vpc-cni --type merge -p ${'{"data":{"branch-eni-cooldown":"60"}}'}`,
  verify: () => line`kubectl get configmap -n kube-system amazon-vpc-cni -o jsonpath={.data.branch-eni-cooldown}`,
};

export const policyCrdMissingSteps: Steps<typeof policyCrdMissing> = {
  verify: ({ facts: { name } }) => line`kubectl get customresourcedefinition ${name}`,
};

export const webhookBrokenSteps: Steps<typeof webhookBroken> = {
  verify: ({ facts: { configuration } }) => line`kubectl get mutatingwebhookconfiguration ${configuration} -o yaml`,
};

export const admissionDeniedSteps: Steps<typeof admissionDenied> = {
  verify: () => eventsOf("FailedCreate"),
};
