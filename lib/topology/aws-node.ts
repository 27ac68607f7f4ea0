import type { Item } from "../recording/collections.ts";

export type EnforcingMode = "strict" | "standard";

/** The aws-node pod of one node and what its environment means: what really runs there, not the DaemonSet's template (domain 1.8). */
export interface AwsNode {
  readonly pod: Item<"pods">;
  /** Environment of the container `aws-node` and of the init container `aws-vpc-cni-init`. */
  readonly env: Readonly<Record<string, string>>;
  readonly initEnv: Readonly<Record<string, string>>;
  /** ENABLE_POD_ENI as Go parses it. */
  readonly podEni: boolean;
  /** `null`: a value that aws-node refuses to start with, or one that is not in the pod. */
  readonly enforcingMode: EnforcingMode | null;
  readonly externalSnat: boolean;
  readonly customNetworking: boolean;
  readonly prefixDelegation: boolean;
  readonly ipv6: boolean;
  /** DISABLE_TCP_EARLY_DEMUX where it counts: in the init container. */
  readonly earlyDemuxDisabled: boolean;
  /** `[1, 16, 4]`; `null`: neither VPC_CNI_VERSION nor the image's tag says. */
  readonly version: readonly [number, number, number] | null;
  readonly image: string | null;
  /** When its main container started; `null`: not known. */
  readonly startedAt: number | null;
}

export const awsNodeLabel = "aws-node";
const modeVariable = "POD_SECURITY_GROUP_ENFORCING_MODE";

const truths = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const lies = new Set(["0", "f", "F", "false", "FALSE", "False"]);

/** Go's ParseBool; anything it does not know means the default (amazon-vpc-cni-k8s: utils/utils.go). */
export function goBool(text: string | undefined, otherwise: boolean): boolean {
  if (text === undefined) return otherwise;
  if (truths.has(text)) return true;
  return lies.has(text) ? false : otherwise;
}

/** What an aws-node pod runs with. */
export function readAwsNode(pod: Item<"pods">): AwsNode {
  const main = pod.containers.find(({ name }) => name === "aws-node");
  const init = pod.initContainers?.find(({ name }) => name === "aws-vpc-cni-init");
  const env = main?.env ?? {};
  const initEnv = init?.env ?? {};
  const mode = env[modeVariable] ?? "strict";
  const podEni = goBool(env.ENABLE_POD_ENI, false);
  return {
    pod,
    env,
    initEnv,
    podEni,
    enforcingMode: !isElsewhere(main, modeVariable) && (mode === "strict" || mode === "standard") ? mode : null,
    externalSnat: goBool(env.AWS_VPC_K8S_CNI_EXTERNALSNAT, false),
    customNetworking: goBool(env.AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG, false),
    prefixDelegation: goBool(env.ENABLE_PREFIX_DELEGATION, false),
    ipv6: goBool(env.ENABLE_IPv6, false),
    earlyDemuxDisabled: goBool(initEnv.DISABLE_TCP_EARLY_DEMUX, false),
    version: versionOf(env.VPC_CNI_VERSION) ?? versionOf(main?.image?.split(":").at(-1)),
    image: main?.image ?? null,
    startedAt: pod.statuses?.find(({ name }) => name === "aws-node")?.startedAt ?? pod.startedAt ?? null,
  };
}

/** Whether a variable gets its value from elsewhere, a ConfigMap for instance, so that the pod does not tell what it is. */
export function isValueElsewhere({ pod }: AwsNode, container: string, variable: string): boolean {
  return isElsewhere(
    [...(pod.initContainers ?? []), ...pod.containers].find(({ name }) => name === container),
    variable,
  );
}

function isElsewhere(container: Item<"pods">["containers"][number] | undefined, variable: string): boolean {
  const { env = {}, envElsewhere = [] } = container ?? {};
  return envElsewhere.includes(variable) || (envElsewhere.includes("*") && env[variable] === undefined);
}

function versionOf(text: string | undefined): AwsNode["version"] {
  const [, major, minor, patch] = text?.match(/^v?(\d+)\.(\d+)\.(\d+)/) ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)];
}

/**
 * The mode a pod was set up in: that of the aws-node pod on its node, if that one was there before the pod's sandbox; `null`: not known.
 * A container that restarts keeps its environment, so it is the start of its pod that counts (domain 8 `mode`, 3.4).
 */
export function enforcingModeOf(pod: Item<"pods">, awsNode: AwsNode | null): EnforcingMode | null {
  const startedAt = awsNode?.pod.startedAt ?? awsNode?.startedAt ?? null;
  const setUpAt = pod.startedAt ?? pod.createdAt;
  if (awsNode === null || startedAt === null || setUpAt === undefined || startedAt > setUpAt) return null;
  return awsNode.enforcingMode;
}
