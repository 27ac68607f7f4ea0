import type { WorkloadSpec } from "./scenario.ts";

/** What every EKS cluster runs. */
export const systemWorkloads: readonly WorkloadSpec[] = [
  {
    kind: "DaemonSet",
    namespace: "kube-system",
    name: "aws-node",
    serviceAccount: "aws-node",
    hostNetwork: true,
    startSeconds: 6,
    graceSeconds: 10,
    labels: { "k8s-app": "aws-node" },
  },
  {
    kind: "DaemonSet",
    namespace: "kube-system",
    name: "kube-proxy",
    serviceAccount: "kube-proxy",
    hostNetwork: true,
    startSeconds: 1,
    labels: { "k8s-app": "kube-proxy" },
  },
  {
    kind: "Deployment",
    namespace: "kube-system",
    name: "coredns",
    serviceAccount: "coredns",
    replicas: 2,
    port: 53,
    service: true,
    labels: { "k8s-app": "kube-dns" },
  },
];
