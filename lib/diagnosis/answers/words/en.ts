import { counted, listed } from "../../words/en/counted.ts";
import type { ReleaseStep } from "../holders.ts";
import type { Feature, FeatureCell } from "../settings-cells.ts";
import { groups } from "./en-groups.ts";
import { nodes } from "./en-nodes.ts";
import type { AnswerWords } from "./words.ts";

const steps: Readonly<Record<ReleaseStep["step"], (step: ReleaseStep) => string>> = {
  "edit-policies": ({ what }) => `Take it out of the policies ${listed(what)}: else new Pods get it again.`,
  "edit-eni-configs": ({ what }) => `Take it out of the ENIConfigs ${listed(what)}: else new nodes get it again.`,
  "restart-workloads": ({ count, what }) =>
    `Restart ${counted(count, "workload")} whose branches have it: ${listed(what)}.`,
  "replace-nodes": ({ count, what }) => `Take it off ${counted(count, "node")}, or replace them: ${listed(what)}.`,
  "wait-for-cool-down": ({ count }) =>
    `Wait for ${counted(count, "branch", "branches")} to cool down. They go by themselves.`,
  "delete-leaks": ({ count, what }) =>
    `Delete ${counted(count, "ENI")} that the controller left behind: ${listed(what)}.`,
  "clear-leaks": ({ count, what }) =>
    `${counted(count, "ENI")} without an owner must not be deleted by hand (yet): ${listed(what)}. See the leaks.`,
  "look-at-others": ({ count, what }) =>
    `Look at ${counted(count, "ENI")} of which nobody here can say what for: ${listed(what)}.`,
  "remove-rules": ({ count, what }) =>
    `Remove ${counted(count, "rule")} of other groups that name it: ${listed(what)}.`,
  delete: () => "Then it can be deleted, as far as can be seen from here.",
};

const effects: Readonly<Record<Feature, { readonly strict: string; readonly standard: string }>> = {
  snat: {
    strict:
      "Traffic out of the VPC is not translated on the node: the branch's subnet needs a NAT path, and the Pod's groups apply.",
    standard:
      "Without EXTERNALSNAT, traffic out of the VPC leaves with the node's address, and the node's groups apply instead of the Pod's.",
  },
  "node-local-dns": {
    strict: "Pods on branches cannot reach NodeLocal DNSCache.",
    standard: "Pods on branches reach NodeLocal DNSCache.",
  },
  probes: {
    strict:
      "kubelet's probes come through the branch: its groups must let the node in, and TCP early demux must be off.",
    standard: "kubelet's probes reach the Pod on the node, without passing its groups.",
  },
  "external-traffic-policy": {
    strict: "Services with externalTrafficPolicy Local do not reach Pods on branches by way of the node.",
    standard: "Services with externalTrafficPolicy Local work.",
  },
  "pod-identity": {
    strict: "Pods on branches cannot reach the Pod Identity agent on their node.",
    standard: "Pods on branches reach the Pod Identity agent.",
  },
  "network-policy": {
    strict: "Traffic of branches bypasses engines on the host side: their NetworkPolicies may not be enforced.",
    standard: "Engines on the host side see the traffic of branches.",
  },
  ipvs: {
    strict: "kube-proxy in ipvs mode does not serve Pods on branches.",
    standard: "kube-proxy in ipvs mode works.",
  },
  "same-node": {
    strict: "Traffic between Pods of one node passes their groups.",
    standard: "Traffic between Pods of one node passes no security group.",
  },
};

export const en: AnswerWords = {
  lacks: (lacks) =>
    lacks.length === 0
      ? ""
      : `Cannot be read: ${lacks.map(({ collection, code }) => `${collection} (${code})`).join(", ")}.`,
  unknown: "not known",
  ...groups,
  ...nodes,
  leakClasses: {
    cooling: "cooling down",
    forgotten: "forgotten by the controller",
    "former-subnet": "in a subnet that the node no longer uses",
    available: "available, left over",
    "trunk-gone": "its trunk is gone",
    "instance-gone": "its instance is gone",
    "trunk-available": "trunk attached to nothing",
    "age-unknown": "without an owner, age unknown",
  },
  safeties: {
    yes: "may be deleted",
    no: "do not delete",
    "never-during-cool-down": "never while it cools down",
    unknown: "cannot be said",
  },
  safetyReasons: {
    "left-over-after-sweeps": "The controller's sweeps have passed it by for more than 65 minutes.",
    "cools-down": "The controller still has it, and deletes it by itself.",
    "still-associated": "It is in use by a trunk. A restart of the controller takes it up again; so does a new node.",
    "sweep-will-come": "The controller's sweep may take it within 65 minutes, or has not been watched for so long.",
    "age-unknown": "One moment does not tell a branch that cools down from one that was forgotten.",
    unread: "What says whether a Pod owns it cannot be read.",
  },
  leaks({ enis, ips, slots, comingBack, classes, isControllerSound, lacks }) {
    if (enis.total === 0)
      return lacks.length === 0
        ? "Every branch has an owner."
        : "Nothing without an owner was seen, as far as could be read.";
    const deletable = classes.reduce((sum, one) => sum + one.deletable, 0);
    const lease = isControllerSound ? "" : " The controller's lease is stale: nothing is cleaned up meanwhile.";
    return `${counted(enis.total, "ENI")} without an owner hold ${counted(ips, "address", "addresses")} and ${counted(slots, "branch slot")}; ${counted(comingBack.slots, "slot")} of these come back by themselves, and ${deletable} of the ENIs may be deleted.${lease}`;
  },
  holderVerdicts: {
    pod: "serves a Pod",
    node: "serves its node",
    cooling: "cools down",
    orphan: "has no owner",
    allocating: "is being given to a Pod",
    "other-cluster": "belongs to another cluster",
    unknown: "cannot be said",
  },
  holders({ id, name, verdict, exists, interfaces, rules, policies, eniConfigs }) {
    const called = name === null ? id : `${id} (${name})`;
    const gone = exists === false ? " EC2 does not list it." : "";
    if (verdict === "nothing-seen")
      return `Nothing seen here holds ${called}. Interfaces of load balancers, databases and the like are not read, and may.${gone}`;
    if (verdict === "cannot-tell") return `Who holds ${called} cannot be said.${gone}`;
    const others = rules.shown.filter(({ isItself }) => !isItself).length;
    const held = [
      interfaces.total > 0 && counted(interfaces.total, "interface"),
      policies.total > 0 && counted(policies.total, "policy", "policies"),
      eniConfigs.length > 0 && counted(eniConfigs.length, "ENIConfig"),
      others > 0 && counted(others, "rule of other groups", "rules of other groups"),
    ].filter((part) => part !== false);
    return `${called} is held by ${held.join(", ")}.${gone}`;
  },
  releaseStep(step) {
    const by =
      step.doneAt === null ? "" : ` The last is gone by ${new Date(step.doneAt).toISOString().slice(11, 19)} UTC.`;
    return `${steps[step.step](step)}${by}`;
  },
  features: {
    snat: "Traffic out of the VPC (SNAT)",
    "node-local-dns": "NodeLocal DNSCache",
    probes: "Probes of kubelet",
    "external-traffic-policy": "externalTrafficPolicy Local",
    "pod-identity": "EKS Pod Identity",
    "network-policy": "NetworkPolicy engines",
    ipvs: "kube-proxy in ipvs mode",
    "same-node": "Pods of one node",
  },
  cellEffects: { works: "works", breaks: "breaks", "needs-care": "needs care", "not-filtered": "not filtered" },
  cell(cell) {
    const told = effects[cell.feature][cell.mode];
    return cell.effect === "works" && cell.isUsed ? told : `${told} ${hit(cell)}`;
  },
  settings({ modes, rows }) {
    const apart = rows.filter(({ agree }) => !agree).map(({ setting }) => setting);
    const unknown = modes.unknown > 0 ? `, ${modes.unknown} not known` : "";
    const disagree = apart.length > 0 ? ` Nodes disagree in ${listed(apart)}.` : "";
    return `Enforcing mode by node: ${modes.strict} strict, ${modes.standard} standard${unknown}.${disagree}`;
  },
};

function hit({ isUsed, pods, unsure, objects }: FeatureCell): string {
  if (isUsed === null) return "Whether it is used here cannot be said.";
  if (!isUsed) return "It is not used here.";
  if (pods === null) return "Which Pods use it cannot be said.";
  const by = objects.total > 0 ? ` (${listed(objects.shown)})` : "";
  const doubt = unsure ? ` Of ${counted(unsure, "more Pod", "more Pods")} the mode cannot be said.` : "";
  if (pods.total === 0) return `No Pod on a branch in this mode is concerned${by}.${doubt}`;
  return `${counted(pods.total, "Pod")} ${pods.total === 1 ? "is" : "are"} concerned${by}: ${listed(pods.shown)}.${doubt}`;
}
