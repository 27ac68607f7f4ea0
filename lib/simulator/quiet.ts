import { threeZones } from "./network-plan.ts";
import type { Scenario, ScenarioOptions } from "./scenario.ts";

const hour = 3_600_000;

/** A small healthy cluster in which little happens: what a test starts from and adds its own trouble to. */
export function quiet({ seed = 1, start = Date.UTC(2026, 2, 2, 9) }: ScenarioOptions = {}): Scenario {
  const region = "eu-west-1";
  return {
    cluster: "quiet",
    region,
    about: "Invented: four nodes, a few workloads, nothing wrong.",
    seed,
    start,
    ...threeZones(region),
    groups: [
      {
        key: "web",
        description: "Web pods",
        rules: [
          { protocol: "tcp", port: 8080, peer: "nodes", description: "kubelet probes" },
          { protocol: "tcp", port: 8080, peer: "web" },
        ],
      },
      {
        key: "jobs",
        description: "Batch jobs",
        rules: [
          { protocol: "tcp", port: 443, peer: "0.0.0.0/0", egress: true },
          { protocol: "tcp", port: 53, peer: "nodes", egress: true },
          { protocol: "udp", port: 53, peer: "nodes", egress: true },
        ],
      },
    ],
    nodeGroups: [
      { name: "general", kind: "managed", types: ["m5.large"], desired: 3 },
      { name: "burst", kind: "managed", types: ["t3.large"], desired: 1 },
    ],
    policies: [
      { namespace: "shop", name: "web", podSelector: { matchLabels: { tier: "web" } }, groups: ["web"] },
      {
        namespace: "batch",
        name: "jobs",
        serviceAccountSelector: { matchLabels: { team: "batch" } },
        groups: ["jobs"],
      },
    ],
    serviceAccounts: { "batch/runner": { team: "batch" } },
    workloads: [
      {
        kind: "Deployment",
        namespace: "shop",
        name: "web",
        replicas: 4,
        labels: { tier: "web" },
        port: 8080,
        service: true,
        probes: ["http"],
      },
      { kind: "StatefulSet", namespace: "shop", name: "cart", replicas: 2, labels: { tier: "web" }, port: 8080 },
      { kind: "Deployment", namespace: "shop", name: "admin", replicas: 2 },
      {
        kind: "CronJob",
        namespace: "batch",
        name: "report",
        serviceAccount: "runner",
        everyMs: 5 * 60_000,
        runSeconds: [15, 40],
        keep: 2,
      },
    ],
    leaseEveryMs: hour / 60,
  };
}
