import type { Item } from "../../recording/collections.ts";
import { type AwsNode, isValueElsewhere } from "../../topology/aws-node.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Listed, listed } from "./listed.ts";

/** One setting: what is written in the DaemonSet or ConfigMap, and what it comes to where it runs. */
export interface SettingRow {
  readonly setting: string;
  /** Where it counts: a container of aws-node, or a ConfigMap. */
  readonly where: string;
  /** As the DaemonSet's template or the ConfigMap has it; `null`: it is not set there. */
  readonly declared: string | null;
  /** False: what would declare it was not read. */
  readonly isDeclaredKnown: boolean;
  readonly values: readonly SettingValue[];
  /** Whether all nodes run with the same. */
  readonly agree: boolean;
}

export interface SettingValue {
  /** As it stands in the Pod of aws-node; `null`: it is not set. */
  readonly raw: string | null;
  /** What it means; `null`: nothing usable, or the value comes from elsewhere. */
  readonly effective: string | null;
  readonly nodes: Listed<string>;
}

interface Variable {
  readonly name: string;
  readonly container: "aws-node" | "aws-vpc-cni-init";
  effective(awsNode: AwsNode): string | null;
}

const flag = (value: boolean) => String(value);
const variables: readonly Variable[] = [
  { name: "ENABLE_POD_ENI", container: "aws-node", effective: ({ podEni }) => flag(podEni) },
  { name: "POD_SECURITY_GROUP_ENFORCING_MODE", container: "aws-node", effective: ({ enforcingMode }) => enforcingMode },
  {
    name: "DISABLE_TCP_EARLY_DEMUX",
    container: "aws-vpc-cni-init",
    effective: ({ earlyDemuxDisabled }) => flag(earlyDemuxDisabled),
  },
  { name: "AWS_VPC_K8S_CNI_EXTERNALSNAT", container: "aws-node", effective: ({ externalSnat }) => flag(externalSnat) },
  {
    name: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
    container: "aws-node",
    effective: ({ customNetworking }) => flag(customNetworking),
  },
  {
    name: "ENABLE_PREFIX_DELEGATION",
    container: "aws-node",
    effective: ({ prefixDelegation }) => flag(prefixDelegation),
  },
  { name: "ENABLE_IPv6", container: "aws-node", effective: ({ ipv6 }) => flag(ipv6) },
];

const daemonSet = "kube-system/aws-node";

export function settingRows(inquiry: Inquiry): readonly SettingRow[] {
  const { world } = inquiry;
  const template = world.item("daemonSets", daemonSet);
  const running = [...inquiry.hosts.values()].flatMap(({ awsNode, node, id }) =>
    awsNode === null ? [] : [{ awsNode, name: node?.name ?? id }],
  );
  const rows = variables.map((variable): SettingRow => {
    const byValue = Map.groupBy(running, ({ awsNode }) => JSON.stringify(valueIn(variable, awsNode)));
    const values = [...byValue.values()].map((all): SettingValue => {
      const [{ awsNode }] = all as [(typeof all)[number]];
      return { ...valueIn(variable, awsNode), nodes: listed(all.map(({ name }) => name).sort(), mostNodes) };
    });
    return {
      setting: variable.name,
      where: variable.container,
      declared: declaredIn(template, variable),
      isDeclaredKnown: template !== undefined,
      values: values.toSorted((a, b) => b.nodes.total - a.nodes.total),
      agree: new Set(values.map(({ effective }) => effective)).size <= 1,
    };
  });
  return [...rows, ...configRows(inquiry)];
}

const mostNodes = 20;

function valueIn({ name, container, effective }: Variable, awsNode: AwsNode): Pick<SettingValue, "raw" | "effective"> {
  const env = container === "aws-node" ? awsNode.env : awsNode.initEnv;
  const isElsewhere = isValueElsewhere(awsNode, container, name);
  return { raw: env[name] ?? null, effective: isElsewhere ? null : effective(awsNode) };
}

function declaredIn(template: Item<"daemonSets"> | undefined, { name, container }: Variable): string | null {
  const containers = [...(template?.initContainers ?? []), ...(template?.containers ?? [])];
  return containers.find((one) => one.name === container)?.env?.[name] ?? null;
}

/** Settings that the cluster has once, and what they come to. */
function configRows({ world }: Inquiry): readonly SettingRow[] {
  const row = (setting: string, id: string, effective: (raw: string | null) => string | null): SettingRow => {
    const config = world.item("configMaps", id);
    const key = setting === "kube-proxy mode" ? "mode" : setting;
    const raw = config?.data[key] ?? null;
    const isKnown = world.wasRead("configMaps");
    const values = isKnown ? [{ raw, effective: effective(raw), nodes: listed<string>([]) }] : [];
    return { setting, where: `ConfigMap ${id}`, declared: raw, isDeclaredKnown: isKnown, values, agree: true };
  };
  return [
    row("branch-eni-cooldown", "kube-system/amazon-vpc-cni", () => String(world.coolDownSeconds)),
    row("kube-proxy mode", "kube-system/kube-proxy-config", (raw) =>
      raw === null ? null : raw === "" ? "iptables" : raw,
    ),
    row("enable-network-policy-controller", "kube-system/amazon-vpc-cni", (raw) => raw ?? "false"),
  ];
}
