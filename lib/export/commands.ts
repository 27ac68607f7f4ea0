import { isPasteable, shellCommand } from "../diagnosis/words/shell.ts";
import type { Resource } from "../topology/resources.ts";
import { isEc2Id, isRegion } from "./partition.ts";

export interface Command {
  readonly shows: Shown;
  /** One line for a POSIX shell; it only reads. */
  readonly text: string;
}

/** What a command shows. The words for each lie with whoever prints it. */
export type Shown =
  | "annotation"
  | "branches"
  | "cniNode"
  | "events"
  | "group"
  | "instance"
  | "interface"
  | "node"
  | "object"
  | "pod"
  | "policy"
  | "rules"
  | "subnet";

/** The commands that show what Trunkscope shows of a resource; none is made of an id or a name that no real one could be. */
export function commandsOf(resource: Resource, region: string | null): Command[] {
  switch (resource.kind) {
    case "instance":
      return [
        ...aws("instance", region, "i", resource.id, (id) => ["describe-instances", "--instance-ids", id]),
        ...kubectl("node", [resource.nodeName], (name) => ["describe", "node", name]),
        ...kubectl("cniNode", [resource.nodeName], (name) => ["get", "cninode", name, "-o", "yaml"]),
      ];
    case "trunk":
      return [
        ...aws("interface", region, "eni", resource.id, describeInterface),
        ...aws("branches", region, "eni", resource.id, (id) => [
          "describe-network-interfaces",
          "--filters",
          `Name=tag:vpcresources.k8s.aws/trunk-eni-id,Values=${id}`,
        ]),
      ];
    case "interface":
    case "branch":
      return aws("interface", region, "eni", resource.id, describeInterface);
    case "pod":
      return podCommands(resource.namespace, resource.name);
    case "securityGroup":
      return [
        ...aws("group", region, "sg", resource.id, (id) => ["describe-security-groups", "--group-ids", id]),
        ...aws("rules", region, "sg", resource.id, (id) => [
          "describe-security-group-rules",
          "--filters",
          `Name=group-id,Values=${id}`,
        ]),
      ];
    case "policy":
      return kubectl("policy", [resource.namespace, resource.name], (namespace, name) => [
        "get",
        "securitygrouppolicy",
        "-n",
        namespace,
        name,
        "-o",
        "yaml",
      ]);
    case "subnet":
      return aws("subnet", region, "subnet", resource.id, (id) => ["describe-subnets", "--subnet-ids", id]);
    case "unjoined": {
      const type = unjoinedTypes[resource.collection];
      return type ? kubectl("object", [resource.name], (name) => ["get", type, name, "-o", "yaml"]) : [];
    }
  }
}

function podCommands(namespace: string, name: string): Command[] {
  const annotation = "jsonpath={.metadata.annotations.vpc\\.amazonaws\\.com/pod-eni}";
  const selector = `involvedObject.kind=Pod,involvedObject.name=${name.replace(/[\\,=]/g, "\\$&")}`;
  return [
    ...kubectl("pod", [namespace, name], (ns, pod) => ["get", "pod", "-n", ns, pod, "-o", "yaml"]),
    ...kubectl("annotation", [namespace, name], (ns, pod) => ["get", "pod", "-n", ns, pod, "-o", annotation]),
    ...kubectl("events", [namespace, name], (ns) => ["get", "events", "-n", ns, "--field-selector", selector]),
  ];
}

const unjoinedTypes: Readonly<Record<string, string>> = { cniNodes: "cninode", nodes: "node" };

function describeInterface(id: string): string[] {
  return ["describe-network-interfaces", "--network-interface-ids", id];
}

function aws(
  shows: Shown,
  region: string | null,
  prefix: string,
  id: string,
  words: (id: string) => readonly string[],
): Command[] {
  if (!isEc2Id(id, prefix)) return [];
  const [verb = "", ...rest] = words(id);
  const where = region !== null && isRegion(region) ? ["--region", region] : [];
  return [{ shows, text: shellCommand("aws", "ec2", verb, ...rest, ...where) }];
}

/** A name that begins with a hyphen would be taken for an option, whatever the quotes. */
function kubectl(
  shows: Shown,
  names: readonly (string | undefined)[],
  words: (...names: string[]) => readonly string[],
): Command[] {
  const usable = names.filter((name) => name !== undefined && isPasteable(name) && !name.startsWith("-"));
  if (usable.length < names.length) return [];
  return [{ shows, text: shellCommand("kubectl", ...words(...(usable as string[]))) }];
}
