import type { FaultKind, Scenario } from "../scenario.ts";
import { based, changed, from, type Stories, web, withoutJobs } from "./story.ts";

const localDns = {
  kind: "DaemonSet" as const,
  namespace: "kube-system",
  name: "node-local-dns",
  hostNetwork: true,
  labels: { "k8s-app": "node-local-dns" },
};

/** Somebody removes rules of security groups. */
function rulesRemoved(...descriptions: readonly string[]): FaultKind {
  return {
    name: "edited",
    collection: "securityGroupRules",
    count: 100,
    which: ({ description = "" }) => descriptions.includes(description),
    edit: () => null,
  };
}

/** Pods of `admin` get the group `jobs`, which lets `web` in. */
function oneNameForAnother({ groups, policies, workloads }: Scenario): Partial<Scenario> {
  const letsIn = { protocol: "tcp", port: 8080, peer: "web" };
  return {
    groups: groups.map((group) => (group.key === "jobs" ? { ...group, rules: [...group.rules, letsIn] } : group)),
    policies: [
      ...policies,
      { namespace: "shop", name: "admin", podSelector: { matchLabels: { tier: "admin" } }, groups: ["jobs"] },
    ],
    workloads: changed(workloads, "admin", { replicas: 3, labels: { tier: "admin" } }),
  };
}

/** Rules, modes and settings that keep traffic of pods on branches from passing. */
export const traffic: Stories = {
  "strict-local-dns": {
    scenario: based(
      "strict-local-dns",
      "strict mode, while pods ask a DNS cache on their node and kube-proxy runs in ipvs mode.",
      ({ workloads }) => ({
        workloads: [...workloads, localDns],
        faults: [
          from(0, {
            name: "edited",
            collection: "configMaps",
            which: (_item, id) => id === "kube-system/kube-proxy-config",
            edit: (config) => ({ ...config, data: { mode: "ipvs" } }),
          }),
        ],
      }),
    ),
    minutes: 4,
    everySeconds: 30,
    codes: ["SGP-085", "SGP-086"],
  },
  "dns-blocked": {
    scenario: based(
      "dns-blocked",
      "the nodes' group lets nobody ask CoreDNS any more, and a new group does not let its pods ask.",
      (base) => ({
        groups: [
          ...base.groups,
          {
            key: "closed",
            description: "HTTPS only",
            rules: [
              { protocol: "tcp", port: 443, peer: "0.0.0.0/0", egress: true },
              { protocol: "tcp", port: 8080, peer: "nodes" },
            ],
          },
        ],
        policies: [
          ...base.policies,
          { namespace: "shop", name: "closed", podSelector: { matchLabels: { tier: "closed" } }, groups: ["closed"] },
        ],
        workloads: [...base.workloads, web("closed", { labels: { tier: "closed" } })],
        faults: [from(1, rulesRemoved("DNS from pods"))],
      }),
    ),
    minutes: 4,
    everySeconds: 30,
    codes: ["SGP-083", "SGP-084"],
  },
  "sloppy-groups": {
    scenario: based(
      "sloppy-groups",
      "somebody tidies up security groups: probes are shut out, a deleted group is still named, another is wide open.",
      (base) => ({
        groups: [
          ...base.groups,
          {
            key: "partners",
            description: "Partners",
            rules: [
              ...Array.from({ length: 56 }, (_, index) => ({
                protocol: "tcp",
                port: 8443,
                peer: `198.51.100.${index * 4}/30`,
              })),
              { protocol: "-1", peer: "0.0.0.0/0", description: "For now" },
              { protocol: "tcp", port: 8443, peer: "sg-0badbadbadbadbad0" },
            ],
          },
        ],
        policies: [
          ...base.policies,
          {
            namespace: "shop",
            name: "partners",
            podSelector: { matchLabels: { tier: "partners" } },
            groups: ["partners", "web"],
          },
        ],
        workloads: [...base.workloads, web("gateway", { labels: { tier: "partners" } })],
        faults: [from(1, rulesRemoved("kubelet probes"))],
      }),
    ),
    minutes: 4,
    everySeconds: 30,
    codes: ["SGP-080", "SGP-094", "SGP-095", "SGP-097"],
    info: ["SGP-096"],
  },
  "strict-node-ports": {
    scenario: based(
      "strict-node-ports",
      "strict mode, a Service that keeps traffic on its node, and a route table that leads to an internet gateway.",
      () => ({
        faults: [
          from(1, {
            name: "edited",
            collection: "services",
            which: (_item, id) => id === "shop/web",
            edit: (service) => ({ ...service, type: "NodePort", externalTrafficPolicy: "Local" }),
          }),
          from(1, {
            name: "edited",
            collection: "routeTables",
            count: 3,
            which: ({ routes }) => routes.some(({ target = "" }) => target.startsWith("nat-")),
            edit: (table) => ({
              ...table,
              routes: table.routes.map((route) =>
                route.target?.startsWith("nat-") ? { ...route, target: "igw-0a1b2c3d4e5f60718" } : route,
              ),
            }),
          }),
        ],
      }),
    ),
    minutes: 4,
    everySeconds: 30,
    codes: ["SGP-087", "SGP-088"],
  },
  "standard-mode": {
    scenario: based(
      "standard-mode",
      "standard mode without EXTERNALSNAT, and neighbours on one node whose groups name each other.",
      (base) => ({
        ...oneNameForAnother(base),
        cni: { enforcingMode: "standard" },
      }),
    ),
    minutes: 3,
    everySeconds: 30,
    codes: ["SGP-089"],
    info: ["SGP-092"],
  },
  "mixed-modes": {
    scenario: based(
      "mixed-modes",
      "standard mode is given up for strict, and aws-node restarts node by node under running pods.",
      (base) => ({
        ...withoutJobs(base),
        cni: { enforcingMode: "standard", externalSnat: true },
        faults: [from(2, { name: "cni-changed", cni: { enforcingMode: "strict" } })],
      }),
    ),
    minutes: 2.75,
    everySeconds: 15,
    codes: ["SGP-090"],
  },
};
