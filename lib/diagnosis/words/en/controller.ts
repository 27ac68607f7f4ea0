import type { FactsOf } from "../../rule.ts";
import type {
  controllerAccessMissing,
  controllerSilent,
  coolDownSetting,
  policyCrdMissing,
} from "../../rules/controller.ts";
import type { admissionDenied, webhookBroken } from "../../rules/webhook.ts";
import {
  admissionDeniedSteps,
  controllerAccessMissingSteps,
  controllerSilentSteps,
  coolDownSettingSteps,
  policyCrdMissingSteps,
  webhookBrokenSteps,
} from "../steps/limits.ts";
import type { Words } from "../words.ts";
import { counted, listed } from "./counted.ts";

const controllerSilentWords: Words<FactsOf<typeof controllerSilent>> = {
  ...controllerSilentSteps,
  title: "The controller gives no sign of life",
  describe({ facts: { isMissing, limitSeconds } }) {
    const lease = "The lease kube-system/cp-vpc-resource-controller";
    const fact = isMissing
      ? `${lease} does not exist.`
      : `${lease} has not been renewed for more than ${limitSeconds} s; the controller renews it every few seconds.`;
    return `${fact} Meanwhile no pod gets a branch, and new pods may pass the webhook without one and run with the node's security groups.`;
  },
  remedy: () =>
    "The controller runs in the control plane that AWS operates: look at the AWS Health Dashboard and open a support case. Hold back deployments of pods that need their own security groups until it is back, and restart those created meanwhile.",
};

const controllerAccessMissingWords: Words<FactsOf<typeof controllerAccessMissing>> = {
  ...controllerAccessMissingSteps,
  title: "The controller has lost rights in Kubernetes",
  describe: ({ facts: { missing } }) =>
    `${listed(missing)} ${missing.length === 1 ? "does" : "do"} not exist. Without it the controller cannot annotate pods, read policies or hold its lease.`,
  remedy: () =>
    "Restore the objects from another cluster of the same version; EKS writes them again with the next update of the cluster.",
};

const settings = {
  "too-short": (value: string) =>
    `branch-eni-cooldown is ${value}, which acts as 30: the controller takes nothing shorter.`,
  "not-a-number": (value: string) =>
    `branch-eni-cooldown is "${value}", which is no whole number of seconds. The controller ignores it and keeps what it had.`,
  "too-long": (value: string) =>
    `branch-eni-cooldown is ${value} s. Every slot stays taken for so long after its pod has ended.`,
} as const;

const coolDownSettingWords: Words<FactsOf<typeof coolDownSetting>> = {
  ...coolDownSettingSteps,
  title: "The cool-down is not set to what it seems",
  describe: ({ facts: { value, problem } }) => settings[problem](value),
  remedy: () =>
    "Set whole seconds, between 30 and 300, and no shorter than ARP entries live on the nodes. 60 is the default.",
};

const policyCrdMissingWords: Words<FactsOf<typeof policyCrdMissing>> = {
  ...policyCrdMissingSteps,
  title: "SecurityGroupPolicy is not defined in this cluster",
  describe: ({ facts: { name } }) =>
    `The CustomResourceDefinition ${name} does not exist, and with it every policy is gone. New pods are admitted without security groups of their own.`,
  remedy: () =>
    "Restore the definition (config/crd/bases of aws/amazon-vpc-resource-controller-k8s), apply the policies again, and restart the pods that were created meanwhile.",
};

const faults = {
  missing: "does not exist",
  "no-entry": "has no entry mpod.vpc.k8s.aws",
  "no-ca-bundle": "has no CA bundle, so the API server cannot call it",
  rules: "has no rule for the creation of pods",
  "namespace-selector": "leaves out namespaces that have policies",
  "object-selector": "leaves out pods that policies select",
} as const;

const webhookBrokenWords: Words<FactsOf<typeof webhookBroken>> = {
  ...webhookBrokenSteps,
  title: "The webhook that asks for branches is missing or altered",
  describe({ facts: { configuration, problem, selector, namespaces } }) {
    const which = selector === null ? "" : ` (${selector}${namespaces.length > 0 ? `: ${listed(namespaces)}` : ""})`;
    return `${configuration} ${faults[problem]}${which}. Pods that policies select are created without a branch there, and nothing says so.`;
  },
  remedy: () =>
    "Restore the webhook configuration as EKS installs it: an update of the cluster writes it again. Then restart the pods that were created meanwhile.",
};

const causes = {
  "service-account": "the controller did not find the pod's ServiceAccount, or could not list the policies",
  "annotation-in-template": "the pod template already carries the annotation vpc.amazonaws.com/pod-eni",
  other: "the webhook refused it",
} as const;

const admissionDeniedWords: Words<FactsOf<typeof admissionDenied>> = {
  ...admissionDeniedSteps,
  title: "The controller's webhook refuses new pods",
  describe: ({ facts: { webhook, cause, owners, times } }) =>
    `${webhook} refused ${counted(times, "pod")} of ${listed(owners)}: ${causes[cause]}. These pods do not exist at all.`,
  remedy: ({ facts: { cause } }) =>
    cause === "annotation-in-template"
      ? "Take the annotation out of the template: exported manifests and restored backups must not carry it."
      : "Check that the ServiceAccount exists. If it was made a moment ago, the next attempt succeeds.",
};

export const controller = {
  "controller-silent": controllerSilentWords,
  "controller-access-missing": controllerAccessMissingWords,
  "cool-down-setting": coolDownSettingWords,
  "policy-crd-missing": policyCrdMissingWords,
  "webhook-broken": webhookBrokenWords,
  "admission-denied": admissionDeniedWords,
};
