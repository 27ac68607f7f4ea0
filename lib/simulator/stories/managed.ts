import { based, from, type Stories } from "./story.ts";

const vault = "sg-0fa1b2c3d4e5f6071";
const node = "fargate-ip-10-0-40-7.eu-west-1.compute.internal";
const labels = { tier: "web", "eks.amazonaws.com/fargate-profile": "reports" };
const bare = { annotations: {}, createdAt: Date.UTC(2026, 2, 2, 8) };

/** Nodes that AWS looks after, where other rules hold. */
export const managed: Stories = {
  "fargate-and-auto-mode": {
    scenario: based(
      "fargate-and-auto-mode",
      "a pod on Fargate may reach neither DNS nor the API, and a node runs in Auto Mode.",
      ({ nodeGroups }) => ({
        nodeGroups: [
          ...nodeGroups,
          {
            name: "auto",
            kind: "karpenter",
            types: ["m6i.large"],
            desired: 1,
            labels: { "eks.amazonaws.com/compute-type": "auto" },
            taints: ["auto"],
          },
        ],
        faults: [
          from(0, {
            name: "created",
            collection: "securityGroups",
            id: vault,
            item: { id: vault, name: "vault-only", description: "Vault only", tags: {} },
          }),
          from(0, {
            name: "created",
            collection: "securityGroupRules",
            id: "sgr-0fa1b2c3d4e5f6072",
            item: {
              id: "sgr-0fa1b2c3d4e5f6072",
              groupId: vault,
              isEgress: true,
              protocol: "tcp",
              fromPort: 8200,
              toPort: 8200,
              cidrIpv4: "10.0.0.0/16",
            },
          }),
          from(0, {
            name: "created",
            collection: "nodes",
            id: node,
            item: {
              ...bare,
              name: node,
              labels: { "kubernetes.io/os": "linux", "eks.amazonaws.com/compute-type": "fargate" },
              addresses: [{ type: "InternalIP", address: "10.0.40.7" }],
              capacity: { pods: 1 },
              allocatable: { pods: 1 },
              conditions: [{ type: "Ready", status: "True" }],
              taints: [{ key: "eks.amazonaws.com/compute-type", value: "fargate", effect: "NoSchedule" }],
            },
          }),
          from(0, {
            name: "created",
            collection: "pods",
            id: "shop/report-0",
            item: {
              ...bare,
              namespace: "shop",
              name: "report-0",
              labels,
              annotations: { "fargate.amazonaws.com/pod-sg": vault },
              nodeName: node,
              phase: "Running",
              podIp: "10.0.40.7",
              podIps: ["10.0.40.7"],
              hostNetwork: false,
              serviceAccount: "default",
              owner: { kind: "StatefulSet", name: "report" },
              conditions: [{ type: "Ready", status: "True" }],
              containers: [{ name: "report" }],
              dnsPolicy: "ClusterFirst",
            },
          }),
        ],
      }),
    ),
    minutes: 4,
    everySeconds: 30,
    codes: ["SGP-071", "SGP-093"],
    info: ["SGP-035"],
  },
};
