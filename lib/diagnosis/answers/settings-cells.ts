import type { CollectionName } from "../../recording/collections.ts";
import { selects } from "../../topology/selector.ts";
import { annotatedPods } from "../carried-pods.ts";
import type { Host, HostedPod } from "../host.ts";
import { type Mode, modeOfNode, modeOfPod } from "../mode.ts";
import { nameOf } from "../policy-names.ts";
import { networkProbesOf } from "../probes-of.ts";
import type { HostRule } from "../rule.ts";
import { strictNodeLocalDns } from "../rules/dns.ts";
import { egressEscapesGroups, noInternetPath } from "../rules/egress.ts";
import { localServices, sameNodeNotFiltered, strictIpvs, strictLocalTrafficPolicy } from "../rules/modes.ts";
import { probesBlocked, tcpEarlyDemuxOn } from "../rules/probes.ts";
import { allFindings } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type Listed, listed } from "./listed.ts";

export const features = [
  "snat",
  "node-local-dns",
  "probes",
  "external-traffic-policy",
  "pod-identity",
  "network-policy",
  "ipvs",
  "same-node",
] as const;
export type Feature = (typeof features)[number];

export const cellEffects = ["works", "breaks", "needs-care", "not-filtered"] as const;

/** What a mode does to a feature, and to whom here. */
export interface FeatureCell {
  readonly mode: Mode;
  readonly feature: Feature;
  /**
   * What the mode means for the feature in general (domain 3.4): `breaks` it is not served · `needs-care` it is, with settings that must
   * be right · `not-filtered` traffic passes no security group of the Pod's · `works`.
   */
  readonly effect: (typeof cellEffects)[number];
  /** Whether the cluster uses the feature; `null`: cannot be said. */
  readonly isUsed: boolean | null;
  /** Pods on branches that were set up in this mode and use the feature; `null`: it cannot be said which. */
  readonly pods: Listed<string> | null;
  /** How many more use it whose mode cannot be said; `null`: it cannot be said which use it. */
  readonly unsure: number | null;
  /** Services, NetworkPolicies or engines that it is about. */
  readonly objects: Listed<string>;
  /** Those of the checks that speak, by rule id. */
  readonly rules: readonly string[];
  readonly lacks: readonly Lack[];
}

/** What a Pod on a branch was set up in; `null`: it cannot be said, and decides nothing (domain 13.19). */
interface Placed {
  readonly host: Host;
  readonly hosted: HostedPod;
  readonly modes: { readonly pod: Mode | null; readonly node: Mode | null };
}

interface Found {
  readonly isUsed: boolean | null;
  readonly pods: readonly string[] | null;
  readonly objects?: readonly string[];
}

interface Column {
  /** Whose mode decides: that of the node now, or the one the Pod was set up in (domain 13.19). */
  readonly by: "pod" | "node";
  readonly effects: { readonly [M in Mode]: FeatureCell["effect"] };
  readonly needs: readonly CollectionName[];
  readonly rules: { readonly [M in Mode]: readonly HostRule[] };
  find(inquiry: Inquiry, placed: readonly Placed[], mode: Mode): Found;
}

const columns: Readonly<Record<Feature, Column>> = {
  snat: {
    by: "pod",
    effects: { strict: "needs-care", standard: "not-filtered" },
    needs: ["pods", "routeTables", "interfaces"],
    rules: { strict: [noInternetPath], standard: [egressEscapesGroups] },
    find: (_inquiry, placed, mode) => {
      const concerned = mode === "strict" ? placed : placed.filter(({ host }) => host.awsNode?.externalSnat !== true);
      return { isUsed: true, pods: namesOf(concerned) };
    },
  },
  "node-local-dns": {
    by: "node",
    effects: { strict: "breaks", standard: "works" },
    needs: ["daemonSets", "pods"],
    rules: { strict: [strictNodeLocalDns], standard: [] },
    find: ({ world }, placed) => {
      const isUsed = world.item("daemonSets", nodeLocalDns) !== undefined;
      const asking = placed.filter(({ hosted }) => !["None", "Default"].includes(hosted.item.dnsPolicy ?? ""));
      return { isUsed, pods: isUsed ? namesOf(asking) : [], objects: isUsed ? [`DaemonSet ${nodeLocalDns}`] : [] };
    },
  },
  probes: {
    by: "pod",
    effects: { strict: "needs-care", standard: "works" },
    needs: ["pods", "interfaces", "securityGroupRules", "nodes"],
    rules: { strict: [tcpEarlyDemuxOn, probesBlocked], standard: [] },
    find: (_inquiry, placed) => {
      const pods = namesOf(placed.filter(({ hosted }) => networkProbesOf(hosted.item).length > 0));
      return { isUsed: pods.length > 0, pods };
    },
  },
  "external-traffic-policy": {
    by: "pod",
    effects: { strict: "breaks", standard: "works" },
    needs: ["services", "pods"],
    rules: { strict: [strictLocalTrafficPolicy], standard: [] },
    find: findServices,
  },
  "pod-identity": {
    by: "pod",
    effects: { strict: "breaks", standard: "works" },
    needs: ["daemonSets", "pods"],
    rules: { strict: [], standard: [] },
    // Which Pods use it stands in their environment, which is not read.
    find: ({ world }, placed) => {
      const isUsed = world.item("daemonSets", identityAgent) !== undefined;
      return {
        isUsed,
        pods: isUsed && placed.length > 0 ? null : [],
        objects: isUsed ? [`DaemonSet ${identityAgent}`] : [],
      };
    },
  },
  "network-policy": {
    by: "pod",
    effects: { strict: "breaks", standard: "works" },
    needs: ["networkPolicies", "daemonSets", "pods"],
    rules: { strict: [], standard: [] },
    find: findNetworkPolicies,
  },
  ipvs: {
    by: "node",
    effects: { strict: "breaks", standard: "works" },
    needs: ["configMaps", "pods"],
    rules: { strict: [strictIpvs], standard: [] },
    find: ({ world }, placed) => {
      const mode = world.item("configMaps", proxyConfig)?.data.mode;
      const isUsed = mode === undefined ? null : mode.toLowerCase() === "ipvs";
      return { isUsed, pods: isUsed === false ? [] : isUsed ? namesOf(placed) : null };
    },
  },
  "same-node": {
    by: "pod",
    effects: { strict: "works", standard: "not-filtered" },
    needs: ["pods", "interfaces", "securityGroupRules"],
    rules: { strict: [], standard: [sameNodeNotFiltered] },
    find: (_inquiry, placed) => {
      const byHost = Map.groupBy(placed, ({ host }) => host.id);
      const pods = namesOf([...byHost.values()].filter((all) => all.length > 1).flat());
      return { isUsed: pods.length > 0, pods };
    },
  },
};

const nodeLocalDns = "kube-system/node-local-dns";
const identityAgent = "kube-system/eks-pod-identity-agent";
const proxyConfig = "kube-system/kube-proxy-config";

export function featureCells(inquiry: Inquiry): readonly FeatureCell[] {
  const all = [...inquiry.hosts.values()].flatMap((host) =>
    annotatedPods(host).map((hosted): Placed => {
      const modes = { pod: modeOfPod(host, hosted), node: modeOfNode(host) };
      return { host, hosted, modes };
    }),
  );
  const speaking = new Set(allFindings(inquiry.findings.values()).map(({ rule }) => rule));
  return features.flatMap((feature) =>
    (["strict", "standard"] as const).map((mode) => {
      const { effects, needs, rules, by, find } = columns[feature];
      const lacks = lacking(inquiry.world, needs);
      const of = (wanted: Mode | null) =>
        find(
          inquiry,
          all.filter(({ modes }) => modes[by] === wanted),
          mode,
        );
      const found = of(mode);
      const isBlind = lacks.length > 0;
      return {
        mode,
        feature,
        effect: effects[mode],
        isUsed: isBlind ? null : find(inquiry, all, mode).isUsed,
        pods: isBlind || found.pods === null ? null : listed(found.pods),
        unsure: isBlind ? null : (of(null).pods?.length ?? null),
        objects: listed(found.objects ?? []),
        rules: rules[mode].map(({ id }) => id).filter((id) => speaking.has(id)),
        lacks,
      };
    }),
  );
}

function namesOf(placed: readonly Placed[]): readonly string[] {
  return placed.map(({ hosted }) => nameOf(hosted.pod.id)).sort();
}

/** Services that keep traffic on the node, as the rule has it, in whatever mode their Pods are. */
function findServices({ world }: Inquiry, placed: readonly Placed[]): Found {
  const local = localServices(world);
  const concerned = local.map(({ id, namespace, selector }) => ({
    id,
    pods: placed.filter(
      ({ hosted: { item } }) => item.namespace === namespace && selects({ matchLabels: selector }, item.labels),
    ),
  }));
  const hit = concerned.filter(({ pods }) => pods.length > 0);
  return {
    isUsed: local.length > 0,
    pods: [...new Set(hit.flatMap(({ pods }) => namesOf(pods)))].sort(),
    objects: hit.map(({ id }) => `Service ${id}`),
  };
}

const engines = [/^calico-node$/, /^cilium$/, /^(antrea-agent|weave-net|kube-router)$/];

function findNetworkPolicies({ world }: Inquiry, placed: readonly Placed[]): Found {
  const policies = [...world.items("networkPolicies")].map(([id, { namespace, podSelector }]) => ({
    id,
    pods: placed.filter(({ hosted: { item } }) => item.namespace === namespace && selects(podSelector, item.labels)),
  }));
  const hit = policies.filter(({ pods }) => pods.length > 0);
  const running = [...world.items("daemonSets").values()].filter(({ name }) =>
    engines.some((engine) => engine.test(name)),
  );
  return {
    isUsed: policies.length > 0,
    pods: [...new Set(hit.flatMap(({ pods }) => namesOf(pods)))].sort(),
    objects: [
      ...running.map(({ namespace, name }) => `DaemonSet ${namespace}/${name}`),
      ...hit.map(({ id }) => `NetworkPolicy ${id}`),
    ],
  };
}
