import type { Container } from "./state.ts";
import type { World } from "./world.ts";

/** The VPC CNI's DaemonSet. */
export const cniDaemon = "kube-system/aws-node";
const registry = "602401143452.dkr.ecr.eu-west-1.amazonaws.com";

/** Containers of aws-node with the environment that decides how pods are networked (domain 1.8). */
export function awsNodeContainers(world: World): Container[] {
  const { version, podEni, enforcingMode, prefixDelegation, externalSnat, env } = world.cni;
  return [
    {
      name: "aws-node",
      image: `${registry}/amazon-k8s-cni:${version}-eksbuild.1`,
      probes: [
        { use: "readiness", kind: "exec" },
        { use: "liveness", kind: "exec" },
      ],
      env: {
        AWS_VPC_CNI_NODE_PORT_SUPPORT: "true",
        AWS_VPC_ENI_MTU: "9001",
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: String((world.scenario.eniConfigs ?? []).length > 0),
        AWS_VPC_K8S_CNI_EXTERNALSNAT: String(externalSnat),
        AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
        ENABLE_IPv4: "true",
        ENABLE_IPv6: "false",
        ENABLE_POD_ENI: String(podEni),
        ENABLE_PREFIX_DELEGATION: String(prefixDelegation),
        ...(enforcingMode === null ? {} : { POD_SECURITY_GROUP_ENFORCING_MODE: enforcingMode }),
        VPC_CNI_VERSION: version,
        WARM_ENI_TARGET: "1",
        WARM_PREFIX_TARGET: "1",
        ...env,
      },
    },
    { name: "aws-eks-nodeagent", image: `${registry}/amazon/aws-network-policy-agent:v1.2.7-eksbuild.1` },
  ];
}

export function awsNodeInitContainers(world: World): Container[] {
  const { version, earlyDemuxDisabled } = world.cni;
  return [
    {
      name: "aws-vpc-cni-init",
      image: `${registry}/amazon-k8s-cni-init:${version}-eksbuild.1`,
      env: { DISABLE_TCP_EARLY_DEMUX: String(earlyDemuxDisabled), ENABLE_IPv6: "false" },
    },
  ];
}
