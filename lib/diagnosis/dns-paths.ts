import type { Verdict } from "../reachability/flow.ts";
import type { Question, Reachability } from "../reachability/reachability.ts";
import { type CarriedPod, carriedPods, isIpv6 } from "./carried-pods.ts";
import { type DnsEndpoint, dnsEndpoints } from "./dns-endpoints.ts";
import { groupKey } from "./groups-in-use.ts";
import type { Host } from "./host.ts";
import { type Mode, modeOfPod } from "./mode.ts";
import { reachabilityOf } from "./reach.ts";
import type { World } from "./world.ts";

const dnsProtocols = ["udp", "tcp"] as const;
export type DnsProtocol = (typeof dnsProtocols)[number];

/** The way from one pod to one endpoint. */
export interface DnsWay {
  readonly endpoint: DnsEndpoint;
  readonly egress: Verdict;
  readonly ingress: Verdict;
}

/** A pod that asks the cluster's DNS, and its ways to every endpoint over the protocols of which not all are open. */
export interface HinderedPod {
  readonly pod: CarriedPod;
  readonly paths: readonly { readonly protocol: DnsProtocol; readonly ways: readonly DnsWay[] }[];
}

/** The pods of a host whose ways to CoreDNS are not all open, as far as security groups are concerned. */
export function hinderedPods(host: Host, world: World): readonly HinderedPod[] {
  if (carriedPods(host).length === 0) return [];
  return world.shared("dns-paths", (shared) => createDnsPaths(dnsEndpoints(shared), reachabilityOf(shared))).of(host);
}

export function usesClusterDns(policy: string | undefined): boolean {
  return policy !== "None" && policy !== "Default";
}

/** Endpoints of one address family over one protocol. Those behind the same groups are asked about once. */
interface Field {
  readonly protocol: DnsProtocol;
  readonly endpoints: readonly DnsEndpoint[];
  /** By endpoint: which of the questions is about it. */
  readonly gates: readonly number[];
  readonly questions: readonly Question[];
  /** What pods with some groups may send to: their own address does not matter. */
  readonly egress: Map<string, { readonly verdicts: readonly Verdict[]; readonly isOpen: boolean }>;
}

function createDnsPaths(all: readonly DnsEndpoint[], reachability: Reachability) {
  const fieldsOf = (isWanted: (ip: string) => boolean) => {
    const endpoints = all.filter(({ ip }) => isWanted(ip));
    return dnsProtocols.map((protocol) => createField(endpoints, protocol, reachability));
  };
  const ipv4 = fieldsOf((ip) => !isIpv6(ip));
  const ipv6 = fieldsOf(isIpv6);
  const known = new WeakMap<Host, readonly HinderedPod[]>();

  function find(host: Host): readonly HinderedPod[] {
    const asksNodeFirst = host.pods.some(({ item }) => item.labels["k8s-app"] === "node-local-dns");
    return carriedPods(host).flatMap((pod) => {
      if (!usesClusterDns(pod.item.dnsPolicy)) return [];
      const mode = modeOfPod(host, pod);
      // In standard mode a node-local cache answers on the node, and asks CoreDNS with the node's own groups.
      if (asksNodeFirst && mode !== "strict") return [];
      const paths = (isIpv6(pod.ip) ? ipv6 : ipv4).flatMap((field) => {
        const ways = waysIn(field, pod, mode, reachability);
        return ways === null ? [] : [{ protocol: field.protocol, ways }];
      });
      return paths.length === 0 ? [] : [{ pod, paths }];
    });
  }

  return {
    of(host: Host): readonly HinderedPod[] {
      const found = known.get(host) ?? find(host);
      known.set(host, found);
      return found;
    },
  };
}

function createField(endpoints: readonly DnsEndpoint[], protocol: DnsProtocol, { ask }: Reachability): Field {
  const questions: Question[] = [];
  const byKey = new Map<string, number>();
  const gates = endpoints.map(({ groupIds, ports }) => {
    const key = `${ports[protocol]} ${groupIds === null ? "?" : groupKey(groupIds)}`;
    const gate = byKey.get(key) ?? questions.length;
    if (gate === questions.length) questions.push(ask(groupIds, "ingress", { protocol, port: ports[protocol] }));
    byKey.set(key, gate);
    return gate;
  });
  return { protocol, endpoints, gates, questions, egress: new Map() };
}

/** `null`: every way is open. */
function waysIn(field: Field, pod: CarriedPod, mode: Mode | null, reachability: Reachability): DnsWay[] | null {
  const { groupIds } = pod.branch;
  const egress = egressOf(field, groupIds, reachability);
  const own = { ip: pod.ip, groupIds };
  const ingress = field.questions.map((question) => question.about(own).verdict);
  if (egress.isOpen && ingress.every((verdict) => verdict === "allow")) return null;
  const ways = field.endpoints.map((endpoint, index): DnsWay => {
    const way = {
      endpoint,
      egress: egress.verdicts[index] ?? "unknown",
      ingress: ingress[field.gates[index] ?? 0] ?? "unknown",
    };
    const isNear = endpoint.nodeName !== null && endpoint.nodeName === pod.item.nodeName;
    return isNear ? nearby(way, mode) : way;
  });
  return ways.every((way) => way.egress === "allow" && way.ingress === "allow") ? null : ways;
}

function egressOf({ protocol, endpoints, egress }: Field, groupIds: readonly string[], { decide }: Reachability) {
  const key = groupKey(groupIds);
  const known = egress.get(key);
  if (known !== undefined) return known;
  const verdicts = endpoints.map(
    (peer) => decide(groupIds, { direction: "egress", protocol, port: peer.ports[protocol], peer }).verdict,
  );
  const found = { verdicts, isOpen: verdicts.every((verdict) => verdict === "allow") };
  egress.set(key, found);
  return found;
}

/** In standard mode traffic within a node passes no security group (domain 3.4). */
function nearby(way: DnsWay, mode: Mode | null): DnsWay {
  if (mode === "strict") return way;
  if (mode === "standard") return { ...way, egress: "allow", ingress: "allow" };
  return { ...way, egress: atMostUnknown(way.egress), ingress: atMostUnknown(way.ingress) };
}

function atMostUnknown(verdict: Verdict): Verdict {
  return verdict === "deny" ? "unknown" : verdict;
}
